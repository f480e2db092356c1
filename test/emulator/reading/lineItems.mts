import { nearest, type Cell, type Line } from './page.mts';
import { amount, percentage } from './values.mts';

export interface ReadLineItem {
	description: string;
	quantity?: number;
	price?: number;
	total: number;
	taxRate?: number;
	sku?: string;
	unit?: string;
	line: Line;
}

type Column = 'description' | 'quantity' | 'price' | 'total' | 'tax' | 'sku' | 'unit' | 'number';

const HEADINGS: Array<[RegExp, Column]> = [
	[
		/^(description|designation|désignation|items?|products?|services?|article|bezeichnung|details|particulars)\b/i,
		'description',
	],
	[/^(qty|quantity|quantité|qté|menge|hours|units)\b\.?/i, 'quantity'],
	[
		/^(unit[\s-]?price|price(\s*(per|\/)\s*unit)?|rate|unit cost|prix( unitaire)?|p\.u\.|einzelpreis|cost)\b/i,
		'price',
	],
	[/^(amount|line total|total|net( amount)?|montant|betrag|gesamt(preis)?|sum)\b/i, 'total'],
	[/^(vat|tax|gst|tva|mwst|ust)\b/i, 'tax'],
	[/^(sku|code|item (no|code|#)|ref(erence)?|art\.?-?nr)\b/i, 'sku'],
	[/^(unit|uom|unité|einheit)$/i, 'unit'],
	[/^(#|no\.?|pos\.?|nr\.?)$/i, 'number'],
];

/** Where the items end: at the sums. */
const SUMS =
	/^(sub-?\s?total|total|grand total|net( total| amount)?\b|vat\b|tax\b|sales tax|gst|tva\b|mwst|ust\b|amount due|balance|discount|shipping|tip\b|gratuity|cash\b|change\b|thank|payment|iban|zwischensumme|summe|sous-total)/i;

/** Items of a table with headings, or of a receipt without. */
export function readLineItems(lines: Line[]): ReadLineItem[] {
	const header = lines.findIndex(isHeader);
	return header >= 0 ? readTable(lines, header) : readReceipt(lines);
}

const headingOf = ({ text }: Cell) => HEADINGS.find(([pattern]) => pattern.test(text))?.[1];

function isHeader({ cells }: Line): boolean {
	const columns = new Set(cells.map(headingOf).filter(Boolean));
	return (
		columns.size >= 2 &&
		columns.has('total') &&
		cells.every(({ text }) => amount(text) === undefined)
	);
}

function readTable(lines: Line[], header: number): ReadLineItem[] {
	const columns = lines[header].cells.map((cell, position) => ({
		...cell,
		column: headingOf(cell) ?? (position === 0 ? ('description' as const) : undefined),
	}));
	const items: ReadLineItem[] = [];
	for (const line of lines.slice(header + 1)) {
		if (line.cells.some(({ text }) => SUMS.test(text) && !isItemText(line))) break;
		// The table goes on behind a page break, with its headings repeated.
		if (isHeader(line)) continue;
		const row = new Map<Column, string>();
		// A full row needs no alignment, which ragged text and web pages do not have.
		const isFull = line.cells.length === columns.length;
		for (const [position, cell] of line.cells.entries()) {
			const { column } = isFull ? columns[position] : nearest(columns, cell);
			if (column === undefined) continue;
			row.set(column, [row.get(column), cell.text].filter(Boolean).join(' '));
		}
		const total = amount(row.get('total') ?? '');
		const description = row.get('description') ?? '';
		const last = items.at(-1);
		if (total !== undefined) {
			items.push(
				withoutUndefined({
					description,
					quantity: amount((row.get('quantity') ?? '').replace(/\s*[a-z]+\.?$/i, '')),
					price: amount(row.get('price') ?? ''),
					total,
					taxRate: percentage(row.get('tax') ?? ''),
					sku: row.get('sku'),
					unit: row.get('unit'),
					line,
				}),
			);
		} else if (last && description && row.size === 1 && line.page === last.line.page) {
			last.description += ` ${description}`;
		}
	}
	return items;
}

/** "Tax consulting  2  50.00  100.00" is an item although it begins like a sum. */
const isItemText = ({ cells }: Line) =>
	cells.filter(({ text }) => amount(text) !== undefined).length >= 3;

/** `2 x Coffee  7.00`, `Coffee  2  3.50  7.00`, `Coffee  7.00`, or all of it in one run of text. */
function readReceipt(lines: Line[]): ReadLineItem[] {
	const items: ReadLineItem[] = [];
	for (const line of lines) {
		if (SUMS.test(line.text) && items.length > 0) break;
		const item = receiptItem(line);
		if (item) items.push(item);
	}
	return items;
}

function receiptItem(line: Line): ReadLineItem | undefined {
	const words = line.text.split(/\s+/);
	const numbers: number[] = [];
	while (words.length > 1 && numbers.length < 3) {
		const value = amount(words.at(-1) as string);
		if (value === undefined) break;
		numbers.unshift(value);
		words.pop();
	}
	const total = numbers.at(-1);
	const isPriced = /\d[.,]\d{2}(\s*\p{Sc}|\s*[A-Z]{3})?$/u.test(line.text);
	if (total === undefined || !isPriced || SUMS.test(line.text)) return undefined;
	const counted = /^(\d+)\s*[x×]\s+(.+)$/i.exec(words.join(' '));
	const description = (counted?.[2] ?? words.join(' ')).replace(/[\s.]+$/, '');
	if (!/\p{L}{2}/u.test(description) || description.includes(':')) return undefined;
	const printed = numbers.length === 3 ? numbers[0] : undefined;
	const quantity = counted ? Number(counted[1]) : printed;
	const price = numbers.length >= 2 ? numbers.at(-2) : undefined;
	return withoutUndefined({ description, quantity, price, total, line });
}

function withoutUndefined<T extends object>(value: T): T {
	return Object.fromEntries(
		Object.entries(value).filter(([, member]) => member !== undefined),
	) as T;
}
