import type { Context } from './context.mts';
import { documentShape } from './documentShape.mts';
import { makeOdd } from './oddRows.mts';
import { newLineItem, newTaxLine } from './rows.mts';
import { verdictsOn } from './verdicts.mts';
import { CANNED_NOTICE, cannedInvoice } from './reading/canned.mts';
import { readInvoice, type ReadInvoice } from './reading/invoice.mts';
import type { ReadLineItem } from './reading/lineItems.mts';
import { boxOf } from './reading/page.mts';
import type { Party } from './reading/parties.mts';
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
	const empty = documentShape() as Record<string, Fields>;
	placeRows(read, boxes);
	const [source] = reading.sources;
	const categories = (options.categories ?? []) as string[];
	const { lineItems, taxLines, ...sums } = makeOdd(
		{
			lineItems: lineItemsOf(context, read, options),
			taxLines: taxLinesOf(context, read),
			...money(read, options),
		},
		context.switches.oddRows,
	);
	const language = languageOf(reading);
	const fields: Fields = {
		status: 'processed',
		document_type: options.document_type ?? read.documentType,
		model: 'emulator',
		date: read.date ? `${read.date} 00:00:00` : null,
		due_date: read.dueDate ?? null,
		invoice_number: read.invoiceNumber ?? null,
		purchase_order_number: read.purchaseOrderNumber ?? null,
		account_number: read.accountNumber ?? null,
		...sums,
		total_quantity: read.totalQuantity ?? null,
		accounting_entry_type: read.documentType === 'credit_note' ? 'credit' : 'debit',
		country_code: options.country ?? null,
		category: options.boost_mode ? null : (categories[0] ?? 'Miscellaneous'),
		default_category: options.boost_mode ? null : 'Miscellaneous',
		vendor: vendorOf(read, link('logo.jpg'), options),
		vendors: read.vendor.name === undefined ? [] : [read.vendor.name],
		bill_to: party(empty.bill_to, read.billTo, options),
		ship_to: party(empty.ship_to, read.shipTo, options),
		payment: {
			type: read.paymentType ?? null,
			display_name: displayName(read),
			card_number: read.cardNumber ?? null,
			terms: read.terms ?? null,
		},
		line_items: lineItems,
		tax_lines: taxLines,
		is_money_in: read.documentType === 'credit_note',
		ocr_text: reading.lines.map(({ text }) => text).join('\n'),
		notes: reading.hasText ? null : CANNED_NOTICE,
		img_file_name: `${id}.${/\.(\w+)$/.exec(source.fileName)?.[1] ?? source.type}`,
		img_url: link(`1.${source.type === 'image' ? 'jpg' : 'pdf'}`),
		img_thumbnail_url: link('thumbnail.jpg'),
		pdf_url: link('1.pdf'),
		total_pages: reading.pages.length,
	};
	const device = (options.device_data ?? {}) as Fields;
	const verdicts = verdictsOn(context, id, fields, device);
	const canned = reading.hasText ? [] : [{ type: 'canned_by_emulator', message: CANNED_NOTICE }];
	const warnings = [...canned, ...(verdicts.meta.warnings as Fields[])];
	return {
		fields: {
			...fields,
			...verdicts.fields,
			meta: { ...meta(reading, language), ...verdicts.meta, warnings },
		},
		boxes,
	};
}

/** `Visa ***1234`. */
function displayName({ paymentType, cardNumber }: ReadInvoice): string | null {
	if (paymentType === undefined) return null;
	const name = paymentType[0].toUpperCase() + paymentType.slice(1).replaceAll('_', ' ');
	return cardNumber === undefined ? name : `${name} ***${cardNumber}`;
}

/** The language that the labels on the paper are written in. */
function languageOf({ lines }: Reading): string {
	const text = lines.map((line) => line.text).join('\n');
	if (/\b(?:rechnung|mwst|gesamtbetrag)\b/i.test(text)) return 'de';
	return /\b(?:facture|tva|sous-total)\b/i.test(text) ? 'fr' : 'en';
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

/** A party with all members that it may have, and what is printed of them. */
const party = (empty: Fields, { address, ...read }: Party, options: Fields): Fields => ({
	...empty,
	address: address ?? null,
	...(options.parse_address ? { parsed_address: parsedAddress(address) } : {}),
	...Object.fromEntries(
		Object.entries(read).filter(([name, value]) => name in empty && value !== undefined),
	),
});

const vendorOf = ({ vendor }: ReadInvoice, logo: string, options: Fields): Fields => ({
	...party(documentShape().vendor as Fields, vendor, options),
	raw_name: vendor.name ?? null,
	raw_address: vendor.address ?? null,
	logo,
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

/** Writes down where the values of rows stand: as precisely as a whole line. */
function placeRows({ items, taxLines }: ReadInvoice, boxes: Record<string, Box>): void {
	const note = (place: string, values: Fields, box: Box) => {
		for (const [name, value] of Object.entries(values)) {
			if (value !== undefined) boxes[`${place}.${name}`] = box;
		}
	};
	items.forEach((item, number) => note(`line_items.${number}`, printedOf(item), boxOf(item.line)));
	taxLines.forEach(({ line, ...values }, number) => {
		if (line) note(`tax_lines.${number}`, values, boxOf(line));
	});
}

/** What is printed of a line, by Veryfi's names. */
const printedOf = ({ description, quantity, price, total, taxRate, sku, unit }: ReadLineItem) => ({
	description,
	full_description: description,
	quantity,
	price,
	total,
	tax_rate: taxRate,
	sku,
	unit_of_measure: unit,
});

const lineItemsOf = (context: Context, read: ReadInvoice, options: Fields): Fields[] =>
	read.items.map((item, order) =>
		newLineItem(context, {
			...(options.compute === false ? { quantity: null } : {}),
			...defined(printedOf(item)),
			order,
			text: item.line.text,
		}),
	);

const taxLinesOf = (context: Context, read: ReadInvoice): Fields[] =>
	read.taxLines.map(({ line: _line, ...values }, order) =>
		newTaxLine(context, { ...defined(values), order }),
	);

const defined = (values: object): Fields =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function meta(reading: Reading, language: string): Fields {
	return {
		total_pages: reading.pages.length,
		processed_pages: reading.processedPages,
		language: [language],
		ocr_score: 0.97,
		pages: reading.pages.map(({ width, height }) => ({
			is_blurry: { value: false, score: 0.99 },
			language: [language],
			screenshot: { type: null, score: 0.93 },
			width: Math.round(width),
			height: Math.round(height),
		})),
		source_documents: reading.sources.map(({ width, height, sizeKb }) => ({
			width: Math.round(width),
			height: Math.round(height),
			size_kb: sizeKb,
		})),
	};
}
