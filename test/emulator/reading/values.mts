/** Reading amounts, dates and currencies from the words on paper. */

const CURRENCY = '(?:[A-Z]{3}|[A-Z]{0,2}\\p{Sc})';
const DIGITS = "\\d{1,3}(?:[\\s'\\u00a0\\u202f]\\d{3})+(?:[.,]\\d+)?|\\d[\\d.,]*";
const AMOUNT = new RegExp(`^\\(?-?\\s*${CURRENCY}?\\s*-?\\s*(${DIGITS})\\s*${CURRENCY}?\\)?$`, 'u');
/** An amount at the end of a text that goes before with anything. */
const AMOUNT_AT_END = new RegExp(
	`(?:^|[\\s:])(-?\\s*${CURRENCY}?\\s*-?(?:${DIGITS})\\s*${CURRENCY}?)$`,
	'u',
);

/**
 * `1,234.50`, `1.234,50`, `1 234,50 €`, `$12`, `-3.00`, `(3.00)`; undefined for anything that is
 * not an amount and nothing else.
 */
export function amount(text: string): number | undefined {
	const found = AMOUNT.exec(text.trim());
	if (!found) return undefined;
	const value = Number(plainNumber(found[1]));
	if (!Number.isFinite(value)) return undefined;
	return /^[^\d]*-|^\(.*\)$/.test(text.trim()) ? -value : value;
}

/** The amount that ends a text, as in `Total: 120.00 EUR`. */
export function amountAtEnd(text: string): number | undefined {
	const found = AMOUNT_AT_END.exec(text.trim());
	return found ? amount(found[1]) : undefined;
}

/** One kind of separator with three digits behind it groups thousands; the last of two is the decimal one. */
function plainNumber(text: string): string {
	const digits = text.replace(/[\s'\u00a0\u202f]/g, '').replace(/[.,]$/, '');
	const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
	if (last < 0) return digits;
	const separator = digits[last];
	const other = separator === '.' ? ',' : '.';
	const repeats = digits.indexOf(separator) !== last;
	const groups =
		digits.length - last - 1 === 3 && !digits.includes(other) && !/^0[.,]/.test(digits);
	if (repeats || groups) return digits.replace(/[.,]/g, '');
	return `${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`;
}

/** A percentage such as `20%`, `5.5 %`. */
export function percentage(text: string): number | undefined {
	const found = /(\d+(?:[.,]\d+)?)\s*%/.exec(text);
	return found ? Number(found[1].replace(',', '.')) : undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FOREIGN_MONTHS: Record<string, number> = {
	janvier: 1,
	février: 2,
	mars: 3,
	avril: 4,
	mai: 5,
	juin: 6,
	juillet: 7,
	août: 8,
	septembre: 9,
	octobre: 10,
	novembre: 11,
	décembre: 12,
	januar: 1,
	februar: 2,
	märz: 3,
	juni: 6,
	juli: 7,
	oktober: 10,
	dezember: 12,
};

/**
 * The first date in a text, as `YYYY-MM-DD`. Of `03/04/2026` the day comes first, unless the
 * document is American or the numbers say otherwise.
 */
export function date(text: string, american = false): string | undefined {
	const iso = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text);
	if (iso) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
	const numeric = /\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b/.exec(text);
	if (numeric) {
		const [first, second] = [Number(numeric[1]), Number(numeric[2])];
		const monthFirst = second > 12 || (american && numeric[0].includes('/') && first <= 12);
		return calendarDate(year(numeric[3]), monthFirst ? first : second, monthFirst ? second : first);
	}
	const worded =
		/\b(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(\p{L}{3,})\.?,?[\s-]+(\d{4}|\d{2})\b/u.exec(text) ??
		/\b(?<month>\p{L}{3,})\.?\s+(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})\b/u.exec(text);
	if (!worded) return undefined;
	const { day = worded[1], month = worded[2], year: years = worded[3] } = worded.groups ?? {};
	const number =
		FOREIGN_MONTHS[month.toLowerCase()] ?? MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
	return calendarDate(year(years), number, Number(day));
}

const year = (text: string) => (text.length === 2 ? 2000 + Number(text) : Number(text));

function calendarDate(years: number, month: number, day: number): string | undefined {
	const found = new Date(Date.UTC(years, month - 1, day));
	const exists = found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
	return exists ? found.toISOString().slice(0, 10) : undefined;
}

const SYMBOLS: Array<[RegExp, string]> = [
	[/€/, 'EUR'],
	[/£/, 'GBP'],
	[/¥/, 'JPY'],
	[/₹/, 'INR'],
	[/\bCA\$|C\$/, 'CAD'],
	[/\bA\$|AU\$/, 'AUD'],
	[/\$/, 'USD'],
];
const CODES =
	/\b(EUR|USD|GBP|CHF|CAD|AUD|NZD|JPY|SEK|NOK|DKK|PLN|CZK|HUF|INR|MXN|BRL|ZAR|SGD|HKD|CNY)\b/;

export function currency(text: string): string | undefined {
	return CODES.exec(text)?.[1] ?? SYMBOLS.find(([symbol]) => symbol.test(text))?.[1];
}

/** Amounts are cents: sums must not show binary fractions. */
export const cents = (value: number) => Math.round(value * 100) / 100;
