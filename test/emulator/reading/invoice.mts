import type { Box } from '../store.mts';
import { labelled, type Labelled } from './labels.mts';
import { readLineItems, type ReadLineItem } from './lineItems.mts';
import { boxOf, type Line } from './page.mts';
import { readParties, type Party } from './parties.mts';
import { readSums, type ReadSums } from './sums.mts';
import { currency, date } from './values.mts';

/** What stands on a receipt or invoice; undefined for what does not. */
export interface ReadInvoice extends ReadSums {
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
	terms: /^(?:payment )?terms\b/i,
} as const;

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
	const items = readLineItems(lines);
	const sums = readSums(linesWithout(items, lines), boxes);
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
		currency: currency(sums.totalText) ?? currency(text),
		terms: find('terms')?.value,
		...readPayment(lines, boxes),
		items,
		...sums,
		boxes,
	};
}

function kindOf(text: string, hasInvoiceNumber: boolean): string {
	if (CREDIT_NOTE.test(text)) return 'credit_note';
	return hasInvoiceNumber || INVOICE.test(text) ? 'invoice' : 'receipt';
}

/** Items are no sums, even when they are called "Tax consulting" or "Shipping box". */
function linesWithout(items: ReadLineItem[], lines: Line[]): Line[] {
	const taken = new Set(items.map(({ line }) => line));
	return lines.filter((line) => !taken.has(line));
}

const firstWord = (found?: Labelled) => found?.value.split(/\s+/).find(hasDigit);

const PAYMENT =
	/(?:^|paid (?:by|with)|payment(?: method| type)?\s*:?)\s*(visa|master\s?card|amex|american express|discover|maestro|cash|bank transfer|check|cheque)\b(?:[^\d\n]*(\d{4})\b)?/im;

function readPayment(lines: Line[], boxes: Record<string, Box>) {
	const line = lines.find(({ text }) => PAYMENT.test(text));
	const [, type, cardNumber] = (line && PAYMENT.exec(line.text)) ?? [];
	if (line === undefined || type === undefined) return {};
	if (cardNumber !== undefined) boxes['payment.card_number'] = boxOf(line);
	return { paymentType: type.toLowerCase().replace(/\s/g, '_'), cardNumber };
}
