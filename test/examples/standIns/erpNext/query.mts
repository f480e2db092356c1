import type { Fields } from '../standIn.mts';
import { refusal } from './refusal.mts';

/** Fields that a list may be asked for and filtered by. */
const LISTED: Record<string, string[]> = {
	Supplier: ['name', 'supplier_name', 'supplier_group', 'tax_id', 'disabled'],
	Account: [
		...['name', 'company', 'account_type', 'account_currency', 'is_group', 'disabled'],
		'company.default_currency',
	],
	'Purchase Invoice': [
		...[
			'name',
			'supplier',
			'bill_no',
			'docstatus',
			'is_return',
			'grand_total',
			'remarks',
			'bill_date',
		],
	],
	'Purchase Order': [
		...['name', 'supplier', 'supplier_name', 'company', 'currency', 'docstatus', 'status'],
	],
	'Purchase Order Item': [
		...['name', 'parent', 'docstatus', 'item_code', 'item_name', 'supplier_part_no', 'description'],
		...['qty', 'uom', 'conversion_factor', 'net_rate', 'net_amount', 'expense_account'],
	],
	'Purchase Receipt Item': [
		...['parent', 'docstatus', 'purchase_order', 'purchase_order_item', 'qty', 'conversion_factor'],
	],
	'Purchase Invoice Item': [
		...['parent', 'docstatus', 'purchase_order', 'po_detail', 'qty', 'conversion_factor'],
		'net_amount',
	],
	File: ['name', 'file_name', 'attached_to_doctype', 'attached_to_name', 'is_private'],
};

/** The database takes letters for the same that differ in case or accent, and no text for an empty one. */
const { compare } = new Intl.Collator('en', { sensitivity: 'base' });
export const isSame = (value: unknown, wanted: unknown) =>
	compare(textOf(value), textOf(wanted)) === 0;

const textOf = (value: unknown) => String((value as string | number | null | undefined) ?? '');

const OPERATORS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
	'=': isSame,
	'!=': (value, wanted) => !isSame(value, wanted),
	like: (value, wanted) => {
		const [start, rest] = String(wanted).split('%');
		if (rest !== '') throw refusal(417, 'DataError', 'The stand-in knows "start%" only');
		return isSame(String(value).slice(0, start.length), start);
	},
};

/**
 * What a list of documents answers to `fields`, `filters`, `or_filters`, `order_by` and `limit_page_length`, of which
 * 0 means all, and none means 20.
 *
 * @param rows all documents of the type, oldest first
 */
export function listed(
	doctype: string,
	rows: Fields[],
	query: Record<string, string | undefined>,
): Fields[] {
	const parse = (text = '[]') => JSON.parse(text) as Array<[string, string, unknown]>;
	const matches =
		(document: Fields) =>
		([field, operator, wanted]: [string, string, unknown]) =>
			OPERATORS[operator](document[allowed(doctype, field)], wanted);
	const all = parse(query.filters);
	const any = parse(query.or_filters);
	const fields = (JSON.parse(query.fields ?? '["name"]') as string[]).map((field) => {
		const [source, alias = source] = field.split(' as ');
		return { source: allowed(doctype, source), alias };
	});
	return rows
		.filter(
			(document) =>
				all.every(matches(document)) && (any.length === 0 || any.some(matches(document))),
		)
		.sort(orderOf(query.order_by))
		.slice(0, Number(query.limit_page_length ?? 20) || Infinity)
		.map((document) =>
			Object.fromEntries(fields.map(({ source, alias }) => [alias, document[source] ?? null])),
		);
}

function orderOf(order?: string): (a: Fields, b: Fields) => number {
	if (order === undefined) return () => 0;
	if (order !== 'name asc') throw refusal(417, 'DataError', 'The stand-in orders by name only');
	return (a, b) => compare(String(a.name), String(b.name));
}

function allowed(doctype: string, field: string): string {
	if (!LISTED[doctype].includes(field)) {
		throw refusal(417, 'DataError', `Field not permitted in query: ${field}`);
	}
	return field;
}
