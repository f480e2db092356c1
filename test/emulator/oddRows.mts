import type { Switches } from './switches.mts';
import type { Fields } from './validation.mts';

/** The rows of a receipt or invoice, and the sums below them. */
export interface Rows {
	lineItems: Fields[];
	taxLines: Fields[];
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
	tax_line_twice: ({ taxLines }) => {
		const [first] = taxLines;
		if (first) taxLines.push({ ...first, order: taxLines.length });
	},
};

/** Makes the rows as odd as the account's switch says. */
export const makeOdd = (rows: Rows, oddity: Switches['oddRows']): void => ODDITIES[oddity](rows);
