import type { Json } from './json';
import { NEVER, printableSince } from './printable';

/**
 * The texts that CPython's `str` makes of parsed JSON, one of which Veryfi signed.
 *
 * Nearly always there is exactly one. If the data holds a character that only newer Unicode editions
 * print (an emoji of last year), older Pythons escape it, so one text follows for each kind of sender,
 * newest first. All of them spell the same data and no other data has the same spelling, so accepting
 * any of them never accepts a change.
 *
 * The data is walked once. Each character is then escaped in one of the older texts at most, so that all
 * texts together cost little more than the first, whatever a stranger sends.
 */
export function* pythonTexts(value: Json): Generator<string> {
	const writer = new Writer();
	writer.write(value);
	let { text } = writer;
	yield text;
	const met = new Set(writer.variants.map(({ since }) => since));
	for (const edition of [...met].sort((a, b) => b - a)) {
		text = escapeEdition(text, writer.variants, edition);
		yield text;
	}
}

/** A character that Pythons before a certain edition escape. */
interface Variant {
	codePoint: number;
	/** Index in EDITIONS; never the first, which every sender knows. */
	since: number;
	/** Where the character stands in the text. */
	at: number;
}

/** Escapes the characters that came with an edition, and moves those behind them along. */
function escapeEdition(text: string, variants: Variant[], edition: number): string {
	let escaped = '';
	let from = 0;
	let shift = 0;
	for (const variant of variants) {
		const { at, codePoint, since } = variant;
		variant.at += shift;
		if (since !== edition) continue;
		const escape = hexadecimal(codePoint);
		const size = sizeOf(codePoint);
		escaped += text.slice(from, at) + escape;
		from = at + size;
		shift += escape.length - size;
	}
	return escaped + text.slice(from);
}

/**
 * Writes what the newest Python prints. It appends to one text: to join texts at every level of nesting
 * would copy the innermost as often as it is nested.
 */
class Writer {
	text = '';

	readonly variants: Variant[] = [];

	write(value: Json): void {
		if (typeof value === 'string') this.quote(value);
		else if (Array.isArray(value)) this.list(value);
		else if (value instanceof Map) this.dict(value);
		else this.text += scalar(value);
	}

	private list(values: Json[]): void {
		let separator = '[';
		for (const value of values) {
			this.text += separator;
			this.write(value);
			separator = ', ';
		}
		this.text += values.length === 0 ? '[]' : ']';
	}

	private dict(members: Map<string, Json>): void {
		let separator = '{';
		for (const [name, value] of members) {
			this.text += separator;
			this.quote(name);
			this.text += ': ';
			this.write(value);
			separator = ', ';
		}
		this.text += members.size === 0 ? '{}' : '}';
	}

	/** `repr(str)`. */
	private quote(text: string): void {
		if (PLAIN.test(text)) {
			this.text += `'${text}'`;
			return;
		}
		const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
		this.text += mark;
		let from = 0;
		for (let at = 0; at < text.length;) {
			const codePoint = text.codePointAt(at) as number;
			const next = at + sizeOf(codePoint);
			const since = printableSince(codePoint);
			const escape = since === NEVER ? escapeOf(codePoint) : escapeOfPrintable(codePoint, mark);
			if (escape !== undefined) {
				this.text += text.slice(from, at) + escape;
				from = next;
			} else if (since > 0) {
				this.variants.push({ codePoint, since, at: this.text.length + at - from });
			}
			at = next;
		}
		this.text += text.slice(from) + mark;
	}
}

function scalar(value: null | boolean | bigint | number): string {
	if (value === null) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	return typeof value === 'bigint' ? value.toString() : float(value);
}

/** `repr(float)`: the shortest digits that read back the same, as in JavaScript, laid out Python's way. */
function float(value: number): string {
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
	const size = Math.abs(value);
	if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : `${value}`;
	const [digits, exponent] = value.toExponential().split('e');
	return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** Printable ASCII but for the quotes and the backslash: nearly every text of a delivery. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;

const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
	[0x09, '\\t'],
	[0x0a, '\\n'],
	[0x0d, '\\r'],
]);

/** UTF-16 units of a character. */
const sizeOf = (codePoint: number): 1 | 2 => (codePoint > 0xffff ? 2 : 1);

const escapeOf = (codePoint: number): string =>
	SHORT_ESCAPES.get(codePoint) ?? hexadecimal(codePoint);

/** @returns undefined for characters that stay as they are */
function escapeOfPrintable(codePoint: number, mark: string): string | undefined {
	if (codePoint === 0x5c) return '\\\\';
	return codePoint === 0x27 && mark === "'" ? "\\'" : undefined;
}

function hexadecimal(codePoint: number): string {
	const hex = codePoint.toString(16);
	if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
	return `\\U${hex.padStart(8, '0')}`;
}
