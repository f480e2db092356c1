import type { Random } from './random.mts';

/**
 * Writes random JSON texts, not values, so that every spelling occurs that the wire allows: numbers
 * in all their forms, characters escaped or not, repeated names, any white space.
 */
export class JsonGenerator {
	constructor(private readonly random: Random) {}

	/** A delivery around random data, now and then with members repeated or in another order. */
	body(): Buffer {
		const { random } = this;
		const event = `"event"${this.colon()}"${random.pick(EVENTS)}"`;
		const data = `"data"${this.colon()}${this.object(0)}`;
		const members = random.chance(0.9) ? [event, data] : [data, event];
		if (random.chance(0.05)) members.splice(random.below(3), 0, `"extra": ${this.value(2)}`);
		if (random.chance(0.03)) members.unshift('"data": {"id": 1}', '"event": "overruled"');
		const mark = random.chance(0.01) ? '\ufeff' : '';
		return Buffer.from(`${mark}${this.space()}{${members.join(this.comma())}}${this.space()}`);
	}

	private object(depth: number): string {
		const members = this.several(
			depth,
			() => `${this.name()}${this.colon()}${this.value(depth + 1)}`,
		);
		return `{${this.space()}${members.join(this.comma())}${this.space()}}`;
	}

	private list(depth: number): string {
		return `[${this.several(depth, () => this.value(depth + 1)).join(this.comma())}]`;
	}

	private several(depth: number, make: () => string): string[] {
		return Array.from({ length: this.random.below(depth === 0 ? 7 : 4) }, make);
	}

	private value(depth: number): string {
		const { random } = this;
		if (depth < 6 && random.chance(0.15)) return this.list(depth);
		if (depth < 6 && random.chance(0.15)) return this.object(depth);
		if (random.chance(0.002)) {
			const levels = random.below(85);
			return '['.repeat(levels) + this.integer() + ']'.repeat(levels);
		}
		return random.pick([
			() => this.string(),
			() => this.string(),
			() => this.integer(),
			() => this.float(),
			() => random.pick(['null', 'true', 'false']),
		])();
	}

	private name(): string {
		return this.random.chance(0.5) ? `"${this.random.pick(NAMES)}"` : this.string();
	}

	private integer(): string {
		const { random } = this;
		const sign = random.pick(['', '', '', '-']);
		if (random.chance(0.2)) return sign + random.pick(INTEGERS);
		const length = random.chance(0.002) ? 4290 + random.below(20) : 1 + random.below(40);
		return sign + this.digits(length).replace(/^0+(?=.)/, '');
	}

	private float(): string {
		const { random } = this;
		const sign = random.pick(['', '-']);
		if (random.chance(0.2)) return sign + random.pick(FLOATS);
		if (random.chance(0.4)) return this.double();
		const whole = random.chance(0.3)
			? '0'
			: this.digits(1 + random.below(20)).replace(/^0+(?=.)/, '');
		const fraction = `.${this.digits(1 + random.below(25))}`;
		const exponent = `${random.pick(['e', 'E'])}${random.pick(['', '+', '-'])}${this.digits(1 + random.below(3))}`;
		return sign + whole + random.pick([fraction, exponent, fraction + exponent]);
	}

	/** Any finite double, all exponents equally likely, in the digits that JavaScript gives it. */
	private double(): string {
		const bytes = Buffer.alloc(8);
		for (let at = 0; at < 8; at++) bytes[at] = this.random.below(256);
		const value = bytes.readDoubleBE();
		if (!Number.isFinite(value)) return '0.5';
		return this.random.pick([
			value.toExponential(),
			value.toExponential(16),
			value.toExponential(19),
		]);
	}

	private digits(count: number): string {
		let digits = '';
		while (digits.length < count) digits += String(this.random.below(1e9));
		return digits.slice(0, count);
	}

