import { cents } from './reading/values.mts';
import type { Switches } from './switches.mts';
import type { Fields } from './validation.mts';

/** The rows of a receipt or invoice, and the sums below them. */
export interface Rows {
	lineItems: Fields[];
	taxLines: Fields[];
	subtotal: number | null;
	tax: number | null;
	total: number | null;
}

const lastWithout =
	(name: string) =>
	({ lineItems }: Rows) =>
		void Object.assign(lineItems.at(-1) ?? {}, { [name]: null });

const oneMore =
	(type: 'tax' | 'payment', description: string, sum: 'tax' | 'total') =>
	({ lineItems, ...sums }: Rows) => {
		const last = lineItems.at(-1);
		if (last === undefined || sums[sum] === null) return;
		lineItems.push({
			...last,
			id: (last.id as number) + 1_000_000,
			order: lineItems.length,
			type,
			description,
			full_description: description,
			text: description,
			quantity: 1,
			price: null,
			total: sums[sum],
		});
	};

/** What Veryfi was seen to do with rows, each by the name of its switch. */
const ODDITIES: Record<Switches['oddRows'], (rows: Rows) => void> = {
	none: () => undefined,
	no_description: lastWithout('description'),
	no_price: lastWithout('price'),
	no_total: lastWithout('total'),
	tax_row: oneMore('tax', 'Tax', 'tax'),
	payment_row: oneMore('payment', 'Card', 'total'),
	// The sum of both is then taken for the tax, and the rest for the subtotal.
	tax_line_twice: (rows) => {
		const [first] = rows.taxLines;
		if (first === undefined || rows.tax === null) return;
		rows.taxLines.push({ ...first, base: null, rate: null, order: rows.taxLines.length });
		rows.tax = cents(2 * rows.tax);
		if (rows.total !== null) rows.subtotal = cents(rows.total - rows.tax);
	},
};

/** Makes rows, and the sums below them, as odd as the account's switch says. */
export function makeOdd<T extends Rows>(rows: T, oddity: Switches['oddRows']): T {
	ODDITIES[oddity](rows);
	return rows;
}
