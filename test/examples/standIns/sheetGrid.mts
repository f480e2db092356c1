import { Refusal } from './standIn.mts';

/** What a cell holds; text as it is, a date or a formula as such. */
export type Cell = string | number | boolean | { date: string } | { formula: string } | undefined;

/** Values for a part of a sheet. */
export interface Given {
	range: string;
	values?: unknown;
}

interface Area {
	/** From 0. */
	top: number;
	left: number;
	/** `Infinity` where it has no end. */
	bottom: number;
	right: number;
}

/** Rows and columns that a new sheet has, and characters that a cell takes. */
const ROWS = 1000;
const COLUMNS = 26;
const LONGEST = 50_000;

/** The cells of a sheet. */
export class Grid {
	private cells: Cell[][] = [];

	constructor(private readonly name: string) {}

	/**
	 * @param cells in A1 notation without the sheet's name; empty for all of it
	 * @throws Refusal for what is none
	 */
	areaOf(cells: string): Area {
		const found = /^([A-Z]*)(\d*)(?::([A-Z]*)(\d*))?$/.exec(cells);
		if (!found) throw refusal(`Unable to parse range: ${this.name}!${cells}`);
		const [, left, top, right, bottom] = found;
		const isOne = !cells.includes(':');
		const column = (letters: string | undefined, without: number) =>
			letters
				? [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0) - 1
				: without;
		const row = (digits: string | undefined, without: number) =>
			digits ? Number(digits) - 1 : without;
		const area = { top: row(top, 0), left: column(left, 0) };
		return isOne && cells
			? { ...area, bottom: area.top, right: area.left }
			: { ...area, bottom: row(bottom, Infinity), right: column(right, Infinity) };
	}

	/** Values as the API gives them: without empty cells at the end of a row, and empty rows at the end. */
	read({ top, left, bottom, right }: Area, isFormatted: boolean): unknown[][] {
		const rows = this.cells
			.slice(top, bottom + 1)
			.map((row) => trim(row.slice(left, right + 1).map((cell) => shown(cell, isFormatted))));
		while (rows.at(-1)?.length === 0) rows.pop();
		return rows;
	}

	/**
	 * @param isTyped whether values are read as if a person had typed them
	 * @throws Refusal for what no cell takes, or what lies outside
	 */
	write({ top, left, bottom, right }: Area, values: unknown[][], isTyped: boolean): void {
		values.forEach((row, down) =>
			row.forEach((value, across) => {
				const [y, x] = [top + down, left + across];
				if (y > bottom || x > right)
					throw refusal(`Requested writing within range ${this.name}, but tried writing beyond`);
				if (y >= ROWS || x >= COLUMNS) throw refusal('Range exceeds grid limits');
				if (value === null) return;
				(this.cells[y] ??= [])[x] = isTyped ? this.typed(value) : this.taken(value);
			}),
		);
		this.cells = Array.from(this.cells, (row) => row ?? []);
	}

	/** Where appended rows go: to the place that is named, or below the table that it is part of. */
	below({ top }: Area): Area {
		const end = this.read(this.areaOf(''), false).length;
		return { top: Math.max(top, end), left: 0, bottom: Infinity, right: Infinity };
	}

	/** The rows below the headings by their names, without empty ones. */
	records(): Array<Record<string, Cell>> {
		const [headings = [], ...rows] = this.cells;
		return rows
			.filter((row) => row.some((cell) => cell !== undefined))
			.map((row) =>
				Object.fromEntries(headings.map((name, index) => [name as string, row[index]])),
			);
	}

	private typed(value: unknown): Cell {
		const taken = this.taken(value);
		if (typeof taken !== 'string') return taken;
		if (taken.startsWith("'")) return taken.slice(1);
		if (/^[=+]/.test(taken)) return { formula: taken };
		if (/^\d{4}-\d{2}-\d{2}$/.test(taken)) return { date: taken };
		if (/^(true|false)$/i.test(taken)) return taken.toLowerCase() === 'true';
		// "12.50", "1,250", "0042", "3-4": a number or a date, as it reads.
		return /^-?[\d.,]+$/.test(taken) ? Number(taken.replaceAll(',', '')) : taken;
	}

	private taken(value: unknown): string | number | boolean | undefined {
		if (value === '') return undefined;
		if (typeof value === 'string' && value.length > LONGEST)
			throw refusal(`Your input contains more than the maximum of ${LONGEST} characters`);
		if (['string', 'number', 'boolean'].includes(typeof value))
			return value as string | number | boolean;
		throw refusal('Invalid values: struct_value or list_value');
	}
}

function trim(row: unknown[]): unknown[] {
	const kept = [...row];
	while (kept.at(-1) === '') kept.pop();
	return kept;
}

function shown(cell: Cell, isFormatted: boolean): string | number | boolean {
	if (cell === undefined) return '';
	if (typeof cell === 'object') return 'date' in cell ? cell.date : `#of ${cell.formula}`;
	// A person may have chosen separators for thousands.
	return isFormatted && typeof cell === 'number' ? cell.toLocaleString('en-US') : cell;
}

const refusal = (message: string) =>
	new Refusal(400, { error: { code: 400, message, status: 'INVALID_ARGUMENT' } });
