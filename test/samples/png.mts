import { crc32, deflateSync } from 'node:zlib';
import type { SampleDocument } from './documents.mts';
import { eachDot, GLYPH_HEIGHT, GLYPH_WIDTH } from './font.mts';

/** Pixels per dot of the font. Veryfi recommends 1,000 pixels on the short side. */
const DOT = 6;
const COLUMNS = 28;
const MARGIN = 8;
const WHITE = 255;
const BLACK = 0;

/** Draws a receipt as it comes out of a till: black on white, one column of text. */
export function receiptPng(document: SampleDocument): Buffer {
	const money = (value: number) => value.toFixed(2);
	const spread = (left: string, right: string) => left + right.padStart(COLUMNS - left.length);
	const rows = [
		document.vendor,
		...document.address,
		'',
		`DATE: ${document.date}`,
		'',
		...document.lines.map(({ description, quantity, total }) =>
			spread(`${quantity} ${description}`, money(total)),
		),
		'',
		spread('SUBTOTAL', money(document.subtotal)),
		spread(`${document.taxName} ${document.taxRate}%`, money(document.tax)),
		spread(`TOTAL ${document.currency}`, money(document.total)),
		'',
		document.payment,
	];

	const width = (COLUMNS * (GLYPH_WIDTH + 1) + 2 * MARGIN) * DOT;
	const height = (rows.length * (GLYPH_HEIGHT + 4) + 2 * MARGIN) * DOT;
	const pixels = Array.from({ length: height }, () => Buffer.alloc(width, WHITE));
	rows.forEach((text, line) => {
		[...text].forEach((letter, position) => {
			eachDot(letter, (column, row) => {
				const left = (MARGIN + position * (GLYPH_WIDTH + 1) + column) * DOT;
				const top = (MARGIN + line * (GLYPH_HEIGHT + 4) + row) * DOT;
				for (let y = top; y < top + DOT; y++) pixels[y].fill(BLACK, left, left + DOT);
			});
		});
	});
	return encodePng(width, pixels);
}

/** Writes rows of grey pixels, one byte each, as a PNG. */
export function encodePng(width: number, rows: Buffer[]): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(rows.length, 4);
	header[8] = 8; // bits per pixel; colour type 0, grey, and the other settings are zeros
	const unfiltered = Buffer.alloc(1);
	const data = deflateSync(Buffer.concat(rows.flatMap((row) => [unfiltered, row])));
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', data),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(content), 4);
	return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)]);
}
