import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	importWorkflow,
	outputOf,
	plainNode,
	readExample,
	type WorkflowNode,
} from '../host/index.mts';
import { startInterceptor, type Interceptor } from '../host/interceptor.mts';
import { createCredential, Stage } from './stage.mts';
import { useStage } from './useStage.mts';

const NODE = 'Get Blocked Devices';
const PARTNER = '/api/v8/partner';

let stage: Stage;
let stranger: Server;
let strangerUrl: string;
const strangerSaw: IncomingHttpHeaders[] = [];

useStage(
	() => Stage.shared(),
	(started) => (stage = started),
);

beforeAll(async () => {
	stranger = createServer(({ headers }, response) => {
		strangerSaw.push(headers);
		response.end('{}');
	});
	await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
	strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
});

afterEach(() => {
	strangerSaw.length = 0;
});

afterAll(() => {
	stranger?.close();
});

/** Runs the example with other parameters of its HTTP Request node. */
async function run(
	parameters: Record<string, unknown>,
	before: WorkflowNode[] = [],
	credential = stage.credential,
) {
	const example = importWorkflow(
		await readExample('http-request-with-veryfi-credential'),
		credential,
		{ [NODE]: parameters },
	);
	const chain = ['Start', ...before.map(({ name }) => name), NODE];
	const links = chain
		.slice(1)
		.map((node, index) => [chain[index], { main: [[{ node, type: 'main', index: 0 }]] }]);
	const workflow = await stage.client.createWorkflow({
		...example,
		nodes: [...example.nodes, ...before],
		connections: Object.fromEntries(links),
	});
	await stage.client.run(workflow.id, 'Start');
	const [{ id }] = await stage.executions(workflow.id, 1);
	return await stage.client.execution(id);
}

describe("n8n's own HTTP Request node with the credential", () => {
	it('reaches a route that the Veryfi node does not have', async () => {
		const url = `${stage.emulator.baseUrl}${PARTNER}/fraud/blocklist/`;
		const added = await run({
			method: 'POST',
			url,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: '{ "device_ids": ["device-1"] }',
		});
		expect(added.status).toBe('success');
		const execution = await run({ url });
		expect(outputOf(execution, NODE).map(({ json }) => json)).toEqual([
			{ device_ids: ['device-1'] },
		]);
		expect(stage.emulator.requests.at(-1)?.headers).toMatchObject({
			authorization: '[redacted]',
			'client-id': '[redacted]',
		});
	});

	it('sends a file', async () => {
		const file = plainNode('File', 'convertToFile', 1.1, {
			operation: 'toText',
			sourceProperty: 'text',
			options: { fileName: 'contract.txt' },
		});
		const execution = await run(
			{
				method: 'POST',
				url: `${stage.emulator.baseUrl}${PARTNER}/contracts/`,
				sendBody: true,
				contentType: 'multipart-form-data',
				bodyParameters: {
					parameters: [
						{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
						{ parameterType: 'formData', name: 'file_name', value: 'contract.txt' },
					],
				},
			},
			[
				plainNode('Words', 'set', 3.4, {
					mode: 'raw',
					jsonOutput: JSON.stringify({ text: 'word '.repeat(100) }),
				}),
				file,
			],
		);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		expect(outputOf(execution, NODE)[0].json.id).toEqual(expect.any(Number));
	});

	describe('behind a proxy that reads along', () => {
		let interceptor: Interceptor;
		beforeAll(async () => {
			interceptor = await startInterceptor();
		});
		afterAll(async () => await interceptor.stop());

		it.each([
			['https://api.veryfi.com', { allowUnauthorizedCerts: true }],
			['https://api.veryfi.com', {}],
			['http://127.0.0.1:9', {}],
			['http://127.0.0.1:9', { allowUnauthorizedCerts: true }],
		])('gives it no key for %s with %j', async (baseUrl, options) => {
			const credential = await createCredential(stage.n8n, { ...stage.emulator, baseUrl });
			const parameters = {
				url: `${baseUrl}${PARTNER}/documents/`,
				options: { ...options, proxy: interceptor.url },
			};
			const execution = await run(parameters, [], credential);
			expect(JSON.stringify(execution.data.resultData.error)).toContain(
				'not sent through a proxy that the request names',
			);
			expect(interceptor.seen).toEqual([]);
		});

		it('would have the headers of a request without the credential', async () => {
			for (const origin of ['https://api.veryfi.com', 'http://127.0.0.1:9']) {
				const options = { allowUnauthorizedCerts: true, proxy: interceptor.url };
				await run({ url: `${origin}/x`, authentication: 'none', options });
			}
			expect(interceptor.seen).toHaveLength(2);
		});
	});

	it('sends nothing where certificates are not checked', async () => {
		const url = `${stage.emulator.baseUrl}${PARTNER}/documents/`;
		const execution = await run({ url, options: { allowUnauthorizedCerts: true } });
		expect(JSON.stringify(execution.data.resultData.error)).toContain('Ignore SSL Issues');
		expect(stage.emulator.requests).toEqual([]);
	});

	it('gives the key to no other host by a next page', async () => {
		const url = `${stage.emulator.baseUrl}${PARTNER}/documents/`;
		const pagination = {
			paginationMode: 'responseContainsNextURL',
			nextURL: `=${strangerUrl}/next`,
			paginationCompleteWhen: 'responseIsEmpty',
			limitPagesFetched: true,
			maxRequests: 3,
		};
		const execution = await run({ url, options: { pagination: { pagination } } });
		expect(execution.status).toBe('error');
		expect(strangerSaw).toEqual([]);
	});

	it.each([
		['a refusal', { status: 400, body: { error: 'no' } }],
		['a fault', { status: 500 }],
		['a broken connection', { drop: true }],
	])('shows no key after %s', async (_name, fault) => {
		stage.emulator.faults.add({ path: `${PARTNER}/documents`, ...fault });
		const execution = await run({ url: `${stage.emulator.baseUrl}${PARTNER}/documents/` });
		expect(execution.status).toBe('error');
		const { apiKey, clientSecret } = stage.emulator.credentials;
		for (const secret of [apiKey, clientSecret])
			expect(JSON.stringify(execution)).not.toContain(secret);
	});

	it('gives the key to no other host, and says so', async () => {
		const execution = await run({ url: `${strangerUrl}${PARTNER}/documents/` });
		expect(execution.status).toBe('error');
		expect(JSON.stringify(execution.data.resultData.error)).toContain(
			`only sent to ${stage.emulator.baseUrl}`,
		);
		expect(strangerSaw).toEqual([]);
	});
});
