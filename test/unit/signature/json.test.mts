import { describe, expect, test } from '@jest/globals';

import type { Json } from '../../../nodes/shared/signature/json.ts';
import { MAX_DEPTH, parseJson } from '../../../nodes/shared/signature/json.ts';
import { decodeUtf8 } from '../../../nodes/shared/signature/utf8.ts';
import { mutate } from './mutations.mts';
import { Random, SEED } from './random.mts';
import { JsonGenerator } from './generator.mts';

const dict = (...members: Array<[string, Json]>): Json => new Map(members);

describe('reads what JSON.parse would lose', () => {
	test.each<[string, Json]>([
		['1', 1n],
		['1.0', 1],
		['1e2', 100],
		['-0', 0n],
		['-0.0', -0],
		['9007199254740993', 9007199254740993n],
		['1e400', Infinity],
		['{"b":1,"2":2,"1":3}', dict(['b', 1n], ['2', 2n], ['1', 3n])],
		['{"a":1,"b":2,"a":3}', dict(['a', 3n], ['b', 2n])],
		['{"__proto__":1}', dict(['__proto__', 1n])],
		['"\\ud83d\\ude00\\ud800"', '😀\ud800'],
		[' [ ] ', []],
	])('%s', (text, value) => {
		const read = parseJson(text);
		expect(read).toEqual(value);
		if (read instanceof Map && value instanceof Map)
			expect([...read.keys()]).toEqual([...value.keys()]);
	});
});

describe('refuses what is not JSON', () => {
	test.each([
		...[
			'',
			' ',
			'nul',
			'NaN',
			'Infinity',
			'-Infinity',
			'-',
			'+1',
			'01',
			'1.',
			'.5',
			'1e',
			'1e+',
			'0x1',
			'1_000',
		],
		...[
			'"',
			'"\\',
			'"\\x"',
			'"\\u12"',
			'"\\u+123"',
			'"\\u00 1"',
			'"\n"',
			'"\u0000"',
			"'a'",
			'{',
			'}',
			'[1',
			'[1,]',
			'[,1]',
		],
		...[
			'{"a"}',
			'{"a":}',
			'{"a":1,}',
			'{a:1}',
			'{1:1}',
			'{"a" 1}',
			'1 2',
			'[] []',
			'\u00a01',
			'\ufeff\ufeff1',
			'truefalse',
			'"\\',
		],
	])('%j', (text) => {
		expect(parseJson(text)).toBeUndefined();
	});

	test.each<[string, Buffer]>([
		['a stray continuation byte', Buffer.from([0x22, 0x80, 0x22])],
		['an overlong encoding', Buffer.from([0x22, 0xc0, 0xa2, 0x22])],
		['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
		['a code point beyond U+10FFFF', Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22])],
		['a cut character', Buffer.from([0x22, 0xe2, 0x82])],
		['UTF-16 with a byte order mark', Buffer.from('\ufeff{}', 'utf16le')],
	])('%s is not UTF-8', (_, bytes) => {
		expect(decodeUtf8(bytes)).toBeUndefined();
	});

	test('takes a real U+FFFD and one byte order mark for what they are', () => {
		expect(decodeUtf8(Buffer.from('\ufeff"\ufffd"'))).toBe('"\ufffd"');
		expect(decodeUtf8(Buffer.from('\ufeff\ufeff1'))).toBe('\ufeff1');
	});
});

describe('holds out against hostile texts', () => {
	test(`reads ${MAX_DEPTH} levels and refuses more`, () => {
		const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
		expect(parseJson(nested(MAX_DEPTH))).toBeDefined();
		expect(parseJson(nested(MAX_DEPTH + 1))).toBeUndefined();
		expect(parseJson(`[${nested(MAX_DEPTH - 1)},${nested(MAX_DEPTH - 1)}]`)).toBeDefined();
	});

	test.each([
		['lists', '['],
		['objects', '{"a":'],
		['both', '[{"a":'],
	])('does not overflow the stack on a million levels of %s', (_, opening) => {
		expect(parseJson(opening.repeat(1_000_000))).toBeUndefined();
	});

	test('refuses integers longer than CPython reads', () => {
		expect(parseJson('9'.repeat(4300))).toBe(BigInt('9'.repeat(4300)));
		expect(parseJson(`-${'9'.repeat(4300)}`)).toBe(-BigInt('9'.repeat(4300)));
		expect(parseJson('9'.repeat(4301))).toBeUndefined();
		expect(parseJson('9'.repeat(1_000_000))).toBeUndefined();
		expect(parseJson(`${'9'.repeat(1_000_000)}.5`)).toBe(Infinity);
	});

	test('agrees with JSON.parse on what is JSON, for 20,000 damaged texts', () => {
		const random = new Random(SEED);
		const generator = new JsonGenerator(random);
		const wrong: string[] = [];
		let readable = 0;
		for (let count = 0; count < 20_000; count++) {
			const text = mutate(mutate(generator.body(), random), random).toString();
			const ours = parseJson(text) !== undefined;
			if (ours) readable++;
			// A body may start with a mark (decodeUtf8 takes it off); only CPython limits integers.
			if (ours !== isJson(text) && !/\d{4301}/.test(text)) wrong.push(text);
		}
		expect(wrong.slice(0, 5)).toEqual([]);
		expect(readable).toBeGreaterThan(500);
	});
});

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
