import { describe, expect, test } from '@jest/globals';
import { createHmac } from 'node:crypto';

import type { Json } from '../../../nodes/shared/signature/json.ts';
import { sign as signAsVeryfi, verify } from '../../../nodes/shared/signature/verify.ts';

const SECRET = 'a secret';
const DATA: Json = new Map<string, Json>([['id', 7n]]);
const sign = (text: string, secret = SECRET) =>
	createHmac('sha256', secret).update(text, 'utf8').digest('base64');
const SIGNATURE = sign("{'id': 7}");

describe('which signature fits', () => {
	test('accepts the one made with the secret', () => {
		expect(verify(DATA, SIGNATURE, [SECRET])).toBe('valid');
	});

	test('accepts one made with any of several secrets', () => {
		expect(verify(DATA, SIGNATURE, ['old', SECRET])).toBe('valid');
		expect(verify(DATA, SIGNATURE, [SECRET, 'new'])).toBe('valid');
	});

	test('refuses one made with another secret', () => {
		expect(verify(DATA, SIGNATURE, ['another'])).toBe('mismatch');
		expect(verify(DATA, SIGNATURE, [`${SECRET} `])).toBe('mismatch');
	});

	test('accepts secrets outside ASCII', () => {
		expect(verify(DATA, sign("{'id': 7}", 'schlüssel🔑'), ['schlüssel🔑'])).toBe('valid');
	});

	test('finds nothing valid without a secret, not even a signature made with an empty one', () => {
		expect(verify(DATA, SIGNATURE, [])).toBe('mismatch');
		expect(verify(DATA, sign("{'id': 7}", ''), [''])).toBe('mismatch');
	});

	test('refuses a signature over the JSON text in place of the Python text', () => {
		expect(verify(DATA, sign('{"id": 7}'), [SECRET])).toBe('mismatch');
	});
});

test('signs as Veryfi does, for whoever tests a receiver', () => {
	expect(signAsVeryfi('{ "id":7 }', SECRET)).toBe(SIGNATURE);
	expect(signAsVeryfi('{"error":"can\'t","x":[1.0,null]}', SECRET)).toBe(
		sign("{'error': \"can't\", 'x': [1.0, None]}"),
	);
	expect(signAsVeryfi('{"id":', SECRET)).toBeUndefined();
});

describe('what a header may look like', () => {
	test.each([[undefined], [''], [[]]])('takes %j for no signature', (header) => {
		expect(verify(DATA, header, [SECRET])).toBe('absent');
	});

	const bytes = Buffer.from(SIGNATURE, 'base64');
	const lastSixBits = SIGNATURE.charCodeAt(42);
	test.each<[string, string | string[]]>([
		['a list, even of one', [SIGNATURE]],
		['two joined signatures', `${SIGNATURE}, ${SIGNATURE}`],
		['a space before', ` ${SIGNATURE}`],
		['a line break after', `${SIGNATURE}\n`],
		['no padding', SIGNATURE.slice(0, -1)],
		['hexadecimal', bytes.toString('hex')],
		['31 bytes', bytes.subarray(1).toString('base64')],
		['33 bytes', Buffer.concat([bytes, bytes.subarray(0, 1)]).toString('base64')],
		[
			'stray bits behind the 256th',
			`${SIGNATURE.slice(0, 42)}${String.fromCharCode(lastSixBits + 1)}=`,
		],
		['a scheme in front', `sha256=${SIGNATURE}`],
		[
			'characters that share their low byte',
			String.fromCharCode(0x100 + SIGNATURE.charCodeAt(0)) + SIGNATURE.slice(1),
		],
		['words', 'null'],
	])('refuses %s', (_, header) => {
		expect(verify(DATA, header, [SECRET])).toBe('unreadable');
	});

	test("cannot read the signature that Veryfi's documents show", () => {
		const placeholder = '3awRveqxsYK5nB6Yjca4oq1ToV77ksq+sZ34ab7YoEq=';
		expect(verify(DATA, placeholder, [SECRET])).toBe('unreadable');
	});
});

describe("characters that only some of the senders' Pythons print", () => {
	const melting = '\u{1fae0}'; // Unicode 14, Python 3.11
	const bothEyes = '\u{1fae9}'; // Unicode 16, Python 3.14
	const data: Json = new Map<string, Json>([['error', `${melting}${bothEyes}\ufdd0`]]);

	test.each([
		['before 3.11', "{'error': '\\U0001fae0\\U0001fae9\\ufdd0'}"],
		['3.11 to 3.13', `{'error': '${melting}\\U0001fae9\\ufdd0'}`],
		['from 3.14', `{'error': '${melting}${bothEyes}\\ufdd0'}`],
	])('accepts the text of Python %s', (_, text) => {
		expect(verify(data, sign(text), [SECRET])).toBe('valid');
	});

	test.each([
		['the newer printed and the older escaped', `{'error': '\\U0001fae0${bothEyes}\\ufdd0'}`],
		['what no Python prints', `{'error': '${melting}${bothEyes}\ufdd0'}`],
		['another character', `{'error': '${melting}\\U0001faea\\ufdd0'}`],
	])('refuses a text with %s', (_, text) => {
		expect(verify(data, sign(text), [SECRET])).toBe('mismatch');
	});

	test('tells an escaped character from the same escape as text', () => {
		const spelled: Json = new Map<string, Json>([['error', '\\U0001fae0']]);
		expect(verify(spelled, sign("{'error': '\\U0001fae0'}"), [SECRET])).toBe('mismatch');
	});
});
