/**
 * A JSON reader that keeps what Python keeps and `JSON.parse` loses: integers of any size apart
 * from floats, and the members of an object in their order, integer-like names included. Veryfi
 * signs Python's text of the data, so nothing of this may get lost on the way to the check.
 *
 * It accepts what CPython's `json.loads` accepts, with three deliberate exceptions:
 * `NaN`/`Infinity` (not JSON; n8n refuses such a body itself), more than `MAX_DEPTH` levels, and
 * texts in UTF-16 or UTF-32 (see utf8.ts).
 */

/** `bigint` is Python's int, `number` its float, `Map` its dict. */
export type Json = null | boolean | bigint | number | string | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

/** Deliveries are two or three levels deep; the bound keeps hostile ones off the call stack. */
export const MAX_DEPTH = 100;

/** CPython refuses longer integers (`sys.int_info.default_max_str_digits`). */
const MAX_INTEGER_DIGITS = 4300;

/** Character codes. */
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Sticky, so each looks at one place and nowhere else. */
const UNESCAPED = /[ !#-[\]-\uffff]*/y;
const UNICODE_ESCAPE = /\\u[0-9A-Fa-f]{4}/y;

const ESCAPES: ReadonlyMap<string, string> = new Map([
	['"', '"'],
	['\\', '\\'],
	['/', '/'],
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

/**
 * Reads a JSON text.
 *
 * @returns undefined when the text is not JSON, is nested too deeply or holds a number that CPython
 *   refuses. Never throws.
 */
export function parseJson(text: string): Json | undefined {
	return new Reader(text).document();
}

/** Each method reads one thing, leaves `at` behind it and returns undefined for "not JSON". */
class Reader {
	private at = 0;

	private depth = 0;

	constructor(private readonly text: string) {}

	document(): Json | undefined {
		const value = this.value();
		this.skipSpace();
		return this.at === this.text.length ? value : undefined;
	}

	private value(): Json | undefined {
		this.skipSpace();
		switch (this.text.charCodeAt(this.at)) {
			case QUOTE:
				return this.string();
			case OPEN_OBJECT:
				return this.object();
			case OPEN_LIST:
				return this.list();
			case LOWER_T:
				return this.literal('true', true);
			case LOWER_F:
				return this.literal('false', false);
			case LOWER_N:
				return this.literal('null', null);
			default:
				return this.number();
		}
	}

	private object(): JsonObject | undefined {
		if (++this.depth > MAX_DEPTH) return undefined;
		this.at++;
		const members: JsonObject = new Map();
		if (!this.skip(CLOSE_OBJECT)) {
			do {
				this.skipSpace();
				const name = this.code(QUOTE) ? this.string() : undefined;
				if (name === undefined || !this.skip(COLON)) return undefined;
				const value = this.value();
				if (value === undefined) return undefined;
				// Like a Python dict, a Map keeps a repeated name's first place and last value.
				members.set(name, value);
			} while (this.skip(COMMA));
			if (!this.skip(CLOSE_OBJECT)) return undefined;
		}
		this.depth--;
		return members;
	}

	private list(): Json[] | undefined {
		if (++this.depth > MAX_DEPTH) return undefined;
		this.at++;
		const values: Json[] = [];
		if (!this.skip(CLOSE_LIST)) {
			do {
				const value = this.value();
				if (value === undefined) return undefined;
				values.push(value);
			} while (this.skip(COMMA));
			if (!this.skip(CLOSE_LIST)) return undefined;
		}
		this.depth--;
		return values;
	}

	private string(): string | undefined {
		this.at++;
		let text = this.match(UNESCAPED) ?? '';
		while (this.code(BACKSLASH)) {
			const character = this.escape();
			if (character === undefined) return undefined;
			text += character + (this.match(UNESCAPED) ?? '');
		}
		if (!this.code(QUOTE)) return undefined; // A control character, or the end of the text.
		this.at++;
		return text;
	}

	private escape(): string | undefined {
		const escape = this.match(UNICODE_ESCAPE);
		if (escape !== undefined) return String.fromCharCode(parseInt(escape.slice(2), 16));
		this.at += 2;
		return ESCAPES.get(this.text.charAt(this.at - 1));
	}

	private number(): bigint | number | undefined {
		const from = this.at;
		this.take(MINUS);
		const digits = this.take(ZERO) ? 1 : this.digits();
		if (digits === 0) return undefined;
		const endOfInteger = this.at;
		if (this.take(POINT) && this.digits() === 0) return undefined;
		if (this.take(LOWER_E) || this.take(UPPER_E)) {
			if (!this.take(PLUS)) this.take(MINUS);
			if (this.digits() === 0) return undefined;
		}
		const text = this.text.slice(from, this.at);
		if (this.at > endOfInteger) return Number(text);
		return digits <= MAX_INTEGER_DIGITS ? BigInt(text) : undefined;
	}

	/** Steps over digits and counts them. */
	private digits(): number {
		const from = this.at;
		for (;;) {
			const code = this.text.charCodeAt(this.at);
			if (!(code >= ZERO && code <= NINE)) return this.at - from;
			this.at++;
		}
	}

	private literal<T extends null | boolean>(word: string, value: T): T | undefined {
		if (!this.text.startsWith(word, this.at)) return undefined;
		this.at += word.length;
		return value;
	}

	private skip(code: number): boolean {
		this.skipSpace();
		return this.take(code);
	}

	private take(code: number): boolean {
		if (!this.code(code)) return false;
		this.at++;
		return true;
	}

	private skipSpace(): void {
		for (;;) {
			const code = this.text.charCodeAt(this.at);
			if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return;
			this.at++;
		}
	}

	/** Reads what the sticky pattern matches here, if it does. */
	private match(pattern: RegExp): string | undefined {
		const from = this.at;
		pattern.lastIndex = from;
		if (!pattern.test(this.text)) return undefined;
		this.at = pattern.lastIndex;
		return this.text.slice(from, this.at);
	}

	private code(code: number): boolean {
		return this.text.charCodeAt(this.at) === code;
	}
}
