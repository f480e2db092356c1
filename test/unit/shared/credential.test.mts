import { describe, expect, it } from '@jest/globals';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../../credentials/VeryfiAsyncApi.credentials.ts';

const credential = {
	clientId: 'client',
	authentication: 'apiKey',
	username: 'user',
	apiKey: 'very-secret',
	baseUrl: ' https://api.veryfi.com/ ',
};
const authenticate = async (options: object, changes: ICredentialDataDecryptedObject = {}) =>
	await new VeryfiAsyncApi().authenticate(
		{ ...credential, ...changes },
		options as IHttpRequestOptions,
	);

const REFUSAL =
	/^The key is only sent to https:\/\/api\.veryfi\.com, .* and not to .*Correct the URL/;

describe.each(['url', 'uri'])('a request whose address is its "%s"', (name) => {
	it.each([
		'https://api.veryfi.com/api/v8/partner/new/',
		'https://API.veryfi.com:443/x',
		'https://api.veryfi.com',
	])('to %s carries the key', async (address) => {
		const { headers } = await authenticate({ [name]: address });
		expect(headers).toMatchObject({
			'CLIENT-ID': 'client',
			AUTHORIZATION: 'apikey user:very-secret',
		});
	});

	it.each([
		'https://evil.example/api/v8/partner/documents/',
		'https://api.veryfi.com.evil.example/',
		'https://api.veryfi.com@evil.example/',
		'https://evil.example/https://api.veryfi.com/',
		'https://veryfi.com/',
		'https://api.veryfi.com:8443/',
		'http://api.veryfi.com/',
		'http://localhost/',
		'//evil.example/',
		'/api/v8/partner/documents/',
		'',
	])('to "%s" is refused, and says so without the key', async (address) => {
		const refusal = authenticate({ [name]: address });
		await expect(refusal).rejects.toThrow(REFUSAL);
		await expect(refusal).rejects.not.toThrow(/very-secret/);
	});
});

it.each([
	['url', 'uri'],
	['uri', 'url'],
])('a request whose "%s" is right and whose "%s" is not is refused', async (right, wrong) => {
	const home = 'https://api.veryfi.com/x';
	for (const address of ['https://evil.example/', '', null])
		await expect(authenticate({ [right]: home, [wrong]: address })).rejects.toThrow(REFUSAL);
	expect((await authenticate({ [right]: home, [wrong]: home })).headers).toHaveProperty(
		'AUTHORIZATION',
	);
});

it('a request without any address is refused', async () => {
	await expect(authenticate({})).rejects.toThrow(REFUSAL);
});

it('a refusal repeats neither user info nor query of an address', async () => {
	for (const url of [
		'https://me:SECRET@api.veryfi.com:99999/?key=SECRET',
		'https://me:SECRET@evil.example/?key=SECRET#SECRET',
	]) {
		await expect(authenticate({ url })).rejects.toThrow(REFUSAL);
		await expect(authenticate({ url })).rejects.not.toThrow(/SECRET/);
	}
});

describe('a request to the right host', () => {
	const url = 'https://api.veryfi.com/x';

	it.each([
		[{ proxy: 'http://evil.example:3128' }, /proxy.*Remove the option 'Proxy'/],
		[{ proxy: { host: 'evil.example', port: 3128 } }, /proxy/],
		[{ rejectUnauthorized: false }, /Switch off 'Ignore SSL Issues'/],
		[{ rejectUnauthorized: 0 }, /certificate/],
		[{ skipSslCertificateValidation: true }, /certificate/],
		[{ agentOptions: { rejectUnauthorized: false } }, /connection settings/],
		[{ agentOptions: { ca: '-----BEGIN CERTIFICATE-----' } }, /certificate authority/],
		[{ agentOptions: { host: 'evil.example' } }, /connection settings/],
		[{ agentOptions: { socketPath: '/tmp/evil' } }, /connection settings/],
		[{ agentOptions: { checkServerIdentity: () => undefined } }, /connection settings/],
		[{ headers: { host: 'evil.example' } }, /'Host' header/],
		[{ headers: { 'HOST ': 'evil.example' } }, /'Host' header/],
	])('gets no key with %j', async (options, words) => {
		await expect(authenticate({ url, ...options })).rejects.toThrow(words);
		await expect(authenticate({ uri: url, ...options })).rejects.toThrow(/^The key is not sent/);
	});

	it.each([
		{ proxy: '' },
		{ proxy: undefined },
		{ rejectUnauthorized: true },
		{ rejectUnauthorized: undefined },
		{ skipSslCertificateValidation: false },
		{ agentOptions: {} },
		{ agentOptions: { cert: 'c', key: 'k', passphrase: 'p' } },
		{ headers: { 'x-host': 'own' } },
	])('carries it with %j', async (options) => {
		expect((await authenticate({ url, ...options })).headers).toHaveProperty('AUTHORIZATION');
	});
});

it('an address that is relative to a base URL counts as what it leads to', async () => {
	const baseURL = 'https://api.veryfi.com';
	expect((await authenticate({ baseURL, url: '/x' })).headers).toHaveProperty('AUTHORIZATION');
	await expect(authenticate({ baseURL, url: 'https://evil.example/x' })).rejects.toThrow(
		/and not to https:\/\/evil\.example\./,
	);
	await expect(authenticate({ baseURL: 'https://evil.example', url: '/x' })).rejects.toThrow(
		/and not to https:\/\/evil\.example\./,
	);
});

it("a base URL of one's own environment has the key to itself", async () => {
	const baseUrl = 'https://acme.veryfi.com/gateway';
	const url = 'https://acme.veryfi.com/gateway/api/v8/partner/documents/';
	expect((await authenticate({ url }, { baseUrl })).headers).toHaveProperty('AUTHORIZATION');
	await expect(authenticate({ url: 'https://api.veryfi.com/' }, { baseUrl })).rejects.toThrow(
		/The key is only sent to https:\/\/acme\.veryfi\.com/,
	);
});

it.each(['http://api.veryfi.com', 'not a URL', ''])(
	'a base URL "%s" gets no key',
	async (baseUrl) => {
		await expect(authenticate({ url: baseUrl }, { baseUrl })).rejects.toThrow(
			/The key is not sent there\. Open the credential/,
		);
	},
);

it('a test server in the own network may be without https', async () => {
	const baseUrl = 'http://localhost:8787';
	const url = `${baseUrl}/api/v8/partner/documents/`;
	expect((await authenticate({ url }, { baseUrl })).headers).toHaveProperty('AUTHORIZATION');
});

it('no request with the key follows a redirect, which could lead to another host', async () => {
	expect(
		await authenticate({ url: 'https://api.veryfi.com/', followRedirect: true }),
	).toMatchObject({
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});
