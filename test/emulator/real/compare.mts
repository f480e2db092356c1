import { KNOWN, type Known } from './known.mts';
import { addTo, differencesOf, type Difference, type Shape } from './shape.mts';

/** Members that users name themselves. */
const FREE = [
	'custom_fields',
	'line_items[].custom_fields',
	'line_items_with_scores[].custom_fields',
];

export interface Result {
	kind: string;
	/** How many real responses there were. */
	count: number;
	/** Differences that no entry of the table names. */
	unnamed: Difference[];
	named: Difference[];
	/** Entries of the table that no difference needs any more. */
	unneeded: Known[];
}

/** Compares real responses of one kind with answers of the emulator. */
export function compare(kind: string, real: unknown[], emulator: unknown[], table = KNOWN): Result {
	const shapeOf = (values: unknown[]) =>
		values.reduce<Shape>((shape, value) => addTo(shape, value, FREE), new Map());
	const known = table.filter((entry) => entry.kind === kind);
	const names = (entry: Known, { path, side }: Difference) =>
		entry.side === side && entry.paths.test(path);
	const found = differencesOf(shapeOf(real), shapeOf(emulator));
	return {
		kind,
		count: real.length,
		unnamed: found.filter((difference) => !known.some((entry) => names(entry, difference))),
		named: found.filter((difference) => known.some((entry) => names(entry, difference))),
		unneeded: known.filter((entry) => !found.some((difference) => names(entry, difference))),
	};
}
