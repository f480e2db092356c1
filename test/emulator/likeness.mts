import type { Context } from './context.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** An earlier document that is like one, as `meta.duplicates` names it. */
export interface Likeness {
	id: number;
	/** From 0 to 1; 1 is the same in everything that was compared. */
	score: number;
	url: string;
}

/** What makes two receipts the same, beside their vendor. */
const COMPARED = ['invoice_number', 'date', 'total', 'currency_code'] as const;
const LEAST = 0.75;

const nameOf = ({ vendor }: Fields) => (vendor as Fields | null)?.name;

/** Earlier documents of the same vendor that agree in most of what tells bills apart, the likest first. */
export function duplicatesOf({ store, baseUrl }: Context, id: number, fields: Fields): Likeness[] {
	const name = nameOf(fields);
	if (typeof name !== 'string' || typeof fields.total !== 'number') return [];
	return [...store.documents.values()]
		.filter(
			(other): other is StoredDocument =>
				other.product === 'documents' &&
				other.id < id &&
				other.state === 'processed' &&
				nameOf(other.fields) === name &&
				other.fields.total === fields.total,
		)
		.map((other) => {
			const same = COMPARED.filter((member) => other.fields[member] === fields[member]);
			const url = `${baseUrl}/_emulator/links/${other.id}/1.pdf`;
			return { id: other.id, score: same.length / COMPARED.length, url };
		})
		.filter(({ score }) => score >= LEAST)
		.sort((a, b) => b.score - a.score || a.id - b.id);
}
