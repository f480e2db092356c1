import type { IDataObject } from 'n8n-workflow';

import { duplicateOf, fraudDecisionIn, warningsIn } from './checks';
import { isFilled, mapValue, valueOf, withoutEvidence } from './evidence';
import { isObject } from './objects';
import { isScoredList, withScoredRows } from './scoredRows';

/**
 * A member of the simplified record and where its value stands in Veryfi's; the first place that has
 * something counts.
 */
interface Column {
	name: string;
	/** Names of members, from the record inwards. */
	places: string[][];
}

/** @param rows name, then places as dotted paths */
const columns = (rows: Array<[name: string, ...places: string[]]>): Column[] =>
	rows.map(([name, ...places]) => ({ name, places: places.map((place) => place.split('.')) }));

/** What an ERP's bill needs, in the order of a bill. All of them are always there, `null` if unknown. */
const BILL = columns([
	['id', 'id'],
	['external_id', 'external_id', 'meta.external_id'],
	['status', 'status'],
	['document_type', 'document_type'],
	['is_document', 'is_document'],
	['reference_number', 'reference_number'],
	['created_date', 'created_date'],
	['updated_date', 'updated_date'],
	['vendor_name', 'vendor.name', 'vendor.raw_name'],
	['vendor_address', 'vendor.address', 'vendor.raw_address'],
	['vendor_tax_id', 'vendor.vat_number', 'vendor.reg_number', 'vendor.abn_number'],
	['vendor_email', 'vendor.email'],
	['vendor_phone', 'vendor.phone_number'],
	['vendor_iban', 'vendor.iban'],
	['bill_to_name', 'bill_to.name'],
	['bill_to_address', 'bill_to.address'],
	['bill_to_tax_id', 'bill_to.vat_number', 'bill_to.reg_number'],
	['ship_to_name', 'ship_to.name'],
	['ship_to_address', 'ship_to.address'],
	['date', 'date'],
	['time', 'time'],
	['due_date', 'due_date'],
	['invoice_number', 'invoice_number'],
	['purchase_order_number', 'purchase_order_number'],
	['account_number', 'account_number'],
	['currency_code', 'currency_code'],
	['subtotal', 'subtotal'],
	['discount', 'discount'],
	['shipping', 'shipping'],
	['tax', 'tax'],
	['tip', 'tip'],
	['total', 'total'],
	['balance', 'balance'],
	['category', 'category'],
	['payment_type', 'payment.type'],
	['payment_card_number', 'payment.card_number'],
	['payment_display_name', 'payment.display_name'],
	['payment_terms', 'payment.terms'],
	['notes', 'notes'],
	['is_duplicate', 'is_duplicate'],
	['duplicate_of', 'duplicate_of'],
	['is_approved', 'is_approved'],
	['is_money_in', 'is_money_in'],
	['total_pages', 'total_pages', 'meta.total_pages'],
	['img_url', 'img_url'],
	['img_thumbnail_url', 'img_thumbnail_url'],
	['pdf_url', 'pdf_url'],
]);

const LINE = columns([
	['id', 'id'],
	['order', 'order'],
	['type', 'type'],
	['description', 'description', 'full_description', 'text'],
	['sku', 'sku', 'upc'],
	['quantity', 'quantity'],
	['unit_of_measure', 'unit_of_measure'],
	['price', 'price'],
	['discount', 'discount'],
	['subtotal', 'subtotal'],
	['tax', 'tax'],
	['tax_rate', 'tax_rate'],
	['total', 'total'],
	['category', 'category'],
	['date', 'date'],
]);

const TAX_LINE = columns([
	['order', 'order'],
	['name', 'name'],
	['code', 'code'],
	['rate', 'rate'],
	['base', 'base'],
	['total', 'total'],
]);

/** Members that are long, or that say nothing about the content of the document. */
const BULKY = new Set(['ocr_text', 'text', 'meta', 'img_thumbnail_url', 'pages']);

/** @returns `null` when the place is not there */
function find(record: IDataObject, place: string[]): unknown {
	let value: unknown = record;
	for (const name of place) {
		const owner = valueOf(value);
		value = isObject(owner) ? owner[name] : undefined;
	}
	return value ?? null;
}

/** The value at the first place that has one; the evidence of a value that was not found is kept. */
function findFirst(record: IDataObject, places: string[][]): unknown {
	let hollow: unknown = null;
	for (const place of places) {
		const candidate = find(record, place);
		if (isFilled(valueOf(candidate))) return candidate;
		if (isObject(candidate)) hollow ??= candidate;
	}
	return mapValue(hollow, () => null);
}

function pick(record: IDataObject, columns: Column[]): IDataObject {
	const picked: IDataObject = {};
	for (const { name, places } of columns) picked[name] = findFirst(record, places) as IDataObject;
	return picked;
}

const listOf = (value: unknown): unknown[] => {
	const list = valueOf(value);
	return Array.isArray(list) ? list.map(valueOf) : [];
};

