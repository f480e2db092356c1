import type { Sample } from './index.mts';

/** The simplified document that the nodes put out, as far as it is compared. */
export interface SimplifiedDocument {
	vendor_name?: string | null;
	date?: string | null;
	due_date?: unknown;
	invoice_number?: unknown;
	currency_code?: string | null;
	subtotal?: unknown;
	tax?: unknown;
	total?: number | null;
	notes?: unknown;
	line_items?: Array<Record<string, unknown>>;
}

/**
 * Compares a document that came back with what is printed on the sample.
 *
 * @returns what differs, one text each; empty when all values are right
 */
export function differences(sample: Sample, document: SimplifiedDocument): string[] {
	const { printed } = sample;
	const expected: Record<string, unknown> = {
		vendor_name: printed.vendor,
		date: printed.date,
		due_date: printed.dueDate ?? null,
		invoice_number: printed.invoiceNumber ?? null,
		currency_code: printed.currency,
		subtotal: printed.subtotal,
		tax: printed.tax,
		total: printed.total,
	};
	// Veryfi's own record has a time of day behind the date.
	const found: Record<string, unknown> = { ...document, date: document.date?.slice(0, 10) };
	const lines = (document.line_items ?? []).map(({ description, quantity, price, total }) =>
		show({ description, quantity, price, total }),
	);
	return [
		...Object.keys(expected)
			.filter((name) => (found[name] ?? null) !== expected[name])
			.map((name) => `${name}: ${show(expected[name])} expected, got ${show(found[name])}`),
		...(lines.length === printed.lines.length
			? []
			: [`line_items: ${printed.lines.length} expected, got ${lines.length}`]),
		...printed.lines
			.map((line, index) => [show(line), lines[index]])
			.filter(([line, got]) => line !== got)
			.map(([line, got]) => `line item: ${line} expected, got ${got}`),
	];
}

const show = (value: unknown) => JSON.stringify(value);
