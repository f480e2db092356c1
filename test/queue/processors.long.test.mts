import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, fetch, FormData, request, type RequestInit } from 'undici';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { outputOf, PATIENCE_MS, printReport, waitFor, type WorkflowNode } from '../host/index.mts';
import { Janitor } from '../host/queue/janitor.mts';
import { createNginx, type Nginx } from '../host/queue/nginx.mts';
import { startQueueStage, type QueueStage } from './stage.mts';

let stage: QueueStage;
let nginx: Nginx;
let janitor: Janitor;
let dispatcher: Agent;

useStage(startQueueStage, (started) => (stage = started));

beforeAll(async () => {
	const { main, processors } = stage.n8n;
	janitor = new Janitor(await mkdtemp(join(tmpdir(), 'veryfi-nginx-')));
	const upstreams = { main: main.port, webhooks: processors.map(({ port }) => port) };
	nginx = await createNginx(janitor.folder, upstreams, janitor, printReport);
	await nginx.start();
	dispatcher = new Agent({ connect: { ca: nginx.cert } });
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await dispatcher?.destroy();
	await nginx?.stop();
	await janitor?.dismiss();
}, STAGE_TIMEOUT_MS);

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: Record<string, unknown>,
): WorkflowNode => ({
	id: randomUUID(),
	webhookId: randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

/** Publishes nodes that follow each other. */
async function publishInRow(nodes: WorkflowNode[]) {
	const connections = nodes
		.slice(1)
		.map(({ name }, i) => [nodes[i].name, { main: [[{ node: name, type: 'main', index: 0 }]] }]);
	const workflow = await stage.client.createWorkflow({
		name: nodes[0].name,
		nodes,
		connections: Object.fromEntries(connections),
	});
	await stage.publishOrFail(workflow);
	return workflow;
}

/** Calls what n8n thinks is behind its own public address; here nginx stands there. */
async function call(url: string, method: 'GET' | 'POST' = 'GET', form?: FormData) {
	const { pathname, search } = new URL(url, nginx.url);
	const { statusCode, body } = await request(`${nginx.url}${pathname}${search}`, {
		method,
		body: form,
		dispatcher,
	});
	return { status: statusCode, text: await body.text() };
}

const filledIn = (text: string) => {
	const form = new FormData();
	form.append('field-0', text);
	return form;
};

const questions = (label: string) => ({ formFields: { values: [{ fieldLabel: label }] } });

describe('through nginx as deploy/ configures it, with two webhook processors', () => {
	it('a form of several pages can be filled in, whichever processor a page comes from', async () => {
		const trigger = node('Vendor', 'n8n-nodes-base.formTrigger', 2.2, {
			formTitle: 'Vendor',
			...questions('Name'),
		});
		const page = node('Amount', 'n8n-nodes-base.form', 1, questions('Total'));
		const { id } = await publishInRow([trigger, page]);
		const first = `/form/${trigger.webhookId}`;
		expect((await call(first)).text).toContain('Name');
		const sent = await call(first, 'POST', filledIn('Papier Nord'));
		const { formWaitingUrl } = JSON.parse(sent.text) as { formWaitingUrl: string };
		// As a browser does: n8n does not answer to the page's own address until it is there.
		const state = new URL(formWaitingUrl);
		state.pathname += '/n8n-execution-status';
		await waitFor(
			'the second page',
			PATIENCE_MS,
			async () => (await call(state.href)).text === 'form-waiting',
		);
		expect((await call(formWaitingUrl)).text).toContain('Total');
		await call(formWaitingUrl, 'POST', filledIn('120.00'));
		const [{ id: executionId, status }] = await stage.executions(id, 1);
		const execution = await stage.client.execution(executionId);
		expect([status, outputOf(execution, 'Amount')]).toEqual([
			'success',
			[expect.objectContaining({ json: expect.objectContaining({ Total: '120.00' }) })],
		]);
	});

	it('a workflow that waits is resumed by its own address', async () => {
		const start = node('Start', 'n8n-nodes-base.webhook', 2, { path: randomUUID() });
		const note = node('Note', 'n8n-nodes-base.set', 3.4, {
			mode: 'raw',
			jsonOutput: '={{ { url: $execution.resumeUrl } }}',
		});
		const wait = node('Wait', 'n8n-nodes-base.wait', 1.1, { resume: 'webhook' });
		const { id } = await publishInRow([start, note, wait]);
		// Twice, so that each processor resumes one.
		for (let turn = 1; turn <= 2; turn++) {
			await call(`/webhook/${String(start.parameters.path)}`);
			const waiting = await waitFor('the execution to wait', PATIENCE_MS, async () =>
				(await stage.client.executions(id)).find(({ status }) => status === 'waiting'),
			);
			const [{ json }] = outputOf(await stage.client.execution(waiting.id), 'Note');
			expect((await call(json.url as string)).status).toBe(200);
			const executions = await stage.executions(id, turn);
			expect(executions.map(({ status }) => status)).toEqual(Array(turn).fill('success'));
		}
	});

	/** Publishes a tool for MCP clients and gives its address. */
	async function publishTool(version: number): Promise<URL> {
		const path = randomUUID();
		const server = node('Server', '@n8n/n8n-nodes-langchain.mcpTrigger', version, { path });
		const tool = stage.veryfiNode('Get Document', 'veryfiTool', 1, {
			descriptionType: 'manual',
			toolDescription: 'Returns a receipt or invoice.',
			resource: 'document',
			operation: 'get',
			documentId: { __rl: true, mode: 'id', value: "={{ $fromAI('documentId', 'ID') }}" },
		});
		const workflow = await stage.client.createWorkflow({
			name: 'Documents for MCP clients',
			nodes: [server, tool],
			connections: { [tool.name]: { ai_tool: [[{ node: 'Server', type: 'ai_tool', index: 0 }]] } },
		});
		await stage.publishOrFail(workflow);
		return new URL(`${nginx.url}/mcp/${path}`);
	}

	const trusting: FetchLike = async (url, init) =>
		(await fetch(url, { ...(init as RequestInit), dispatcher })) as never;

	const WAYS: Array<[name: string, version: number, transport: (url: URL) => Transport]> = [
		[
			'over SSE',
			1.1,
			(url) => new SSEClientTransport(new URL(`${url.href}/sse`), { fetch: trusting }),
		],
		[
			'over streamable HTTP',
			2,
			(url) => new StreamableHTTPClientTransport(url, { fetch: trusting }),
		],
	];

	it.each(WAYS)('an MCP client finds and uses a tool %s', async (_name, version, transport) => {
		const id = stage.emulator.seedDocument({ total: 42.5 });
		const url = await publishTool(version);
		const client = new Client({ name: 'test', version: '1' });
		await client.connect(transport(url));
		const { tools } = await client.listTools();
		expect(tools.map(({ name }) => name)).toEqual(['Get_Document']);
		// More than one, so that round robin would meet the other processor.
		for (let turn = 0; turn < 3; turn++) {
			const [{ name }] = tools;
			const { content } = await client.callTool({ name, arguments: { documentId: String(id) } });
			expect(JSON.stringify(content)).toContain('42.5');
		}
		await client.close();
	});

	it('an MCP session over streamable HTTP goes on when its processor is away', async () => {
		const id = stage.emulator.seedDocument({ total: 42.5 });
		const url = await publishTool(2);
		const client = new Client({ name: 'test', version: '1' });
		await client.connect(new StreamableHTTPClientTransport(url, { fetch: trusting }));
		const [processor] = stage.n8n.processors;
		await processor.kill();
		const { content } = await client.callTool({
			name: 'Get_Document',
			arguments: { documentId: String(id) },
		});
		expect(JSON.stringify(content)).toContain('42.5');
		await client.close();
		await processor.start();
	});
});
