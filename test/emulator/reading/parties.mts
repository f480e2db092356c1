import type { Box } from '../store.mts';
import { boxOf, type Cell, type Line } from './page.mts';
import { amount, date } from './values.mts';

/** A name with its address, as printed on top or under "Bill to". */
export interface Party {
	name?: string;
	address?: string;
	phone_number?: string;
	email?: string;
	web?: string;
	vat_number?: string;
	iban?: string;
}

const TITLE =
	/^(?:tax |vat |pro ?forma )?(?:invoice|receipt|facture|rechnung|credit note|bill|quittung|cash receipt|sales receipt)$|^page \d/i;
const BILL_TO =
	/^(?:bill(?:ed)?|invoiced?|sold) to\b:?|^customer\s*:|^client\s*:|^customer$|^client$/i;
const SHIP_TO = /^(?:ship(?:ped)?|deliver(?:ed)?) to\b:?/i;
/** What cannot belong to a name or address: a labelled value, a table heading. */
const OTHER =
	/^[\p{L} .#°]{2,24}(?:no|number|date|#)?\s*:|^(?:description|qty|quantity|items?)\b|^(?:invoice|date|due|order|po)\b/iu;

const CONTACTS: Array<[keyof Party, RegExp]> = [
	['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/],
	['web', /\b(?:https?:\/\/|www\.)\S+/i],
	[
		'vat_number',
		/\b(?:VAT|TVA|UID|USt-?Id(?:Nr)?|GST|Tax)\s*(?:no|number|id|reg|nr)?\.?\s*[:#]?\s*([A-Z]{2}\s?[\dA-Z]{6,})/i,
	],
	['iban', /\bIBAN\s*:?\s*([A-Z]{2}\d{2}(?:\s?[\dA-Z]{4})+(?:\s?[\dA-Z]{1,3})?)/],
	['phone_number', /(?:\b(?:tel|phone|t)\b\.?\s*:?\s*)(\+?[\d(][\d\s().-]{6,})/i],
];

/** Finds vendor, customer and delivery address, and writes down where they stand. */
export function readParties(lines: Line[], boxes: Record<string, Box>) {
	const billTo = under(lines, BILL_TO);
	const shipTo = under(lines, SHIP_TO);
	const start = lines.findIndex(({ cells }) => cells.some(isName));
	const vendor: Party = {};
	if (start >= 0) {
		const cell = lines[start].cells.find(isName) as Cell;
		vendor.name = cell.text;
		boxes['vendor.raw_name'] = boxOf(lines[start], cell);
		const rows = block(lines, start + 1, cell, 3);
		if (rows.length > 0) boxes['vendor.raw_address'] = boxOf(lines[start + 1]);
		vendor.address = rows.join('\n') || undefined;
	}
	for (const [field, pattern] of CONTACTS) {
		const line = lines.find(({ text }) => pattern.test(text));
		const found = line && pattern.exec(line.text);
		if (!found) continue;
		vendor[field] = (found[1] ?? found[0]).trim();
		boxes[`vendor.${field}`] = boxOf(line);
	}
	return { vendor, billTo, shipTo };
}

const isName = ({ text }: Cell) =>
	/\p{L}{2}/u.test(text) && !TITLE.test(text) && !OTHER.test(text) && date(text) === undefined;

function under(lines: Line[], label: RegExp): Party {
	for (const [number, line] of lines.entries()) {
		const cell = line.cells.find(({ text }) => label.test(text));
		if (!cell) continue;
		const rest = cell.text
			.replace(label, '')
			.replace(/^\s*:\s*/, '')
			.trim();
		const rows = block(lines, number + 1, cell, 5);
		const [name, ...address] = rest ? [rest, ...rows] : rows;
		return { name, address: address.join('\n') || undefined };
	}
	return {};
}

/** Lines that continue a block of text at the left edge of `cell`, until something else begins. */
function block(lines: Line[], from: number, { left }: Cell, most: number): string[] {
	const rows: string[] = [];
	for (const line of lines.slice(from, from + most)) {
		const previous = lines[from + rows.length - 1];
		const isFar =
			line.page !== previous.page ||
			line.top - previous.top > 1.9 * (previous.bottom - previous.top);
		const cell = line.cells.find((other) => Math.abs(other.left - left) < 0.02);
		if (isFar || !cell || !isAddress(cell.text)) break;
		rows.push(cell.text);
	}
	return rows;
}

const isAddress = (text: string) =>
	!OTHER.test(text) &&
	!BILL_TO.test(text) &&
	!SHIP_TO.test(text) &&
	!TITLE.test(text) &&
	amount(text) === undefined &&
	date(text) === undefined &&
	!CONTACTS.some(([, pattern]) => pattern.test(text)) &&
	!/\d[.,]\d{2}$/.test(text);
