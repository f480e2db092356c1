/**
 * What CPython's `str(json.loads(text))` gives for an object or list, computed from the JSON text itself: a JavaScript
 * object has already lost the difference between 1 and 1.0, digits of big integers and the order
 * of integer-like keys. Only what `json.loads` accepts is accepted (NaN and Infinity are not, as
 * Veryfi cannot send them).
 */
export function pythonText(json: string): string {
	return new Reader(json).document();
}

class Reader {
	private at = 0;

	constructor(private readonly json: string) {}

	document(): string {
		const text = this.value();
		this.blanks();
		if (this.at < this.json.length) throw this.unexpected();
		return text;
	}

	private value(): string {
		this.blanks();
		switch (this.json[this.at]) {
			case '{':
				return this.dict();
			case '[':
				return this.list();
			case '"':
				return stringText(this.string());
			default:
				return this.word();
		}
	}

	private dict(): string {
		// A Map keeps a repeated key at its first place with its last value, as a dict does.
		const members = new Map<string, string>();
		this.members('}', () => {
			this.blanks();
			if (this.json[this.at] !== '"') throw this.unexpected();
			const key = this.string();
			this.blanks();
			this.expect(':');
			members.set(key, this.value());
		});
		return `{${[...members].map(([key, value]) => `${stringText(key)}: ${value}`).join(', ')}}`;
	}

	private list(): string {
		const members: string[] = [];
		this.members(']', () => members.push(this.value()));
		return `[${members.join(', ')}]`;
	}

	private members(close: string, read: () => void): void {
		this.at++;
		this.blanks();
		if (this.json[this.at] === close) {
			this.at++;
			return;
		}
		for (;;) {
			read();
			this.blanks();
			if (this.json[this.at] === close) {
				this.at++;
				return;
			}
			this.expect(',');
		}
	}

	private string(): string {
		const token = /"(?:[^"\\]|\\.)*"/sy;
		token.lastIndex = this.at;
		const found = token.exec(this.json);
		if (!found) throw this.unexpected();
		this.at = token.lastIndex;
		return JSON.parse(found[0]) as string;
	}

	private word(): string {
		const token = /null|true|false|(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
		token.lastIndex = this.at;
		const found = token.exec(this.json);
		if (!found) throw this.unexpected();
		this.at = token.lastIndex;
		const [word, integer, fraction, exponent] = found;
		if (integer === undefined)
			return { null: 'None', true: 'True', false: 'False' }[word] as string;
		if (fraction === undefined && exponent === undefined) return integer === '-0' ? '0' : integer;
		return floatText(Number(word));
	}

	private blanks(): void {
		const token = /[ \t\n\r]*/y;
		token.lastIndex = this.at;
		token.exec(this.json);
		this.at = token.lastIndex;
	}

	private expect(character: string): void {
		if (this.json[this.at] !== character) throw this.unexpected();
		this.at++;
	}

	private unexpected() {
		return new SyntaxError(`Not JSON at character ${this.at}`);
	}
}

/** `repr(float)`: shortest digits that round-trip, an exponent below 1e-4 and from 1e16 on. */
function floatText(value: number): string {
	if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
	const sign = value < 0 || Object.is(value, -0) ? '-' : '';
	const [mantissa, power] = Math.abs(value).toExponential().split('e');
	const digits = mantissa.replace('.', '');
	const exponent = value === 0 ? 0 : Number(power);
	if (exponent < -4 || exponent >= 16) {
		const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
		const size = String(Math.abs(exponent)).padStart(2, '0');
		return `${sign}${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
	}
	if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
	const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
	return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

const NAMED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** What `str.isprintable` refuses: everything of categories Other and Separator but the space. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/u;

function stringText(value: string): string {
	const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
	let text = '';
	for (const character of value) {
		if (character === quote) text += `\\${character}`;
		else if (NAMED[character] !== undefined) text += NAMED[character];
		else if (UNPRINTABLE.test(character)) text += escaped(character.codePointAt(0)!);
		else text += character;
	}
	return quote + text + quote;
}

function escaped(codePoint: number): string {
	const hex = codePoint.toString(16);
	if (codePoint <= 0xff) return `\\x${hex.padStart(2, '0')}`;
	if (codePoint <= 0xffff) return `\\u${hex.padStart(4, '0')}`;
	return `\\U${hex.padStart(8, '0')}`;
}