const rows = (value: unknown, columns: Column[]): IDataObject[] =>
	listOf(value)
		.filter(isObject)
		.map((row) => pick(row, columns));

/** Tags are `{ id, name }` objects or texts, according to the place in Veryfi's documentation. */
const tagNames = (tags: unknown): unknown[] =>
	listOf(tags).map((tag) => (isObject(tag) ? valueOf(tag.name) : tag));

/** Midnight is how Veryfi writes a date without a time of day. */
const dayOf = (date: unknown): string | null =>
	typeof date === 'string' ? date.slice(0, '2026-03-31'.length) : null;

const timeOf = (date: unknown): string | null => {
	const time = typeof date === 'string' ? date.slice('2026-03-31 '.length) : '';
	return time === '' || time === '00:00:00' ? null : time;
};

function simplifyBill(record: IDataObject): IDataObject {
	return {
		...pick(record, BILL),
		date: mapValue(record.date, dayOf) as string,
		time: timeOf(valueOf(record.date)),
		due_date: mapValue(record.due_date, dayOf) as string,
		duplicate_of: duplicateOf(record),
		fraud_decision: fraudDecisionIn(record),
		warnings: warningsIn(record),
		tags: tagNames(record.tags) as string[],
		line_items: rows(record.line_items, LINE),
		tax_lines: rows(record.tax_lines, TAX_LINE),
	};
}

/** Other products: what is filled, without long texts and without what is about the processing. */
function simplifyRecord(record: IDataObject): IDataObject {
	const { external_id: externalId, tags } = isObject(record.meta) ? record.meta : {};
	return {
		...Object.fromEntries(
			Object.entries(record).filter(
				([name, value]) =>
					!BULKY.has(name) && !isScoredList(name, value) && isFilled(valueOf(value)),
			),
		),
		...(externalId && !record.external_id ? { external_id: externalId } : {}),
		...(Array.isArray(tags) && tags.length > 0 ? { tags: tagNames(tags) as string[] } : {}),
	};
}

/**
 * Bank statements hold their transactions by account or, in older answers, all together. They come out all
 * together, each with the number of its account.
 */
function simplifyStatement({ accounts, ...record }: IDataObject): IDataObject {
	const parts = listOf(accounts)
		.filter(isObject)
		.map(({ transactions, ...account }) => {
			const number = findFirst(account, [['number'], ['account_number']]) as string;
			return {
				account,
				transactions: listOf(transactions)
					.filter(isObject)
					.map(({ account_number: own, ...transaction }) => ({
						account_number: isFilled(valueOf(own)) ? own : number,
						...transaction,
					})),
			};
		});
	const transactions = parts.flatMap((part) => part.transactions);
	return {
		...simplifyRecord(record),
		...(parts.length > 0 ? { accounts: parts.map(({ account }) => account) } : {}),
		...(transactions.length > 0 ? { transactions } : {}),
	};
}

/** A check and the slip that came with it. */
const simplifyCheckWithRemittance = ({ check, document }: IDataObject): IDataObject => ({
	check: isObject(check) ? simplifyRecord(check) : null,
	document: isObject(document) ? simplifyBill(document) : null,
});

/** What is like a receipt or invoice becomes a bill, whatever Veryfi calls it. */
function simplifyExtraction({ extraction, score, ...rest }: IDataObject): IDataObject {
	const classified = { ...rest, document_type_score: score };
	if (!isObject(extraction)) return { ...classified, extraction };
	const isBill = 'vendor' in extraction && 'total' in extraction;
	return { ...(isBill ? simplifyBill : simplifyRecord)(extraction), ...classified };
}

const simplifyLine = (record: IDataObject): IDataObject => pick(record, LINE);

/** A Markdown conversion is its text, so that it is not bulk; `pages` repeats it page by page. */
const simplifyMarkdown = (record: IDataObject): IDataObject => {
	const { markdown } = record;
	return { ...simplifyRecord(record), ...(isFilled(valueOf(markdown)) ? { markdown } : {}) };
};

const SIMPLIFIERS: Record<string, (record: IDataObject) => IDataObject> = {
	document: simplifyBill,
	bankStatement: simplifyStatement,
	checkWithRemittance: simplifyCheckWithRemittance,
	markdown: simplifyMarkdown,
	lineItem: simplifyLine,
	extraction: simplifyExtraction,
};

/**
 * The part of a record that a workflow usually needs, flat: for receipts and invoices the columns of a bill
 * with its line items and tax lines, for other kinds of records what is filled. Values keep their evidence.
 *
 * @param kind key in the table of products, or another of the kinds above
 * @param record with the scores of its rows in the rows (scoredRows.ts); it is left as it is
 */
export const essentials = (kind: string, record: IDataObject): IDataObject =>
	(SIMPLIFIERS[kind] ?? simplifyRecord)(record);

/** The same in bare values, whether or not confidence details or bounding boxes came with them. */
export const simplify = (kind: string, record: IDataObject): IDataObject =>
	withoutEvidence(essentials(kind, withScoredRows(record)));
