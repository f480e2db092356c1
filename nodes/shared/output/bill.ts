import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';
import { duplicateOf, fraudDecisionIn, warningsIn } from './checks';
import { isFilled, mapValue, valueOf } from './evidence';

/** Finds a value in a record of Veryfi's, with its evidence. */
type Reader = (record: IDataObject) => unknown;

/** Members of a flat record and how to find each. All of them are always there, `null` if unknown. */
type Columns = Record<string, Reader>;

/** @returns `null` when the place is not there */
function find(record: IDataObject, place: string[]): unknown {
	let value: unknown = record;
	for (const name of place) {
		const owner = valueOf(value);
		value = isObject(owner) ? owner[name] : undefined;
	}
	return value ?? null;
}

/**
 * Reads the value at the first place that has one; the evidence of a value that was not found is kept.
 *
 * @param dotted names of members, from the record inwards, e.g. `vendor.name`
 */
export function at(...dotted: string[]): Reader {
	const places = dotted.map((place) => place.split('.'));
	return (record) => {
		let hollow: unknown = null;
		for (const place of places) {
			const member = find(record, place);
			if (isFilled(valueOf(member))) return member;
			if (isObject(member)) hollow ??= member;
		}
		return mapValue(hollow, () => null);
	};
}

const pick = (record: IDataObject, columns: Columns): IDataObject =>
	Object.fromEntries(
		Object.entries(columns).map(([name, read]) => [name, read(record) as IDataObject]),
	);

/** The entries of a list; none where it is no list. */
export const asList = (value: unknown): unknown[] => {
	const list = valueOf(value);
	return Array.isArray(list) ? list.map(valueOf) : [];
};

const rows =
	(name: string, columns: Columns): Reader =>
	(record) =>
		asList(record[name])
			.filter(isObject)
			.map((row) => pick(row, columns));

/** Tags are `{ id, name }` objects or texts, according to the place in Veryfi's documentation. */
export const tagNames = (tags: unknown): unknown[] =>
	asList(tags).map((tag) => (isObject(tag) ? valueOf(tag.name) : tag));

/** A date on paper without the time of day, which is midnight unless a receipt has one. */
const day =
	(name: string): Reader =>
	(record) =>
		mapValue(record[name], (date) =>
			typeof date === 'string' ? date.slice(0, '2026-03-31'.length) : null,
		);

const LINE: Columns = {
	id: at('id'),
	order: at('order'),
	type: at('type'),
	description: at('description', 'full_description', 'text'),
	sku: at('sku', 'upc'),
	quantity: at('quantity'),
	unit_of_measure: at('unit_of_measure'),
	price: at('price'),
	discount: at('discount'),
	subtotal: at('subtotal'),
	tax: at('tax'),
	tax_rate: at('tax_rate'),
	total: at('total'),
	category: at('category'),
	date: at('date'),
};

const TAX_LINE: Columns = {
	order: at('order'),
	name: at('name'),
	code: at('code'),
	rate: at('rate'),
	base: at('base'),
	total: at('total'),
};

/**
 * What an accountant looks for, first things first. n8n's tables show 40 columns: these leave room for the
 * three of a review (review.ts) and the three by which the trigger tells what a document is about.
 */
const BILL: Columns = {
	id: at('id'),
	vendor_name: at('vendor.name', 'vendor.raw_name'),
	date: day('date'),
	invoice_number: at('invoice_number'),
	total: at('total'),
	currency_code: at('currency_code'),
	due_date: day('due_date'),
	line_items: rows('line_items', LINE),
	warnings: warningsIn,
	is_duplicate: at('is_duplicate'),
	duplicate_of: duplicateOf,
	fraud_decision: fraudDecisionIn,
	document_type: at('document_type'),
	subtotal: at('subtotal'),
	tax: at('tax'),
	tax_lines: rows('tax_lines', TAX_LINE),
	tip: at('tip'),
	shipping: at('shipping'),
	discount: at('discount'),
	balance: at('balance'),
	category: at('category'),
	vendor_tax_id: at('vendor.vat_number', 'vendor.reg_number', 'vendor.abn_number'),
	vendor_address: at('vendor.address', 'vendor.raw_address'),
	vendor_email: at('vendor.email'),
	vendor_iban: at('vendor.iban'),
	bill_to_name: at('bill_to.name'),
	purchase_order_number: at('purchase_order_number'),
	external_id: at('external_id', 'meta.external_id'),
	tags: ({ tags }) => tagNames(tags),
	status: at('status'),
	is_document: at('is_document'),
	is_money_in: at('is_money_in'),
	created_date: at('created_date'),
	pdf_url: at('pdf_url'),
};

/** The names of its members. */
export const BILL_MEMBERS = Object.keys(BILL);

/** The same of a line item. */
export const LINE_MEMBERS = Object.keys(LINE);

/** A receipt or invoice as a flat record with its line items and tax lines. */
export const simplifyBill = (record: IDataObject): IDataObject => pick(record, BILL);

/** A line item as it is in a simplified bill. */
export const simplifyLine = (record: IDataObject): IDataObject => pick(record, LINE);
