import { describe, expect, it } from '@jest/globals';
import { CredentialTestContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../credentials/VeryfiAsyncApi.credentials.ts';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import type { Stage } from './actionStage.mts';
import { credentialOf } from './actionStage.mts';
import { additionalData } from './harness/engine.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const credential = new VeryfiAsyncApi();

/**
 * Tests a credential as n8n's host does (its credentials tester is not part of n8n-core): by the method that the
 * nodes name, in n8n-core's context for it.
 *
 * @returns what the user would be shown
 */
async function testCredential(data: ICredentialDataDecryptedObject): Promise<string> {
	const context = new CredentialTestContext(additionalData(stage.engine.credentials));
	const details = { id: 'tested', name: 'tested', type: 'veryfiAsyncApi', data };
	const { message } = await new Veryfi().methods.credentialTest.testCredential.call(
		context,
		details,
	);
	return message;
}

const SUCCESS = 'Connection successful!';

describe('the test of the credential', () => {
	it('succeeds with user name and API key', async () => {
		expect(await testCredential(credentialOf(stage.veryfi))).toBe(SUCCESS);
		const [{ method, path, query }] = stage.veryfi.requests;
		expect({ method, path, query }).toEqual({
			method: 'GET',
			path: '/api/v8/partner/documents/',
			query: { page_size: '1' },
		});
	});

	it('succeeds with a Bearer key, in its own field or in that of the API key', async () => {
		const { bearerKey } = stage.veryfi.credentials;
		const base = { ...credentialOf(stage.veryfi), apiKey: '', username: '' };
		expect(
			await testCredential({ ...base, authentication: 'bearer', bearerApiKey: bearerKey }),
		).toBe(SUCCESS);
		expect(await testCredential({ ...base, authentication: 'apiKey', apiKey: bearerKey })).toBe(
			SUCCESS,
		);
	});

	it('succeeds with blanks around the values and slashes after the URL', async () => {
		const given = credentialOf(stage.veryfi);
		const padded = Object.fromEntries(
			Object.entries(given).map(([name, value]) => [
				name,
				name === 'authentication' ? value : ` ${value}${name === 'baseUrl' ? '//' : ''} `,
			]),
		);
		expect(await testCredential(padded)).toBe(SUCCESS);
	});

	it('says what is wrong with a wrong key', async () => {
		const wrong = { ...credentialOf(stage.veryfi), apiKey: 'wrong' };
		expect(await testCredential(wrong)).toMatch(/does not accept the key/);
	});

	it('says that a scoped key may lack the list in its scope', async () => {
		stage.veryfi.switches.bearerScope = '/checks';
		const { bearerKey } = stage.veryfi.credentials;
		const scoped = {
			...credentialOf(stage.veryfi),
			authentication: 'bearer',
			bearerApiKey: bearerKey,
		};
		expect(await testCredential(scoped)).toMatch(/scoped Bearer key/);
		stage.veryfi.switches.bearerScope = '';
	});

	it('says when there is no Veryfi at the URL', async () => {
		const astray = { ...credentialOf(stage.veryfi), baseUrl: `${stage.veryfi.baseUrl}/elsewhere` };
		expect(await testCredential(astray)).toMatch(/no Veryfi API at 'Base URL'/);
	});

	it('sends no key to an address without https', async () => {
		const open = { ...credentialOf(stage.veryfi), baseUrl: 'http://api.veryfi.com' };
		expect(await testCredential(open)).toMatch(/does not begin with https:.*set 'Base URL' to/);
	});

	const [closed] = ['127.0.0.1:1'];

	it.each<[title: string, changes: () => Record<string, string>, words: RegExp]>([
		[
			'an unknown host',
			() => ({ baseUrl: 'https://api.veryfi.invalid' }),
			/host name api\.veryfi\.invalid was not found\. Check 'Base URL'/,
		],
		[
			'a host that takes no connection',
			() => ({ baseUrl: `http://${closed}` }),
			/no connection to 127\.0\.0\.1:1\. Check 'Base URL'.*firewall or proxy/,
		],
		[
			'an address without TLS',
			() => ({ baseUrl: stage.veryfi.baseUrl.replace('http:', 'https:') }),
			/does not answer by https/,
		],
		['no URL at all', () => ({ baseUrl: 'api.veryfi.com' }), /is not a URL\..*set 'Base URL' to/],
		[
			'a web page',
			() => ({ baseUrl: `${stage.veryfi.baseUrl}/_emulator/state?` }),
			/not as Veryfi does|no Veryfi API/,
		],
		[
			'no client ID',
			() => ({ clientId: ' ' }),
			/'Client ID' is empty\. Copy it from the Veryfi portal: Settings > Keys/,
		],
		['no key', () => ({ apiKey: '' }), /'API Key' is empty/],
		[
			'no client secret',
			() => ({ clientSecret: '' }),
			/key is right, but 'Client Secret' is empty: Veryfi Trigger needs it.*Settings > Keys/,
		],
		[
			'only a previous client secret',
			() => ({ clientSecret: '', previousClientSecret: 'x' }),
			/'Client Secret' is empty/,
		],
		[
			'the client ID as client secret',
			() => ({ clientSecret: stage.veryfi.credentials.clientId }),
			/'Client Secret' holds the same as 'Client ID'/,
		],
		[
			'the key as client secret',
			() => ({ clientSecret: ` ${stage.veryfi.credentials.apiKey}` }),
			/holds the same as 'API Key'/,
		],
	])('says what to do about %s', async (_title, changes, words) => {
		expect(await testCredential({ ...credentialOf(stage.veryfi), ...changes() })).toMatch(words);
	});

	it.each([
		[301, /not as Veryfi does.*set 'Base URL'/],
		[407, /A proxy or firewall, and not Veryfi, answered 407.*HTTPS_PROXY/],
		[429, /too many requests.*Wait a moment/],
		[503, /answered 503\. Test again later/],
	])('says what to do about status %d', async (status, words) => {
		stage.veryfi.faults.add({ path: '*/documents*', status, body: '' });
		expect(await testCredential(credentialOf(stage.veryfi))).toMatch(words);
		stage.veryfi.faults.clear();
	});

	it('says what to do when the connection breaks', async () => {
		stage.veryfi.faults.add({ path: '*/documents*', drop: true });
		expect(await testCredential(credentialOf(stage.veryfi))).toMatch(
			/connection to Veryfi broke .*\. Test again later/,
		);
		stage.veryfi.faults.clear();
	});

	it('shows no secret, whatever is wrong', async () => {
		const { apiKey, clientSecret } = stage.veryfi.credentials;
		for (const changes of [
			{ clientId: 'x' },
			{ clientSecret: apiKey },
			{ baseUrl: `https://${apiKey}@x` },
		]) {
			const words = await testCredential({ ...credentialOf(stage.veryfi), ...changes });
			for (const secret of [apiKey, clientSecret]) expect(words).not.toContain(secret);
		}
	});

	it.each([new Veryfi(), new VeryfiTrigger()])('is the same for both nodes', (node) => {
		const [{ name, testedBy }] = node.description.credentials ?? [];
		expect({ name, testedBy }).toEqual({ name: credential.name, testedBy: 'testCredential' });
		expect(node.methods.credentialTest).toHaveProperty(testedBy as string);
	});
});

describe('the headers', () => {
	const headers = async (data: ICredentialDataDecryptedObject) => {
		const baseUrl = 'https://api.veryfi.com';
		const options: IHttpRequestOptions = { url: `${baseUrl}/x`, headers: { Own: '1' } };
		return (await credential.authenticate({ ...data, baseUrl }, options)).headers;
	};

	it('are those that Veryfi documents, beside those of the request', async () => {
		const keys = { clientId: 'c', username: 'u', apiKey: 'k', bearerApiKey: 'vrfk_b' };
		expect(await headers({ ...keys, authentication: 'apiKey' })).toEqual({
			Accept: 'application/json',
			Own: '1',
			'CLIENT-ID': 'c',
			AUTHORIZATION: 'apikey u:k',
		});
		expect(await headers({ ...keys, authentication: 'bearer' })).toMatchObject({
			AUTHORIZATION: 'Bearer vrfk_b',
		});
	});

	it('never carry the client secret', async () => {
		const sent = await headers({ ...credentialOf(stage.veryfi) });
		expect(JSON.stringify(sent)).not.toContain(stage.veryfi.credentials.clientSecret);
	});
});

it('masks every secret in the editor', () => {
	const masked = credential.properties.filter(({ typeOptions }) => typeOptions?.password);
	expect(masked.map(({ name }) => name)).toEqual([
		'clientSecret',
		'apiKey',
		'bearerApiKey',
		'previousClientSecret',
	]);
});

it('has hints of at most 120 characters', () => {
	const hints = credential.properties.flatMap(({ hint }) => hint ?? []);
	expect(hints.length).toBeGreaterThan(3);
	for (const hint of hints) expect(hint.length).toBeLessThanOrEqual(120);
});
