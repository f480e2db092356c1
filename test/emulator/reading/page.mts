import type { Box } from '../store.mts';

/** A run of text with no wide gap in it; in a table, the content of one column. */
export interface Cell {
	text: string;
	/** Left and right edge as parts (0 to 1) of the page's width. */
	left: number;
	right: number;
}

export interface Line {
	cells: Cell[];
	/** The cells' texts, two spaces apart. */
	text: string;
	/** Top and bottom as parts (0 to 1) of the page's height. */
	top: number;
	bottom: number;
	/** Counted over all pages of the document, from 0. */
	page: number;
}

export interface Page {
	lines: Line[];
	width: number;
	height: number;
}

export const lineOf = (cells: Cell[], top: number, bottom: number): Line => ({
	cells,
	text: cells.map(({ text }) => text).join('  '),
	top,
	bottom,
	page: 0,
});

/** Where a line, or one cell of it, stands. */
export const boxOf = (line: Line, cell?: Cell): Box => [
	line.page,
	round(cell?.left ?? line.cells[0].left),
	round(line.top),
	round(cell?.right ?? line.cells[line.cells.length - 1].right),
	round(line.bottom),
];

const round = (part: number) => Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 10_000;

/** The heading whose left edge, right edge or middle is closest to the cell's. */
export function nearest<H extends Cell>(headings: H[], cell: Cell): H {
	const distance = (heading: H) =>
		Math.min(
			Math.abs(heading.left - cell.left),
			Math.abs(heading.right - cell.right),
			Math.abs(heading.left + heading.right - cell.left - cell.right) / 2,
		);
	return headings.reduce((best, heading) => (distance(heading) < distance(best) ? heading : best));
}
