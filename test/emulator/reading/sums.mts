import type { Box } from '../store.mts';
import { boxOf, type Line } from './page.mts';
import { amount, amountAtEnd, cents, percentage } from './values.mts';

export interface ReadTaxLine {
	name: string;
	rate?: number;
	base?: number;
	total: number;
	/** Where it stands; undefined for one that is made up. */
	line?: Line;
}

/** The amounts below the items; undefined for what is not printed. */
export interface ReadSums {
	taxLines: ReadTaxLine[];
	subtotal?: number;
	tax?: number;
	total?: number;
	discount?: number;
	shipping?: number;
	tip?: number;
	/** How many items were sold, where that is printed. */
	totalQuantity?: number;
	/** The line of the total, which tells the currency best. */
	totalText: string;
}

const LABELS = {
	subtotal:
		/^(?:sub-?\s?total|net(?: total| amount)?|total (?:excl|net|before|ht)\b.*?|zwischensumme|sous-total|nettobetrag)\b[^\d$€£]*?(?=\s|:|$)/i,
	total:
		/^(?:grand total|total(?: due| amount| payable| to pay| incl\b.*?| ttc)?|amount due|balance due|to pay|gesamtbetrag|summe)\b/i,
	discount: /^(?:discount|rabatt|remise)\b/i,
	shipping: /^(?:shipping|delivery|postage|freight|carriage|versand)\b/i,
	tip: /^(?:tip|gratuity)\b/i,
	total_quantity: /^(?:#\s*|total\s+)?(?:items|articles) (?:sold|count)\b/i,
} as const;

const TAX =
	/^(?:vat|sales tax|tax|gst|hst|pst|tva|mwst|ust|iva)\b(?!\s*(?:no|id|number|reg|#|invoice))/i;
/** Reads the sums, and writes down where they stand. */
export function readSums(lines: Line[], boxes: Record<string, Box>): ReadSums {
	// They stand at the end of a document, so the last one counts.
	const backwards = [...lines].reverse();
	const lineOf = (name: keyof typeof LABELS) =>
		backwards.find(
			({ cells }) =>
				cells.some(({ text }) => LABELS[name].test(text)) && sumOf(cells) !== undefined,
		);
	const sum = (name: keyof typeof LABELS) => {
		const line = lineOf(name);
		if (line) boxes[name] = boxOf(line, line.cells.at(-1));
		return line && sumOf(line.cells);
	};
	const taxLines = lines.flatMap(taxLineOf);
	const tax = cents(taxLines.reduce((all, { total }) => all + total, 0));
	return {
		taxLines,
		subtotal: sum('subtotal'),
		tax: taxLines.length > 0 ? tax : undefined,
		total: sum('total'),
		discount: sum('discount'),
		shipping: sum('shipping'),
		tip: sum('tip'),
		totalQuantity: sum('total_quantity'),
		totalText: lineOf('total')?.text ?? '',
	};
}

/** The amount at the end of a line of sums, in a cell of its own or behind the label. */
const sumOf = (cells: Line['cells']) => amountAtEnd(cells[cells.length - 1].text);

function taxLineOf(line: Line): ReadTaxLine[] {
	const { cells } = line;
	const label = cells.find(({ text }) => TAX.test(text));
	const total = label && sumOf(cells);
	if (label === undefined || total === undefined) return [];
	const name = TAX.exec(label.text)?.[0] as string;
	const rate = percentage(cells.map(({ text }) => text).join(' '));
	const onBase = /\b(?:on|of|von|sur)\s+\D{0,4}([\d.,\s]+)/i.exec(label.text)?.[1];
	const base = onBase === undefined ? undefined : amount(onBase);
	return [
		{
			name,
			total,
			line,
			...(rate === undefined ? {} : { rate }),
			...(base === undefined ? {} : { base }),
		},
	];
}
