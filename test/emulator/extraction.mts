import type { Context } from './context.mts';
import { makeOdd } from './oddRows.mts';
import { CANNED_NOTICE, cannedInvoice } from './reading/canned.mts';
import { readInvoice, type ReadInvoice } from './reading/invoice.mts';
import { boxOf } from './reading/page.mts';
import type { Reading } from './reading/readFiles.mts';
import { cents } from './reading/values.mts';
import type { Box } from './store.mts';
import type { Fields } from './validation.mts';

/**
 * The values of a receipt or invoice from its files.
 *
 * @returns the fields to merge into the document, and where on the paper they were read
 */
export function extractDocument(
	context: Context,
	id: number,
	reading: Reading,
	options: Fields,
): { fields: Fields; boxes: Record<string, Box> } {
	const read = reading.hasText ? readInvoice(reading.lines) : cannedInvoice();
	const link = (name: string) => `${context.baseUrl}/_emulator/links/${id}/${name}`;
	const boxes = { ...read.boxes };
	read.items.forEach(({ line }, number) => (boxes[`line_items.${number}`] = boxOf(line)));
	const [source] = reading.sources;
	const categories = (options.categories ?? []) as string[];
	const sums = money(read, options);
	const rows = { lineItems: lineItems(context, read, options), taxLines: taxLines(context, read) };
	makeOdd({ ...rows, ...sums }, context.switches.oddRows);
	const fields: Fields = {
		status: 'processed',
		document_type: options.document_type ?? read.documentType,
		document_title: null,
		model: 'emulator',
		date: read.date ? `${read.date} 00:00:00` : null,
		due_date: read.dueDate ?? null,
		invoice_number: read.invoiceNumber ?? null,
		purchase_order_number: read.purchaseOrderNumber ?? null,
		account_number: read.accountNumber ?? null,
		...sums,
		category: options.boost_mode ? null : (categories[0] ?? 'Miscellaneous'),
		vendor: party(read.vendor, {
			raw_name: read.vendor.name ?? null,
			type: null,
			phone_number: null,
			email: null,
			web: null,
			vat_number: null,
			iban: null,
			logo: null,
			...(options.parse_address ? { parsed_address: parsedAddress(read.vendor.address) } : {}),
		}),
		bill_to: party(read.billTo),
		ship_to: party(read.shipTo),
		payment: {
			type: read.paymentType ?? null,
			display_name: null,
			card_number: read.cardNumber ?? null,
			terms: read.terms ?? null,
		},
		line_items: rows.lineItems,
		tax_lines: rows.taxLines,
		is_duplicate: false,
		duplicate_of: null,
		is_document: true,
		is_money_in: read.documentType === 'credit_note',
		is_approved: false,
		is_billable: false,
		is_transaction: true,
		ocr_text: reading.lines.map(({ text }) => text).join('\n'),
		notes: reading.hasText ? null : CANNED_NOTICE,
		custom_fields: {},
		img_file_name: `${id}.${/\.(\w+)$/.exec(source.fileName)?.[1] ?? source.type}`,
		img_url: link(`1.${source.type === 'image' ? 'jpg' : 'pdf'}`),
		img_thumbnail_url: link('thumbnail.jpg'),
		pdf_url: link('1.pdf'),
		total_pages: reading.pages.length,
	};
	return { fields: { ...fields, meta: meta(context, reading) }, boxes };
}

function money(read: ReadInvoice, options: Fields) {
	const computed: Pick<ReadInvoice, 'subtotal' | 'total'> =
		options.compute === false ? {} : computedSums(read);
	const usual = CURRENCY_OF[options.country as string] ?? 'USD';
	return {
		currency_code: read.currency ?? usual,
		subtotal: read.subtotal ?? computed.subtotal ?? null,
		tax: read.tax ?? null,
		total: read.total ?? computed.total ?? null,
		discount: read.discount ?? null,
		shipping: read.shipping ?? null,
		tip: read.tip ?? null,
	};
}

/** What `compute` derives where it is not printed: net from gross and tax, else from the lines. */
function computedSums({ subtotal, tax, total, items }: ReadInvoice) {
	const lines = items.length > 0 ? items.reduce((sum, item) => sum + item.total, 0) : undefined;
	const net = subtotal ?? (total !== undefined && tax !== undefined ? total - tax : lines);
	const gross = net === undefined ? undefined : net + (tax ?? 0);
	return {
		subtotal: net === undefined ? undefined : cents(net),
		total: gross === undefined ? undefined : cents(gross),
	};
}

const CURRENCY_OF: Record<string, string> = {
	AT: 'EUR',
	AU: 'AUD',
	BE: 'EUR',
	CA: 'CAD',
	CH: 'CHF',
	DE: 'EUR',
	ES: 'EUR',
	FR: 'EUR',
	GB: 'GBP',
	IE: 'EUR',
	IN: 'INR',
	IT: 'EUR',
	JP: 'JPY',
	MX: 'MXN',
	NL: 'EUR',
	NZ: 'NZD',
	PL: 'PLN',
	PT: 'EUR',
	SE: 'SEK',
};

const party = (read: Fields | object, more: Fields = {}): Fields => ({
	name: null,
	address: null,
	...more,
	...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)),
});

/** Last line `59000 Lille` or `Lille 59000`, what comes before is the street. */
function parsedAddress(address?: string): Fields | null {
	if (!address) return null;
	const rows = address.split('\n');
	const [, before, city, after] =
		/^(\d{4,6})?\s*([^\d]+?),?\s*(\d{4,6})?$/.exec(rows.at(-1) as string) ?? [];
	return {
		street_address: rows.slice(0, -1).join(', ') || null,
		city: city ?? null,
		postcode: before ?? after ?? null,
	};
}

function lineItems(context: Context, read: ReadInvoice, options: Fields): Fields[] {
	return read.items.map(
		({ description, quantity, price, total, taxRate, sku, unit, line }, order) => ({
			id: context.store.nextRowId(),
			order,
			type: 'product',
			description,
			full_description: description,
			text: line.text,
			quantity: quantity ?? (options.compute === false ? null : 1),
			price: price ?? null,
			total,
			tax: null,
			tax_rate: taxRate ?? null,
			sku: sku ?? null,
			unit_of_measure: unit ?? null,
			discount: null,
			tags: [],
		}),
	);
}

const taxLines = (context: Context, read: ReadInvoice): Fields[] =>
	read.taxLines.map(({ name, rate, base, total }, order) => ({
		id: context.store.nextRowId(),
		order,
		name,
		rate: rate ?? null,
		base: base ?? null,
		total,
		code: null,
	}));

function meta(context: Context, reading: Reading): Fields {
	return {
		owner: context.credentials.username,
		source: 'api',
		total_pages: reading.pages.length,
		processed_pages: reading.processedPages,
		fraud: { score: 0.01, color: 'green', types: [] },
		duplicates: [],
		pages: reading.pages.map(({ width, height }) => ({
			is_blurry: { value: false, score: 0.99 },
			width,
			height,
		})),
		source_documents: reading.sources.map(({ width, height, sizeKb, fileName }) => ({
			width,
			height,
			size_kb: sizeKb,
			file_name: fileName,
		})),
		warnings: reading.hasText ? [] : [{ type: 'canned_by_emulator', message: CANNED_NOTICE }],
	};
}
