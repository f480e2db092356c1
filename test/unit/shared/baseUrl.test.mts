import { describe, expect, it } from '@jest/globals';

import { checkBaseUrl } from '../../../nodes/shared/api/baseUrl.ts';
import { isPrivateHost } from '../../../nodes/shared/api/hosts.ts';

/** As the user's URL gives it: in lower case, addresses in their shortest form. */
const isPrivate = (host: string) => isPrivateHost(new URL(`http://${host}/`).hostname);

const EMBEDDING: Array<[form: string, embed: (address: string) => string]> = [
	['IPv4-mapped', (address) => `[::ffff:${address}]`],
	['IPv4-mapped, written out', (address) => `[0:0:0:0:0:FFFF:${address}]`],
	['IPv4-translated', (address) => `[::ffff:0:${address}]`],
	['IPv4-compatible', (address) => `[::${address}]`],
	['NAT64', (address) => `[64:ff9b::${address}]`],
	['6to4', (address) => `[2002:${hexOf(address)}::1]`],
	['IPv4 itself', (address) => address],
	['IPv4 with a dot behind it', (address) => `${address}.`],
];

function hexOf(address: string): string {
	const [a, b, c, d] = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
	return `${a}${b}:${c}${d}`;
}

describe.each(EMBEDDING)('%s', (_form, embed) => {
	it.each(['10.1.2.3', '127.0.0.1', '169.254.169.254', '172.16.0.1', '192.168.1.1', '100.64.0.1'])(
		'of the private address %s is private',
		(address) => expect(isPrivate(embed(address))).toBe(true),
	);

	it.each(['8.8.8.8', '172.32.0.1', '192.169.1.1', '11.0.0.1', '128.0.0.1', '100.128.0.1'])(
		'of the public address %s is public',
		(address) => expect(isPrivate(embed(address))).toBe(false),
	);
});

it.each(['[::1]', '[::]', '[fc00::1]', '[fdff:1::]', '[fe80::1]', '[febf::1]', '[fec0::1]'])(
	'%s is private',
	(host) => expect(isPrivate(host)).toBe(true),
);

it.each([
	'[2001:4860:4860::8888]',
	'[2606:4700::1]',
	'[fe00::1]',
	'[ff02::1]',
	'[fb00::1]',
	'[64:ff9b:1::7f00:1]',
	'[2001:0:7f00:1::]',
	'[2003:a00:1::]',
	'[1::]',
])('%s is public', (host) => expect(isPrivate(host)).toBe(false));

it.each([
	'localhost',
	'localhost.',
	'api.localhost',
	'veryfi-emulator',
	'n8n',
	'server.lan',
	'server.lan.',
	'host.docker.internal',
	'printer.home.arpa',
])('the name %s is private', (host) => expect(isPrivate(host)).toBe(true));

it.each([
	'ai.',
	'ai',
	'AI',
	'uz.',
	'com',
	'com.',
	'n8n.',
	'emulator.',
	'рф',
	'api.veryfi.com',
	'localhost.example.com',
	'mylocalhost.',
	'home.arpa.example.com',
])('the name %s is public', (host) => expect(isPrivate(host)).toBe(false));

describe('a base URL without https', () => {
	it.each(['http://[::ffff:8.8.8.8]', 'http://ai.', 'http://0x08080808', 'http://134744072'])(
		'%s is refused',
		(url) => expect(checkBaseUrl(url)).toHaveProperty('problem', expect.stringMatching(/https/)),
	);

	it.each([
		['http://[::ffff:127.0.0.1]:8787/', 'http://[::ffff:7f00:1]:8787'],
		['http://0x7f000001', 'http://127.0.0.1'],
		['http://emulator:8787', 'http://emulator:8787'],
	])('%s is taken', (given, url) => expect(checkBaseUrl(given)).toEqual({ url }));
});

it.each([
	'https://user:SECRET@api.veryfi.com:99999',
	'https://user:SECRET@api.veryfi.com',
	'user:SECRET@api.veryfi.com',
	'http://api.veryfi.com/SECRET?key=SECRET#SECRET',
	'https://api.veryfi.com:x/?key=SECRET',
	'https://api.veryfi.com/api/v8/SECRET?key=SECRET',
	'SECRET',
])('what is wrong with %s is said without what may be secret', (url) => {
	const checked = checkBaseUrl(url);
	expect(checked).toHaveProperty('problem');
	expect(JSON.stringify(checked)).not.toContain('SECRET');
});
