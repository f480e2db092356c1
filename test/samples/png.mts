import { PNG } from 'pngjs';
import type { SampleDocument } from './documents.mts';
import { eachDot, GLYPH_HEIGHT, GLYPH_WIDTH } from './font.mts';

/** Pixels per dot of the font. Veryfi recommends 1,000 pixels on the short side. */
const DOT = 6;
const COLUMNS = 28;
const MARGIN = 8;

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

	const png = new PNG({
		width: (COLUMNS * (GLYPH_WIDTH + 1) + 2 * MARGIN) * DOT,
		height: (rows.length * (GLYPH_HEIGHT + 4) + 2 * MARGIN) * DOT,
		colorType: 0,
	});
	png.data.fill(255);
	rows.forEach((text, line) => {
		[...text].forEach((letter, position) => {
			eachDot(letter, (column, row) => {
				const x = MARGIN + position * (GLYPH_WIDTH + 1) + column;
				const y = MARGIN + line * (GLYPH_HEIGHT + 4) + row;
				fillDot(png, x * DOT, y * DOT);
			});
		});
	});
	return PNG.sync.write(png, { colorType: 0 });
}

function fillDot(png: PNG, left: number, top: number) {
	for (let y = top; y < top + DOT; y++) {
		for (let x = left; x < left + DOT; x++)
			png.data.fill(0, (y * png.width + x) * 4, (y * png.width + x) * 4 + 3);
	}
}
