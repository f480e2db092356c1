import type { Box } from '../store.mts';
import { labelled, type Labelled } from './labels.mts';
import { readLineItems, type ReadLineItem } from './lineItems.mts';
import { boxOf, type Line } from './page.mts';
import { readParties, type Party } from './parties.mts';
import { amount, amountAtEnd, cents, currency, date, percentage } from './values.mts';

export interface ReadTaxLine {
	name: string;
	rate?: number;
	base?: number;
	total: number;
}

/** What stands on a receipt or invoice; undefined for what does not. */
export interface ReadInvoice {
	documentType: string;
	vendor: Party;
	billTo: Party;
	shipTo: Party;
	date?: string;
	dueDate?: string;
	invoiceNumber?: string;
	purchaseOrderNumber?: string;
	accountNumber?: string;
	currency?: string;
	terms?: string;
	/** How it was paid, e.g. `visa`, and the last digits of a card. */
	paymentType?: string;
	cardNumber?: string;
	items: ReadLineItem[];
	taxLines: ReadTaxLine[];
	subtotal?: number;
	tax?: number;
	total?: number;
	discount?: number;
	shipping?: number;
	tip?: number;
	boxes: Record<string, Box>;
}

const hasDigit = (value: string) => /\d/.test(value);
const NUMBER = '(?:\\s*(?:number|no|nr|num|id|n°|nº|#)\\b\\.?|\\s*#|\\s*n°)';

const LABELS = {
	invoice_number: new RegExp(
		`^(?:invoice|inv|bill|receipt|facture|rechnung(?:s)?-?|credit note|document)${NUMBER}|^(?:invoice|inv\\.?|receipt)\\s*:|^rechnungsnummer|^(?:tax )?invoice(?=\\s+\\S*\\d)`,
		'i',
	),
	purchase_order_number: new RegExp(
		`^(?:p\\.?o\\.?|purchase order|order)${NUMBER}|^p\\.?o\\.?\\s*:`,
		'i',
	),
	account_number: new RegExp(`^(?:account|customer|client)${NUMBER}`, 'i'),
	date: /^(?:invoice|issue|receipt|document|bill)?\s*date(?: of issue)?\b|^issued(?: on)?\b|^rechnungsdatum|^datum\b/i,
	due_date:
		/^(?:payment\s+)?due(?:\s+(?:date|on|by))?\b|^payable by\b|^pay by\b|^fällig(?: am)?\b|^échéance\b|^date d'échéance\b/i,
	subtotal:
		/^(?:sub-?\s?total|net(?: total| amount)?|total (?:excl|net|before|ht)\b.*?|zwischensumme|sous-total|nettobetrag)\b[^\d$€£]*?(?=\s|:|$)/i,
	total:
		/^(?:grand total|total(?: due| amount| payable| to pay| incl\b.*?| ttc)?|amount due|balance due|to pay|gesamtbetrag|summe)\b/i,
	discount: /^(?:discount|rabatt|remise)\b/i,
	shipping: /^(?:shipping|delivery|postage|freight|carriage|versand)\b/i,
	tip: /^(?:tip|gratuity)\b/i,
	terms: /^(?:payment )?terms\b/i,
} as const;

const TAX =
	/^(?:vat|sales tax|tax|gst|hst|pst|tva|mwst|ust|iva)\b(?!\s*(?:no|id|number|reg|#|invoice))/i;
const INVOICE = /\binvoice\b|\bfacture\b|\brechnung\b/i;
const CREDIT_NOTE = /\bcredit note\b|\bgutschrift\b/i;

/** Reads a receipt or invoice from its lines. */
export function readInvoice(lines: Line[]): ReadInvoice {
	const text = lines.map((line) => line.text).join('\n');
	const american = currency(text) === 'USD';
	const boxes: Record<string, Box> = {};
	const find = (name: keyof typeof LABELS, accepts?: (value: string) => boolean) => {
		const found = labelled(lines, LABELS[name], accepts);
		if (found) boxes[name] = boxOf(found.line, found.cell);
		return found;
	};
	const dateAt = (name: 'date' | 'due_date') => {
		const found = find(name, (value) => date(value, american) !== undefined);
		return found && date(found.value, american);
	};
	// Sums stand at the end of a document, and the last one counts ("Total" over a column comes first).
	const sum = (name: 'subtotal' | 'discount' | 'shipping' | 'tip' | 'total') => {
		const line = [...lines]
			.reverse()
			.find(({ cells }) => LABELS[name].test(cells[0].text) && sumOf(cells) !== undefined);
		if (line) boxes[name] = boxOf(line, line.cells.at(-1));
		return line && sumOf(line.cells);
	};

	const items = readLineItems(lines);
	const taxLines = readTaxLines(lines);
	const total = sum('total');
	const subtotal = sum('subtotal');
	const { vendor, billTo, shipTo } = readParties(lines, boxes);
	const invoiceNumber = find('invoice_number', hasDigit);
	return {
		documentType: kindOf(text, invoiceNumber !== undefined),
		vendor,
		billTo,
		shipTo,
		date: dateAt('date') ?? lines.map((line) => date(line.text, american)).find(Boolean),
		dueDate: dateAt('due_date'),
		invoiceNumber: firstWord(invoiceNumber),
		purchaseOrderNumber: firstWord(find('purchase_order_number', hasDigit)),
		accountNumber: firstWord(find('account_number', hasDigit)),
		currency:
			currency(
				lines
					.filter(({ text }) => LABELS.total.test(text))
					.map(({ text }) => text)
					.join(' '),
			) ?? currency(text),
		terms: find('terms')?.value,
		...readPayment(text),
		items,
		taxLines,
		subtotal,
		tax:
			taxLines.length > 0 ? cents(taxLines.reduce((sum, { total }) => sum + total, 0)) : undefined,
		total,
		discount: sum('discount'),
		shipping: sum('shipping'),
		tip: sum('tip'),
		boxes,
	};
}

function kindOf(text: string, hasInvoiceNumber: boolean): string {
	if (CREDIT_NOTE.test(text)) return 'credit_note';
	return hasInvoiceNumber || INVOICE.test(text) ? 'invoice' : 'receipt';
}

const firstWord = (found?: Labelled) => found?.value.split(/\s+/).find(hasDigit);

/** The amount at the end of a line of sums, in a cell of its own or behind the label. */
const sumOf = (cells: Line['cells']) => amountAtEnd(cells[cells.length - 1].text);

const PAYMENT =
	/\b(visa|master\s?card|amex|american express|discover|maestro|cash|bank transfer|check|cheque)\b(?:[^\d\n]*(\d{4})\b)?/i;

function readPayment(text: string) {
	const found = PAYMENT.exec(text);
	return found
		? { paymentType: found[1].toLowerCase().replace(/\s/g, '_'), cardNumber: found[2] }
		: {};
}

function readTaxLines(lines: Line[]): ReadTaxLine[] {
	return lines.flatMap(({ cells }) => {
		const [label] = cells;
		const total = TAX.test(label.text) ? sumOf(cells) : undefined;
		if (total === undefined) return [];
		const name = TAX.exec(label.text)?.[0] as string;
		const rate = percentage(cells.map(({ text }) => text).join(' '));
		const onBase = /\b(?:on|of|von|sur)\s+\D{0,4}([\d.,\s]+)/i.exec(label.text)?.[1];
		const base = onBase === undefined ? undefined : amount(onBase);
		return [
			{
				name,
				total,
				...(rate === undefined ? {} : { rate }),
				...(base === undefined ? {} : { base }),
			},
		];
	});
}
