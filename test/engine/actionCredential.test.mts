import { describe, expect, it } from '@jest/globals';
import { ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	INode,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../credentials/VeryfiAsyncApi.credentials.ts';
import type { Stage } from './actionStage.mts';
import { credentialOf } from './actionStage.mts';
import { additionalData } from './harness/engine.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const credential = new VeryfiAsyncApi();

/**
 * Tests a credential as n8n's host does (its credentials tester is not part of n8n-core): a node that has
 * nothing but the credential's test request, run by n8n-core's RoutingNode; the rules are looked up by status.
 *
 * @returns what the user would be shown
 */
async function testCredential(data: ICredentialDataDecryptedObject): Promise<string> {
	const credentials = stage.engine.credentials.set('tested', data);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'tester',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials,
	};
	const type = {
		description: {
			displayName: 'Tester',
			name: 'tester',
			group: [],
			version: 1,
			description: '',
			defaults: {},
			inputs: [],
			outputs: [],
			credentials: [{ name: 'veryfiAsyncApi', required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: credential.test.request },
				},
			],
		},
	} as unknown as INodeType;
	const nodeTypes: INodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData(stage.engine.credentials),
		'internal',
		createRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	const details = { id: 'tested', name: 'tested', type: 'veryfiAsyncApi', data };
	try {
		await new RoutingNode(context, type, details).runNode();
		return 'Connection successful!';
	} catch (error) {
		const { cause, message } = error as Error & { cause?: { response?: { status: number } } };
		const rule = credential.test.rules?.find(
			({ type, properties }) =>
				type === 'responseCode' && properties.value === cause?.response?.status,
		);
		return rule ? String(rule.properties.message) : message;
	}
}

describe('the test of the credential', () => {
	it('succeeds with user name and API key', async () => {
		expect(await testCredential(credentialOf(stage.veryfi))).toBe('Connection successful!');
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
		).toBe('Connection successful!');
		expect(await testCredential({ ...base, authentication: 'apiKey', apiKey: bearerKey })).toBe(
			'Connection successful!',
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
		expect(await testCredential(padded)).toBe('Connection successful!');
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
		expect(await testCredential(open)).toMatch(
			/does not begin with https:.*The key is not sent there/,
		);
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
		'previousClientSecret',
		'apiKey',
		'bearerApiKey',
	]);
});
