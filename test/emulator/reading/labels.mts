import type { Cell, Line } from './page.mts';

/** What a label says stands beside or below it. */
export interface Labelled {
	value: string;
	line: Line;
	cell: Cell;
}

/**
 * Finds the value that belongs to a label: behind it in the same cell (`Date: 2026-02-27`), in the
 * next cell of the line, or right below it.
 *
 * @param label  matches a label at the start of a cell
 * @param accepts  what the value must look like
 */
export function labelled(
	lines: Line[],
	label: RegExp,
	accepts: (value: string) => boolean = (value) => value !== '',
): Labelled | undefined {
	for (const [number, line] of lines.entries()) {
		for (const [position, cell] of line.cells.entries()) {
			const found = label.exec(cell.text);
			if (!found || found.index !== 0) continue;
			const rest = cell.text
				.slice(found[0].length)
				.replace(/^[\s:.#-]+/, '')
				.trim();
			if (rest !== '' && accepts(rest)) return { value: rest, line, cell };
			if (rest !== '') continue;
			const beside = line.cells[position + 1];
			if (beside && accepts(beside.text)) return { value: beside.text, line, cell: beside };
			const below = cellBelow(lines, number, cell);
			if (below && accepts(below.cell.text)) return { ...below, value: below.cell.text };
		}
	}
	return undefined;
}

function cellBelow(lines: Line[], number: number, { left, right }: Cell) {
	const line = lines[number + 1];
	if (line === undefined || line.page !== lines[number].page) return undefined;
	const cell = line.cells.find((other) => other.left < right && other.right > left);
	return cell && { line, cell };
}
