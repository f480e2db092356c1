import { PNG } from 'pngjs';
import { encodePng } from '../samples/png.mts';

/** Colours that a PNG with one byte a pixel can have. */
const MOST = 256;

/**
 * Makes a PNG of a screenshot that has no more than 256 colours, and so a third of its bytes: those that are seen most,
 * and for each other one the nearest of them.
 */
export function withPalette(png: Buffer): Buffer {
	const { width, height, data } = PNG.sync.read(png);
	const colours = Array.from({ length: width * height }, (_, at) => data.readUIntBE(at * 4, 3));
	const palette = mostUsed(colours);
	const indexes = new Map(palette.map((colour, index) => [colour, index]));
	const indexOf = (colour: number) => {
		const known = indexes.get(colour) ?? nearest(palette, colour);
		indexes.set(colour, known);
		return known;
	};
	const rows = Array.from({ length: height }, (_, row) =>
		Buffer.from(colours.slice(row * width, (row + 1) * width).map(indexOf)),
	);
	return encodePng(width, rows, Buffer.from(palette.flatMap(channels)));
}

function mostUsed(colours: number[]): number[] {
	const counts = new Map<number, number>();
	for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
	return [...counts]
		.sort(([, a], [, b]) => b - a)
		.slice(0, MOST)
		.map(([colour]) => colour);
}

const channels = (colour: number): number[] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest(palette: number[], colour: number): number {
	const wanted = channels(colour);
	const distances = palette.map((one) =>
		channels(one).reduce((sum, value, index) => sum + (value - wanted[index]) ** 2, 0),
	);
	return distances.indexOf(Math.min(...distances));
}
