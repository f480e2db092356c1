/** Whatever answers, and wherever it points: the key goes to the base URL of the credential and nowhere else. */
import type { IncomingMessage } from 'node:http';

import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ExecuteContext } from 'n8n-core';
import type { IDataObject, INodeCredentials, INodeParameters } from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { checkBaseUrl } from '../../nodes/shared/api/baseUrl.ts';
import { startInterceptor, type Interceptor } from '../host/interceptor.mts';
import { inMemory, pdf } from './actionStage.mts';
import type { Engine } from './harness/index.mts';
import { closeInTheEnd, serve, startEngine } from './harness/index.mts';
import { additionalData, makeNode } from './harness/engine.mts';
import { nodeTypes } from './harness/nodeTypes.mts';

const keys = {
	clientId: 'client-of-the-account',
	clientSecret: 'secret-of-the-account',
	authentication: 'apiKey',
	username: 'nathan',
	apiKey: 'key-of-the-account',
};

/** A server that notes what it is asked, and what it answers. */
async function listen(answer: (url: string) => { status: number; location?: string }) {
	const seen: IncomingMessage[] = [];
	const origin = await serve((incoming, outgoing) => {
		seen.push(incoming);
		incoming.resume();
		const { status, location } = answer(incoming.url ?? '');
		outgoing.writeHead(status, {
			'content-type': 'application/json',
			...(location && { location }),
		});
		outgoing.end('{"id":1,"confirmed":[],"pending":[]}');
	});
	return { seen, origin };
}

let engine: Engine;
let thief: Awaited<ReturnType<typeof listen>>;
let redirecting: Awaited<ReturnType<typeof listen>>;
let status = 302;

beforeAll(async () => {
	thief = await listen(() => ({ status: 200 }));
	redirecting = await listen((url) => ({ status, location: `${thief.origin}${url}` }));
	engine = await startEngine({ ...keys, baseUrl: redirecting.origin });
});
beforeEach(() => {
	thief.seen.length = 0;
	redirecting.seen.length = 0;
});

describe('an API that redirects to another host gets no key there', () => {
	const file = async () => ({ json: {}, binary: { data: inMemory(await pdf('x'), 'x.pdf') } });
	const operations: Array<[name: string, parameters: INodeParameters]> = [
		['Get', { resource: 'document', operation: 'get', documentId: '1' }],
		['Get Many', { resource: 'document', operation: 'getMany' }],
		['Delete', { resource: 'document', operation: 'delete', documentId: '1' }],
		['Submit', { resource: 'document', operation: 'submit' }],
		['Webhook > Get', { resource: 'webhook', operation: 'get' }],
	];
	const cases = operations.flatMap(([name, parameters]) =>
		[301, 302, 307, 308].map((code) => [code, name, parameters] as const),
	);

	test.each(cases)('by a %s to %s', async (code, _name, parameters) => {
		status = code;
		const { error } = await engine.run({ type: 'veryfi', parameters }, [await file()]);
		expect(error?.message).toMatch(new RegExp(`^Veryfi answered ${code}`));
		expect(redirecting.seen[0].headers.authorization).toContain(keys.apiKey);
		expect(thief.seen).toEqual([]);
	});
});

describe("requests of n8n's own HTTP Request node with this credential", () => {
	/** The context of a node that is none of ours. */
	const contextOf = (credentials: INodeCredentials) => {
		const node = { ...makeNode('HTTP', { type: 'veryfi' }), credentials };
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		return new ExecuteContext(
			workflow,
			node,
			additionalData(engine.credentials),
			'internal',
			createRunExecutionData(),
			0,
			[],
			{ main: [[{ json: {} }]] },
			{ node, data: {}, source: null },
			[],
		);
	};

	const send = async (options: IDataObject, baseUrl = redirecting.origin) => {
		const credentials = engine.credentials.set('http', { ...keys, baseUrl });
		const context = contextOf(credentials);
		await context.helpers.requestWithAuthentication.call(context, 'veryfiAsyncApi', {
			method: 'GET',
			json: true,
			followRedirect: true,
			followAllRedirects: true,
			...options,
		} as never);
	};

	test('are not taken to another host by a redirect', async () => {
		await expect(send({ uri: `${redirecting.origin}/x` })).rejects.toThrow(/302|308/);
		expect(redirecting.seen).toHaveLength(1);
		expect(thief.seen).toEqual([]);
	});

	describe('by a proxy that reads along', () => {
		let interceptor: Interceptor;
		beforeAll(async () => {
			interceptor = await startInterceptor();
			closeInTheEnd(async () => await interceptor.stop());
		});

		test.each([
			['https://api.veryfi.com', { rejectUnauthorized: false }],
			['https://api.veryfi.com', {}],
			['http://127.0.0.1:9', {}],
			['http://127.0.0.1:9', { rejectUnauthorized: false }],
		])('get no key for %s with %j', async (baseUrl, options) => {
			const request = { ...options, uri: `${baseUrl}/x`, proxy: interceptor.url };
			await expect(send(request, baseUrl)).rejects.toThrow(/proxy that the request names/);
			expect(interceptor.seen).toEqual([]);
		});

		test('reads what goes without the credential, so that the tests above can fail', async () => {
			const context = contextOf({});
			const request = { rejectUnauthorized: false, proxy: interceptor.url, json: true };
			for (const origin of ['https://api.veryfi.com', 'http://127.0.0.1:9'])
				await context.helpers.request({ ...request, uri: `${origin}/x` });
			expect(interceptor.seen).toHaveLength(2);
		});
	});

	test('get no key where `url`, which n8n uses, and `uri` differ', async () => {
		const here = `${redirecting.origin}/x`;
		const there = `${thief.origin}/x`;
		await expect(send({ uri: here, url: there })).rejects.toThrow(/only sent to/);
		await expect(send({ uri: there, url: here })).rejects.toThrow(/only sent to/);
		expect([...thief.seen, ...redirecting.seen]).toEqual([]);
	});

	test('get no key for another host', async () => {
		await expect(send({ uri: `${thief.origin}/x` })).rejects.toThrow(/only sent to http/);
		expect(thief.seen).toEqual([]);
	});
});

test('a file URL is for Veryfi to load; the node itself asks nothing there', async () => {
	const fileUrl = `${thief.origin}/receipt.pdf`;
	const parameters = { resource: 'document', operation: 'submit', source: 'url', fileUrl };
	await engine.run({ type: 'veryfi', parameters }, [{ json: {} }]);
	expect(redirecting.seen).toHaveLength(1);
	expect(thief.seen).toEqual([]);
});

test.each([
	'http://api.veryfi.com',
	'http://203.0.113.7',
	'https://user:password@api.veryfi.com',
	'https://api.veryfi.com@evil.example.com',
	'ftp://api.veryfi.com',
	'javascript:alert(1)',
	'file:///etc/passwd',
	'api.veryfi.com',
	'',
])('a base URL such as "%s" is refused before anything is sent', (baseUrl) => {
	expect(checkBaseUrl(baseUrl)).toHaveProperty('problem');
});
