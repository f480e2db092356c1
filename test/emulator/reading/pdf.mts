import * as pdfjsModule from 'pdfjs-dist/legacy/build/pdf.js';
import { fail, TEXT } from '../apiError.mts';
import { lineOf, type Cell, type Line, type Page } from './page.mts';

// A CommonJS library: jest gives the module itself, Node's ESM loader puts it under `default`.
const pdfjs = ((pdfjsModule as { default?: unknown }).default ?? pdfjsModule) as typeof pdfjsModule;

/** A piece of text as pdf.js finds it, in points from the top left corner. */
interface Piece {
	text: string;
	left: number;
	right: number;
	baseline: number;
	size: number;
}

/**
 * Reads the text layer of a PDF. A page without one (a scan) has no lines.
 *
 * @throws ApiError 400 when the file is no PDF, or is encrypted
 */
export async function readPdf(bytes: Buffer): Promise<Page[]> {
	const task = pdfjs.getDocument({
		data: new Uint8Array(bytes),
		// The emulator reads files of any origin: no code from a font is ever run.
		isEvalSupported: false,
		useSystemFonts: true,
		verbosity: 0,
	});
	try {
		const pdf = await task.promise;
		const pages: Page[] = [];
		for (let number = 1; number <= pdf.numPages; number++) {
			const page = await pdf.getPage(number);
			const { width, height } = page.getViewport({ scale: 1 });
			const { items } = await page.getTextContent();
			const pieces = items.flatMap((item) => {
				if (!('str' in item) || item.str.trim() === '') return [];
				const [, , , , left, y] = item.transform as number[];
				const size = Math.abs((item.transform as number[])[3]) || item.height || 10;
				return [{ text: item.str, left, right: left + item.width, baseline: height - y, size }];
			});
			pages.push({ width, height, lines: toLines(pieces, width, height) });
		}
		return pages;
	} catch (error) {
		const isEncrypted = (error as Error).name === 'PasswordException';
		throw fail(400, isEncrypted ? TEXT.encrypted : TEXT.corrupted);
	} finally {
		await task.destroy();
	}
}

/** Pieces on one baseline form a line, top to bottom. */
function toLines(pieces: Piece[], width: number, height: number): Line[] {
	const rows: Piece[][] = [];
	for (const piece of [...pieces].sort((a, b) => a.baseline - b.baseline)) {
		const row = rows.at(-1);
		if (row && piece.baseline - row[0].baseline < 0.4 * Math.min(piece.size, row[0].size))
			row.push(piece);
		else rows.push([piece]);
	}
	return rows.map((row) => {
		const size = Math.max(...row.map((piece) => piece.size));
		const bottom = row[0].baseline + 0.2 * size;
		return lineOf(toCells(row, width), (bottom - size) / height, bottom / height);
	});
}

/** A gap wider than a character separates columns, a narrow one separates words. */
function toCells(row: Piece[], width: number): Cell[] {
	const cells: Cell[] = [];
	let last: Piece | undefined;
	for (const piece of row.sort((a, b) => a.left - b.left)) {
		const gap = last ? (piece.left - last.right) / piece.size : Infinity;
		const text = piece.text.replace(/\s+/g, ' ');
		const cell = cells.at(-1);
		if (cell === undefined || gap > 1) {
			cells.push({ text: text.trim(), left: piece.left / width, right: piece.right / width });
		} else {
			cell.text = `${cell.text}${gap > 0.15 ? ' ' : ''}${text}`.replace(/\s+/g, ' ').trim();
			cell.right = Math.max(cell.right, piece.right / width);
		}
		last = piece;
	}
	return cells;
}
