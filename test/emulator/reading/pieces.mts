import { lineOf, type Cell, type Line } from './page.mts';

/** A piece of text on a page, in points or pixels from the top left corner. */
export interface Piece {
	text: string;
	left: number;
	right: number;
	baseline: number;
	size: number;
}

/** Pieces on one baseline form a line, top to bottom. */
export function toLines(pieces: Piece[], width: number, height: number): Line[] {
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