	private string(): string {
		let text = '"';
		for (let pieces = this.random.below(6); pieces > 0; pieces--) text += this.piece();
		// More in one piece than the check has made room for.
		if (this.random.chance(0.002)) text += this.piece().repeat(this.random.below(600));
		return `${text}"`;
	}

	private piece(): string {
		const { random } = this;
		if (random.chance(0.4)) return random.pick(WORDS);
		if (random.chance(0.2))
			return random.pick(['\\"', "'", '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t']);
		return this.character(random.pick(CODE_POINTS)(random));
	}

	private character(codePoint: number): string {
		const character = String.fromCodePoint(codePoint);
		const literal =
			codePoint >= 0x20 && character !== '"' && character !== '\\' && !isSurrogate(codePoint);
		if (literal && this.random.chance(0.6)) return character;
		return Array.from({ length: character.length }, (_, at) => {
			const hex = character.charCodeAt(at).toString(16).padStart(4, '0');
			return `\\u${this.random.chance(0.5) ? hex : hex.toUpperCase()}`;
		}).join('');
	}

	private colon(): string {
		return `${this.space()}:${this.space()}`;
	}

	private comma(): string {
		return `${this.space()},${this.space()}`;
	}

	private space(): string {
		return this.random.pick(['', '', '', ' ', ' ', '\n', '\t', '\r\n  ']);
	}
}

function isSurrogate(codePoint: number): boolean {
	return codePoint >= 0xd800 && codePoint <= 0xdfff;
}

const EVENTS = ['document.created', 'document.failed', 'bank_statement_set.created', 'x'];

/** Some integer-like, so that JavaScript objects would reorder them; few, so that they repeat. */
const NAMES = [
	'id',
	'created',
	'error',
	'parent_id',
	'0',
	'1',
	'2',
	'10',
	'-1',
	'',
	'__proto__',
	'constructor',
	'data',
];

const WORDS = [
	'Bad file, too big',
	"Couldn't download",
	'2021-10-20 15:27:26',
	'a',
	' ',
	': ',
	', ',
	'{}',
	'Zürich',
	'東京',
	'🧾',
];

const INTEGERS = [
	'0',
	'1',
	'123456789',
	'9007199254740991',
	'9007199254740992',
	'9007199254740993',
	'18446744073709551616',
];

const FLOATS = [
	...[
		'0.0',
		'0e0',
		'0E-5',
		'1.0',
		'1E2',
		'1e15',
		'1e16',
		'9999999999999998.0',
		'0.0001',
		'0.00001',
		'0.00009999',
	],
	...[
		'1e21',
		'1e22',
		'1e23',
		'5e-324',
		'2e-324',
		'2.5e-324',
		'4.9406564584124654e-324',
		'2.2250738585072014e-308',
	],
	...[
		'1.7976931348623157e308',
		'1.7976931348623159e308',
		'1e308',
		'1e309',
		'1e400',
		'1e-400',
		'1e99999',
	],
	...[
		'12345678901234567890.5',
		'9007199254740992.5',
		'9007199254740993.0',
		'0.1',
		'0.30000000000000004',
	],
	// Half-way between two doubles, and just beside it after more digits than a short cut reads.
	...[
		'9007199254740993.00000000000000000000',
		`9007199254740993.${'0'.repeat(780)}1`,
		`1${'0'.repeat(400)}.0`,
	],
];

const CODE_POINTS: ReadonlyArray<(random: Random) => number> = [
	(random) => random.below(0x20),
	(random) => 0x20 + random.below(0x60),
	(random) => 0x7f + random.below(0x81),
	(random) => 0x100 + random.below(0x2f00),
	(random) => 0x2000 + random.below(0x70),
	(random) => 0xd800 + random.below(0x800),
	(random) => random.below(0x10000),
	(random) => 0x10000 + random.below(0x10000),
	(random) => 0x1f000 + random.below(0xb00),
	(random) => 0x20000 + random.below(0xf0000),
];
