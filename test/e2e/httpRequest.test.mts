import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importWorkflow, outputOf, readExample, type WorkflowNode } from '../host/index.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

const NODE = 'Get Blocked Devices';
const PARTNER = '/api/v8/partner';

let stage: Stage;
let stranger: Server;
let strangerUrl: string;
const strangerSaw: IncomingHttpHeaders[] = [];

useStage(
	() => Stage.start(),
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
async function run(parameters: Record<string, unknown>, before: WorkflowNode[] = []) {
	const example = importWorkflow(
		await readExample('http-request-with-veryfi-credential'),
		stage.credential,
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
		const file: WorkflowNode = {
			id: randomUUID(),
			name: 'File',
			type: 'n8n-nodes-base.convertToFile',
			typeVersion: 1.1,
			position: [120, 0],
			parameters: {
				operation: 'toText',
				sourceProperty: 'text',
				options: { fileName: 'contract.txt' },
			},
		};
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
				{
					id: randomUUID(),
					name: 'Words',
					type: 'n8n-nodes-base.set',
					typeVersion: 3.4,
					position: [60, 0],
					parameters: { mode: 'raw', jsonOutput: JSON.stringify({ text: 'word '.repeat(100) }) },
				},
				file,
			],
		);
		expect(execution.data.resultData.error?.message).toBeUndefined();
		expect(outputOf(execution, NODE)[0].json.id).toEqual(expect.any(Number));
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
