import { createHmac } from 'node:crypto';

import { mutate } from './mutations.mts';
import type { Random } from './random.mts';

/** What somebody sends who knows the URL, and perhaps one genuine delivery, but not the secret. */
export interface HostileRequest {
	/** Names the trick. */
	trick: string;
	body: Buffer;
	signature: string | string[] | undefined;
}

/** A delivery as Veryfi sent it. */
export interface Genuine {
	body: Buffer;
	signature: string;
}

const hmac = (text: string | Buffer, secret: string) =>
	createHmac('sha256', secret).update(text).digest('base64');

const dataOf = (body: Buffer): unknown => {
	const { data } = JSON.parse(textOf(body)) as { data: unknown };
	return data;
};

const textOf = (body: Buffer): string => body.toString('utf8').replace(/^\ufeff/, '');

/** Puts something behind the opening brace of the body, or of its data. */
const insert = (body: Buffer, text: string, intoData = false): Buffer => {
	const whole = body.toString('utf8');
	const from = intoData ? whole.indexOf('"data"') + 6 : 0;
	const at = whole.indexOf('{', from) + 1;
	const rest = whole.slice(at);
	const comma = /^\s*\}/.test(rest) ? '' : ',';
	return Buffer.from(`${whole.slice(0, at)}${text}${comma}${rest}`);
};

const append = (body: Buffer, text: string): Buffer => {
	const whole = body.toString('utf8');
	const at = whole.lastIndexOf('}');
	return Buffer.from(`${whole.slice(0, at)},${text}${whole.slice(at)}`);
};

function shuffled<T>(values: T[], random: Random): T[] {
	const left = [...values];
	return values.map(() => left.splice(random.below(left.length), 1)[0]);
}

