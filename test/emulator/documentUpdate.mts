import { invalid } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { newLineItem, newTaxLine } from './rows.mts';
import type { StoredDocument } from './store.mts';
import type { Fields, Rule, Schema } from './validation.mts';

const text: Rule = { type: 'string', nullable: true };
const number: Rule = { type: 'number', nullable: true };
const flag: Rule = { type: 'boolean', nullable: true };
const object: Rule = { type: 'object', nullable: true };

/** What PUT may change; anything else in the body is left alone without an error. */
export const DOCUMENT_UPDATE: Schema = {
	is_billable: flag,
	is_approved: flag,
	is_duplicate: flag,
	is_money_in: flag,
	account_number: text,
	category: text,
	currency_code: text,
	date: text,
	due_date: text,
	document_type: text,
	document_title: text,
	document_reference_number: text,
	delivery_note_number: text,
	invoice_number: text,
	purchase_order_number: text,
	store_number: text,
	vending_person: text,
	incoterms: text,
	tracking_number: text,
	service_start_date: text,
	service_end_date: text,
	notes: text,
	external_id: text,
	subtotal: number,
	tax: number,
	tip: number,
	total: number,
	discount: number,
	shipping: number,
	insurance: number,
	exch_rate: number,
	total_weight: number,
	total_quantity: number,
	tracking_numbers: { type: 'strings', nullable: true },
	status: { type: 'string', oneOf: ['processed', 'reviewed', 'archived'] },
	line_items: { type: 'list' },
	tax_lines: { type: 'list' },
	vendor: object,
	bill_to: object,
	ship_to: object,
	payment: object,
	custom_fields: object,
	tags: { type: 'list' },
	meta: object,
};

const MERGED = ['vendor', 'bill_to', 'ship_to', 'payment', 'custom_fields'];

/**
 * Applies a PUT. Objects are merged, lists replaced; tags may be names or objects with a name.
 *
 * @throws ApiError 400 for a date more than 10 years back or 3 months ahead
 */
export function updateDocument(context: Context, document: StoredDocument, changes: Fields): void {
	const { tags, line_items, tax_lines, meta, ...rest } = changes;
	checkDate(rest.date);
	const { fields } = document;
	for (const [name, value] of Object.entries(rest)) {
		fields[name] =
			MERGED.includes(name) && value !== null
				? { ...(fields[name] as Fields), ...(value as Fields) }
				: value;
	}
	if (tags)
		fields.tags = (tags as Array<string | Fields>).map((tag) => context.store.tag(tagName(tag)));
	if (line_items)
		fields.line_items = (line_items as Fields[]).map((row, order) =>
			newLineItem(context, { order, ...row }),
		);
	if (tax_lines)
		fields.tax_lines = (tax_lines as Fields[]).map((row, order) =>
			newTaxLine(context, { order, ...row }),
		);
	if (meta) fields.meta = { ...(fields.meta as Fields), ...(meta as Fields) };
	fields.updated_date = dateTime();
}

const tagName = (tag: string | Fields) => (typeof tag === 'string' ? tag : String(tag.name));

function checkDate(value: unknown): void {
	if (typeof value !== 'string') return;
	const at = Date.parse(value.replace(' ', 'T'));
	const earliest = new Date();
	earliest.setUTCFullYear(earliest.getUTCFullYear() - 10);
	const latest = new Date();
	latest.setUTCMonth(latest.getUTCMonth() + 3);
	if (at >= earliest.getTime() && at <= latest.getTime()) return;
	const msg = 'Value error, date must be at most 10 years back and 3 months ahead';
	throw invalid([{ type: 'value_error', loc: ['date'], msg }]);
}
