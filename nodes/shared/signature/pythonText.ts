import type { Json, JsonObject } from './json';
import { EDITIONS, NEVER, printableSince } from './printable';

const NEWEST = EDITIONS.length - 1;

/**
 * The text that CPython's `str` makes of parsed JSON, which is what Veryfi signs.
 *
 * Nearly always there is exactly one. Where the data holds a character that only newer Unicode
 * editions print (an emoji of last year), older Pythons escape it, so one text follows for each
 * kind of sender. All of them spell the same data and no other data has the same spelling, so
 * accepting any of them never accepts a change.
 */
export function* pythonTexts(value: Json): Generator<string> {
	const met = new Set<number>();
	yield write(value, NEWEST, met);
	for (const edition of [...met].sort((a, b) => b - a)) yield write(value, edition - 1, met);
}

/**
 * @param edition index in EDITIONS: what the sender's Python can print
 * @param met collects the editions that the text depends on (never the first)
 */
function write(value: Json, edition: number, met: Set<number>): string {
	switch (typeof value) {
		case 'string':
			return quote(value, edition, met);
		case 'bigint':
			return value.toString();
		case 'number':
			return float(value);
		case 'boolean':
			return value ? 'True' : 'False';
	}
	if (value === null) return 'None';
	if (Array.isArray(value)) {
		return `[${value.map((element) => write(element, edition, met)).join(', ')}]`;
	}
	return `{${members(value, edition, met).join(', ')}}`;
}

function members(value: JsonObject, edition: number, met: Set<number>): string[] {
	const texts: string[] = [];
	for (const [name, member] of value) {
		texts.push(`${quote(name, edition, met)}: ${write(member, edition, met)}`);
	}
	return texts;
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

/** `repr(str)`. */
function quote(text: string, edition: number, met: Set<number>): string {
	if (PLAIN.test(text)) return `'${text}'`;
	const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
	let quoted = mark;
	let from = 0;
	for (let at = 0; at < text.length;) {
		const codePoint = text.codePointAt(at) as number;
		const next = at + (codePoint > 0xffff ? 2 : 1);
		const escaped = escape(codePoint, mark, edition, met);
		if (escaped !== undefined) {
			quoted += text.slice(from, at) + escaped;
			from = next;
		}
		at = next;
	}
	return quoted + text.slice(from) + mark;
}

/** @returns undefined for characters that stay as they are */
function escape(
	codePoint: number,
	mark: string,
	edition: number,
	met: Set<number>,
): string | undefined {
	if (codePoint >= 0x20 && codePoint < 0x7f) {
		if (codePoint === 0x5c) return '\\\\';
		return codePoint === 0x27 && mark === "'" ? "\\'" : undefined;
	}
	const since = printableSince(codePoint);
	if (since > 0 && since < NEVER) met.add(since);
	return since <= edition ? undefined : (SHORT_ESCAPES.get(codePoint) ?? hexadecimal(codePoint));
}

function hexadecimal(codePoint: number): string {
	const hex = codePoint.toString(16);
	if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
	return `\\U${hex.padStart(8, '0')}`;
}
