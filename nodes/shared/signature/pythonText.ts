import type { Json, JsonObject } from './json';
import { NEVER, printableSince } from './printable';
import { Utf8Writer } from './utf8Writer';

/**
 * The texts that CPython's `str` makes of parsed JSON, in UTF-8. Veryfi signs one of them.
 *
 * Nearly always there is exactly one. If the data holds a character that only newer Unicode editions
 * print (an emoji of last year), older Pythons escape it, so one text follows for each kind of sender,
 * newest first. All of them spell the same data and no other data has the same spelling, so accepting
 * any of them never accepts a change.
 *
 * The data is walked once, and a character is escaped anew in one of the older texts at most. All texts
 * together cost little more than the first, whatever a stranger sends.
 */
export function* pythonTexts(value: Json): Generator<Buffer> {
	const writer = new PythonWriter();
	writer.value(value);
	const { variants } = writer;
	let text = writer.text.bytes;
	yield text;
	const met = new Set(variants.map(({ since }) => since));
	for (const edition of [...met].sort((a, b) => b - a)) {
		text = escapeEdition(text, variants, edition);
		yield text;
	}
}

/** A character that Pythons before a certain edition escape. */
interface Variant {
	codePoint: number;
	/** Index in EDITIONS; never the first, which every sender knows. */
	since: number;
	/** Where its bytes are in the text. */
	at: number;
	size: number;
}

/** Escapes the characters that came with an edition, and notes where the others are then. */
function escapeEdition(text: Buffer, variants: Variant[], edition: number): Buffer {
	const older = new Utf8Writer();
	let copied = 0;
	for (const variant of variants) {
		const { at, codePoint, since, size } = variant;
		variant.at = older.length + at - copied;
		if (since !== edition) continue;
		older.copy(text, copied, at);
		older.escape(codePoint);
		copied = at + size;
	}
	older.copy(text, copied, text.length);
	return older.bytes;
}

/**
 * Writes what the newest Python prints. Everything is appended to one text: joining texts at every level
 * of nesting would copy the innermost as often as it is nested.
 */
class PythonWriter {
	readonly text = new Utf8Writer();

	readonly variants: Variant[] = [];

	value(value: Json): void {
		if (typeof value === 'string') this.string(value);
		else if (Array.isArray(value)) this.list(value);
		else if (value instanceof Map) this.dict(value);
		else this.text.ascii(scalar(value));
	}

	private list(values: Json[]): void {
		this.text.ascii('[');
		values.forEach((value, index) => {
			if (index > 0) this.text.ascii(', ');
			this.value(value);
		});
		this.text.ascii(']');
	}

	private dict(members: JsonObject): void {
		this.text.ascii('{');
		let separator = '';
		for (const [name, value] of members) {
			this.text.ascii(separator);
			this.string(name);
			this.text.ascii(': ');
			this.value(value);
			separator = ', ';
		}
		this.text.ascii('}');
	}

	/** `repr(str)`. */
	private string(value: string): void {
		const mark = value.includes("'") && !value.includes('"') ? '"' : "'";
		this.text.ascii(mark);
		if (PLAIN.test(value)) this.text.ascii(value);
		else this.characters(value, mark);
		this.text.ascii(mark);
	}

	/** Writes what stays as it is in one piece. */
	private characters(value: string, mark: string): void {
		let from = 0;
		for (let at = 0; at < value.length;) {
			const codePoint = value.codePointAt(at) as number;
			const next = at + (codePoint > 0xffff ? 2 : 1);
			const escape = codePoint < 0x7f ? shortEscape(codePoint, mark) : undefined;
			const since = printableSince(codePoint);
			if (escape !== undefined || since > 0) {
				this.text.utf8(value.slice(from, at));
				from = next;
				if (escape !== undefined) this.text.ascii(escape);
				else if (since === NEVER) this.text.escape(codePoint);
				else this.variant(codePoint, since);
			}
			at = next;
		}
		this.text.utf8(value.slice(from));
	}

	private variant(codePoint: number, since: number): void {
		const at = this.text.length;
		this.text.character(codePoint);
		this.variants.push({ codePoint, since, at, size: this.text.length - at });
	}
}

const shortEscape = (codePoint: number, mark: string): string | undefined =>
	codePoint === mark.charCodeAt(0) ? `\\${mark}` : SHORT_ESCAPES.get(codePoint);

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

/** What Python escapes by a letter, besides the quote around the text. */
const SHORT_ESCAPES: ReadonlyMap<number, string> = new Map([
	[0x09, '\\t'],
	[0x0a, '\\n'],
	[0x0d, '\\r'],
	[0x5c, '\\\\'],
]);
