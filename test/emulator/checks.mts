/** What Veryfi checks about a receipt or invoice and writes into `meta.warnings`, in its own words. */
import { cents } from './reading/values.mts';
import type { Fields } from './validation.mts';

export interface Warning {
	/** Veryfi's names, misspellings included. */
	type: string;
	message: string;
}

/** The members that the checks look at. */
interface Checked {
	subtotal: number | null;
	total_quantity: number | null;
	line_items: Line[];
}

interface Line extends Fields {
	description: string | null;
	sku: string | null;
	type: string | null;
	quantity: number | null;
	price: number | null;
	discount: number | null;
	total: number | null;
}

const differ = (a: number, b: number) => Math.abs(a - b) > 0.005;

/** @returns every contradiction found; none for a document that adds up */
export const warningsOf = (document: Fields): Warning[] =>
	CHECKS.flatMap((check) => check(document as unknown as Checked));

const CHECKS: Array<(document: Checked) => Warning[]> = [
	function amounts({ line_items }) {
		return line_items.flatMap(({ quantity, price, discount, total }, number) => {
			if (quantity === null || price === null || total === null) return [];
			const due = quantity * price - Math.abs(discount ?? 0);
			const message = `Line item #${number + 1} has a problem. Quantity x Price != Total`;
			return differ(due, total) ? [{ type: 'line_item_amount_missmatch', message }] : [];
		});
	},
	function repeats({ line_items }) {
		const named = (what: string) => (lines: string) => ({
			type: 'line_item_repeats',
			message: `Line item ${what} repeats on lines ${lines}`,
		});
		const bySku = repeated(line_items, 'sku').map(([sku, on]) => named(`SKU #${sku}`)(on));
		const byName = repeated(line_items, 'description').map(([name, on]) =>
			named(`Description "${name}"`)(on),
		);
		return [...bySku, ...byName];
	},
	function counts({ total_quantity, line_items }) {
		const sold = line_items.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
		if (total_quantity === null || total_quantity === sold) return [];
		const message = "Total Items sold doesn't match number of line items";
		return [{ type: 'item_counts_missmatch', message }];
	},
	function totals({ subtotal, line_items }) {
		const sum = cents(line_items.reduce((all, { total }) => all + (total ?? 0), 0));
		if (subtotal === null || line_items.length === 0 || !differ(sum, subtotal)) return [];
		const message = `Subtotal for Line Items ${float(sum)} doesn't match subtotal on document ${float(subtotal)}`;
		return [{ type: 'totals_missmatch', message }];
	},
];

/** Values that several lines share, each with the numbers of those lines. */
function repeated(lines: Line[], name: 'sku' | 'description'): Array<[string, string]> {
	const places = new Map<string, number[]>();
	lines.forEach(({ [name]: value }, number) => {
		if (value) places.set(value, [...(places.get(value) ?? []), number + 1]);
	});
	return [...places]
		.filter(([, numbers]) => numbers.length > 1)
		.map(([value, numbers]) => [value, numbers.join(', ')]);
}

/** A number as Python prints it. */
const float = (value: number) => (Number.isInteger(value) ? `${value}.0` : String(value));