const escapeAll = (text: string) =>
	text.replace(/[a-z]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const LARGE = 300_000;

type Bodies = Record<string, (genuine: Genuine, random: Random) => Buffer>;

/** Changed bodies, sent with the signature of the genuine one. */
const BODIES: Bodies = {
	'one change': ({ body }, random) => mutate(body, random),
	'several changes': ({ body }, random) => {
		let changed = body;
		for (let count = 2 + random.below(8); count > 0; count--) changed = mutate(changed, random);
		return changed;
	},
	truncated: ({ body }, random) => body.subarray(0, random.below(body.length)),
	'beginning cut off': ({ body }, random) => body.subarray(1 + random.below(body.length - 1)),
	'two in one': ({ body }) => Buffer.concat([body, body]),
	'trailing junk': ({ body }, random) =>
		Buffer.concat([
			body,
			Buffer.from(random.pick([' ', '\0', '}', ',{}', '//', '\n\n', '\ufeff'])),
		]),
	'members in another order': ({ body }, random) =>
		Buffer.from(
			JSON.stringify({
				event: 'document.created',
				data: Object.fromEntries(
					shuffled(Object.entries(dataOf(body) as Record<string, unknown>), random),
				),
			}),
		),
	'written anew': ({ body }) => Buffer.from(JSON.stringify(JSON.parse(textOf(body)))),
	relabelled: ({ body }) =>
		Buffer.from(textOf(body).replace(/("event"\s*:\s*)"[^"]*"/, '$1"document.failed"')),
	'data as text': ({ body }) =>
		Buffer.from(JSON.stringify({ event: 'e', data: JSON.stringify(dataOf(body)) })),
	'data in a list': ({ body }) => Buffer.from(JSON.stringify({ event: 'e', data: [dataOf(body)] })),
	'data without a delivery': ({ body }) => Buffer.from(JSON.stringify(dataOf(body))),
	'data as prototype': ({ body }) =>
		Buffer.from(`{"event":"e","__proto__":{"data":${JSON.stringify(dataOf(body))}}}`),
	'a second data': ({ body }) => append(body, '"data":{"id":666}'),
	'a data before it': ({ body }) => insert(body, '"data":{"id":666}'),
	'a second event': ({ body }) => append(body, '"event":"document.failed"'),
	'a second id': ({ body }) => insert(body, '"id":666', true),
	'repeated thousands of times': ({ body }) =>
		insert(body, '"id":1,'.repeat(3_000) + '"id":1', true),
	'nested deeply': ({ body }, random) => {
		const levels = random.pick([50, 98, 99, 100, 101, 500, 5_000, 60_000]);
		const [open, close] = random.pick([
			['[', ']'],
			['{"a":', '}'],
		]);
		return insert(body, `"x":${open.repeat(levels)}0${close.repeat(levels)}`, true);
	},
	'never closed': (_genuine, random) =>
		Buffer.from(random.pick(['[', '{"a":', '"', '{"event":"e","data":{"a":"\\']).repeat(20_000)),
	'a huge number': ({ body }, random) => {
		const digits = '9'.repeat(random.pick([16, 17, 309, 4_299, 4_300, 4_301, 60_000]));
		const number = random.pick([
			digits,
			`-${digits}`,
			`0.${digits}`,
			`${digits}e${digits}`,
			`1e-${digits}`,
			'1e999',
			'-0',
			'-0.0',
		]);
		return insert(body, `"x":${number}`, true);
	},
	'no number of JSON': ({ body }, random) =>
		insert(
			body,
			`"x":${random.pick(['NaN', '-Infinity', '0x10', '01', '1_000', '+1', '.5', '1.', '１'])}`,
			true,
		),
	'half a surrogate pair': ({ body }, random) =>
		insert(
			body,
			`"x":"${random.pick(['\\ud800', '\\udc00', '\\ud800\\ud800', '\\udfff\\ud800x'])}"`,
			true,
		),
	'an encoded surrogate': ({ body }) =>
		Buffer.concat([body.subarray(0, -1), Buffer.from([0xed, 0xa0, 0x80]), body.subarray(-1)]),
	'invalid UTF-8': ({ body }, random) => {
		const bytes = random.pick([[0xff], [0xc0, 0x80], [0xc3], [0xf4, 0x90, 0x80, 0x80], [0x80]]);
		const at = random.below(body.length);
		return Buffer.concat([body.subarray(0, at), Buffer.from(bytes), body.subarray(at)]);
	},
	'byte order marks': ({ body }, random) =>
		Buffer.concat([Buffer.from('\ufeff'.repeat(1 + random.below(3))), body]),
	'UTF-16': ({ body }, random) => {
		const text = Buffer.from(`${random.pick(['', '\ufeff'])}${textOf(body)}`, 'utf16le');
		return random.chance(0.5) ? text : text.swap16();
	},
	'Latin-1': ({ body }) => Buffer.from(textOf(body), 'latin1'),
	'letters as escapes': ({ body }) => Buffer.from(escapeAll(textOf(body))),
	'names as escapes': ({ body }) =>
		Buffer.from(textOf(body).replace('"data"', '"\\u0064ata"').replace('"event"', '"\\u0065vent"')),
	'zero bytes': ({ body }, random) => {
		const at = random.below(body.length);
		return Buffer.concat([
			body.subarray(0, at),
			Buffer.alloc(1 + random.below(3)),
			body.subarray(at),
		]);
	},
	'larger than any delivery': ({ body }) => insert(body, `"x":"${'x'.repeat(LARGE)}"`, true),
	nothing: () => Buffer.alloc(0),
};

type Signatures = Record<
	string,
	(genuine: Genuine, random: Random, other: Genuine) => HostileRequest['signature']
>;

/** Other signatures, sent with the genuine body. */
const SIGNATURES: Signatures = {
	'that of another delivery': (_genuine, _random, other) => other.signature,
	'one character changed': ({ signature }, random) =>
		mutate(Buffer.from(signature), random).toString('latin1'),
	none: () => undefined,
	empty: () => '',
	'in a list': ({ signature }) => [signature],
	'twice in a list': ({ signature }) => [signature, signature],
	'after another': ({ signature }) => [hmac('', 'guess'), signature],
	'twice in one': ({ signature }) => `${signature}, ${signature}`,
	'a megabyte': ({ signature }) => signature.repeat(25_000),
	'a megabyte of padding': ({ signature }) => signature + '='.repeat(1_000_000),
	'with white space': ({ signature }, random) =>
		random.pick([` ${signature}`, `${signature} `, `${signature}\n`, `${signature}\0`]),
	'without padding': ({ signature }) => signature.replace(/=+$/, ''),
	'in hexadecimal': ({ signature }) => Buffer.from(signature, 'base64').toString('hex'),
	'with a prefix': ({ signature }) => `sha256=${signature}`,
	'in lower case': ({ signature }) => signature.toLowerCase(),
	'with spare bits': ({ signature }) => {
		const [last] = signature.slice(-2);
		return `${signature.slice(0, -2)}${String.fromCharCode(last.charCodeAt(0) + 1)}=`;
	},
	'of the bytes of the body': ({ body }) => hmac(body, ''),
	'of the JSON, with an empty secret': ({ body }) => hmac(JSON.stringify(dataOf(body)), ''),
	'with a guessed secret': ({ body }, random) =>
		hmac(body, random.pick(['secret', 'veryfi', 'undefined', 'null', '[object Object]'])),
	'32 zero bytes': () => Buffer.alloc(32).toString('base64'),
	'shorter than it should be': ({ signature }, random) => signature.slice(0, random.below(44)),
};

/** Kept rare, because each takes some milliseconds. */
const HEAVY = new Set([
	'repeated thousands of times',
	'nested deeply',
	'never closed',
	'a huge number',
	'larger than any delivery',
	'a megabyte',
	'a megabyte of padding',
]);

const BODY_TRICKS = Object.keys(BODIES);
const SIGNATURE_TRICKS = Object.keys(SIGNATURES);

/** One request that Veryfi did not send, unless by chance. */
export function hostileRequest(genuine: Genuine, other: Genuine, random: Random): HostileRequest {
	const trick = random.pick([...BODY_TRICKS, ...SIGNATURE_TRICKS]);
	if (HEAVY.has(trick) && random.chance(0.9)) return hostileRequest(genuine, other, random);
	return trick in BODIES
		? { trick, body: BODIES[trick](genuine, random), signature: genuine.signature }
		: { trick, body: genuine.body, signature: SIGNATURES[trick](genuine, random, other) };
}

/** Every trick once. */
export const everyTrick = (genuine: Genuine, other: Genuine, random: Random): HostileRequest[] => [
	...BODY_TRICKS.map((trick) => ({
		trick,
		body: BODIES[trick](genuine, random),
		signature: genuine.signature,
	})),
	...SIGNATURE_TRICKS.map((trick) => ({
		trick,
		body: genuine.body,
		signature: SIGNATURES[trick](genuine, random, other),
	})),
];
