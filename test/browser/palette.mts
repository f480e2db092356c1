import { PNG } from 'pngjs';
import { crc32, deflateSync } from 'node:zlib';

/** Colours that a PNG with one byte a pixel can have. */
const MOST = 256;

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

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
	// Each row begins with its filter: none.
	const rows = Buffer.alloc((width + 1) * height);
	colours.forEach((colour, at) => {
		rows[at + Math.floor(at / width) + 1] = indexOf(colour);
	});
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// Eight bits a pixel, each the index of a colour.
	header.set([8, 3], 8);
	return Buffer.concat([
		SIGNATURE,
		chunk('IHDR', header),
		chunk('PLTE', Buffer.from(palette.flatMap(channels))),
		chunk('IDAT', deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
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

function chunk(type: string, data: Buffer): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(data.length);
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body));
	return Buffer.concat([length, body, sum]);
}
