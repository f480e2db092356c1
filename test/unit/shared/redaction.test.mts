import { describe, expect, it } from '@jest/globals';

import { redactor } from '../../../nodes/shared/api/redaction.ts';

const KEY = 'a+B/c"d9=<ü>?&\'zf';
const redact = redactor([`nathan:${KEY}`, KEY]);

/** The key with one of HTML's names for each character that has one; `'` has two. */
const inHtml = (apostrophe: string) =>
	KEY.replaceAll('&', '&amp;')
		.replaceAll('"', '&quot;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll("'", apostrophe);

const hex = (text: string, prefix: string) =>
	[...text]
		.map(
			(unit) =>
				prefix +
				unit
					.charCodeAt(0)
					.toString(16)
					.padStart(prefix === '%' ? 2 : 4, '0'),
		)
		.join('');

const FORMS: Array<[name: string, text: string]> = [
	['as it is', KEY],
	['in capitals', KEY.replace(/[a-z]/g, (x) => x.toUpperCase())],
	['URL-encoded', encodeURIComponent(KEY)],
	['URL-encoded, small letters', encodeURIComponent(KEY).replace(/%../g, (x) => x.toLowerCase())],
	['URL-encoded twice', encodeURIComponent(encodeURIComponent(KEY))],
	['percent-encoded throughout', `${hex('a+B/c"d9=<', '%')}%C3%bc${hex(">?&'zf", '%')}`],
	['in JSON', JSON.stringify(KEY).slice(1, -1)],
	['in JSON in JSON', JSON.stringify(JSON.stringify(KEY)).slice(3, -3)],
	['in JSON with escaped slashes', JSON.stringify(KEY).slice(1, -1).replace('/', '\\/')],
	['as JSON escapes', hex(KEY, '\\u')],
	['as JSON escapes in capitals', hex(KEY, '\\u').replace(/[a-f]/g, (x) => x.toUpperCase())],
	[
		'in HTML',
		KEY.replaceAll('"', '&#34;').replaceAll('&', '&#x26;').replace('&#x26;#34;', '&#34;'),
	],
	["in HTML by names, as Python's html.escape gives it", inHtml('&#x27;')],
	['in HTML by names, the apostrophe, too', inHtml('&apos;')],
	['in HTML by names in JSON', JSON.stringify(inHtml('&apos;')).slice(1, -1)],
	['with two hexadecimal digits behind a backslash', hex(KEY, '\\u').replaceAll('\\u00', '\\x')],
];

describe('a secret is taken out', () => {
	it.each(FORMS)('%s', (_name, text) => {
		expect(redact(`before ${text} after`)).toBe('before *** after');
		expect(redact(text)).toBe('***');
	});

	it.each([0, 1, 2, 3, 4, 5])('in base64 of a text with %i characters in front of it', (count) => {
		for (const encoding of ['base64', 'base64url'] as const) {
			const encoded = Buffer.from(`${'x'.repeat(count)}${KEY}yz`).toString(encoding);
			for (const text of [encoded, encodeURIComponent(encoded), encoded.toLowerCase()]) {
				expect(redact(`Basic ${text} no`)).toBe('Basic *** no');
				expect(redact(text)).toBe('***');
			}
		}
	});

	it('in base64 of user name and key', () => {
		const encoded = Buffer.from(`nathan:${KEY}`).toString('base64');
		expect(redact(`Basic ${encoded} no`)).toBe('Basic *** no');
	});

	it('however often it comes', () => {
		expect(redact(`${KEY}, ${KEY} ${encodeURIComponent(KEY)}`)).toBe('***, *** ***');
	});
});

it.each(['', 'nothing to see', 'a+B/c', Buffer.from('nathan').toString('base64')])(
	'a text without it stays as it is: "%s"',
	(text) => expect(redact(text)).toBe(text),
);

it('a long text is no more work than its length', () => {
	const text = '\\'.repeat(5_000) + '%25'.repeat(5_000) + 'a'.repeat(5_000);
	expect(redact(text)).toBe(text);
});

it('without secrets a text stays as it is', () => {
	expect(redactor([])('text')).toBe('text');
});
