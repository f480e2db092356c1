import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';
import { hasEvidence, isFilled, valueOf } from './evidence';

/** Ends the name of a list that repeats the rows of another with the evidence of their values. */
const SUFFIX = '_with_scores';

/**
 * With confidence details Veryfi leaves some rows bare (`line_items`) and repeats them with their scores in a
 * list beside them (`line_items_with_scores`). This puts the scores into the rows, at any depth.
 *
 * @returns a record as if Veryfi had returned the rows with their scores; the given one is left as it is
 */
export function withScoredRows<T>(record: T): T {
	if (Array.isArray(record)) return record.map(withScoredRows) as T;
	if (!isObject(record)) return record;
	const result: IDataObject = {};
	for (const [name, value] of Object.entries(record)) {
		if (!isScoredList(name, value)) result[name] = withScoredRows(value) as IDataObject;
	}
	for (const [name, value] of Object.entries(record)) {
		if (!isScoredList(name, value)) continue;
		const plainName = name.slice(0, -SUFFIX.length);
		const { rows, left } = joinRows(result[plainName], valueOf(value) as unknown[]);
		result[plainName] = rows as IDataObject[];
		if (left.length > 0) result[name] = left as IDataObject[];
	}
	return result as T;
}

/** Whether a member is such a list. */
export const isScoredList = (name: string, value: unknown): boolean =>
	name.endsWith(SUFFIX) && name.length > SUFFIX.length && Array.isArray(valueOf(value));

const idOf = (row: unknown): string | undefined => {
	const id = isObject(row) ? valueOf(row.id) : undefined;
	return isFilled(id) ? String(id) : undefined;
};

/** Matches rows by their IDs, else by their places; scored rows that have no partner are left. */
function joinRows(plain: unknown, scored: unknown[]): { rows: unknown[]; left: unknown[] } {
	const rows = valueOf(plain);
	if (!Array.isArray(rows)) return { rows: scored, left: [] };
	const left = new Set(scored);
	const take = (row: unknown) => (left.delete(row) ? row : undefined);
	const byId = new Map(scored.map((row) => [idOf(row), row]));
	const partners = rows.map((row) => take(idOf(row) && byId.get(idOf(row))));
	return {
		rows: rows.map((row, index) => join(row, partners[index] ?? take(scored[index]))),
		left: [...left],
	};
}

/** A value with the evidence of the same value in a scored row; the value itself is that of the bare row. */
function join(bare: unknown, scored: unknown): unknown {
	if (hasEvidence(bare)) return bare;
	if (hasEvidence(scored)) {
		if (isFilled(bare) && !isFilled(scored.value)) return bare;
		return { ...scored, value: isFilled(bare) ? bare : scored.value };
	}
	if (isObject(bare) && isObject(scored)) {
		const names = Object.keys({ ...bare, ...scored });
		return Object.fromEntries(names.map((name) => [name, join(bare[name], scored[name])]));
	}
	if (Array.isArray(bare) && Array.isArray(scored)) return joinRows(bare, scored).rows;
	return bare ?? scored;
}
