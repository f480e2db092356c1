/**
 * Plays the part of n8n's host around a webhook trigger: stores routes, calls checkExists, create
 * and delete in n8n's order, serves the webhooks over real HTTP(S), and runs the workflow in the real
 * WorkflowExecute. Order and quirks are those of n8n 2.40: every call works on its own copy of the
 * workflow and its static data; a failing create() leads to delete(); 200 is answered only after
 * the execution is stored.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';

import express from 'express';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, NodeHelpers, Workflow } from 'n8n-workflow';

import type { Engine, NodeSettings, Outcome } from './engine.mts';
import { additionalData, execute, makeNode, outcomeOf } from './engine.mts';
import { nodeTypes } from './nodeTypes.mts';

const NODE_NAME = 'Veryfi Trigger';
/** n8n's default for N8N_PAYLOAD_SIZE_MAX. */
const PAYLOAD_LIMIT = 16 * 1024 * 1024;

export interface StoredExecution extends Outcome {
	mode: WorkflowExecuteMode;
	/** What webhook() handed over; a retry begins with it. */
	input: INodeExecutionData[][];
}

export interface TriggerWorkflow {
	id: string;
	node: INode;
	/** What n8n would have in its database: saved only where n8n saves it. */
	staticData: IDataObject;
}

interface Route {
	workflow: TriggerWorkflow;
	webhook: Omit<IWebhookData, 'workflowExecuteAdditionalData'>;
	/** Static data that test listening keeps beside the route. */
	testStaticData?: IDataObject;
}

export interface HostOptions {
	/** PEM key and certificate; with them the host serves https. */
	tls?: { key: string; cert: string };
	/** What n8n believes its address to be (N8N_WEBHOOK_URL); default: the real one. */
	publicUrl?: string;
}

export type Host = Awaited<ReturnType<typeof startHost>>;

/** Starts a host for trigger workflows; stop it with `stop()`. */
export async function startHost(engine: Engine, options: HostOptions = {}) {
	const routes = new Map<string, Route>();
	const executions: StoredExecution[] = [];
	const failures: Error[] = [];
	const pending = new Set<Promise<unknown>>();

	const app = express();
	app.disable('x-powered-by');
	const server = options.tls ? createHttpsServer(options.tls, app) : createHttpServer(app);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const origin = `${options.tls ? 'https' : 'http'}://localhost:${port}`;
	let publicUrl = options.publicUrl ?? origin;

	/** A copy of the workflow as n8n makes one from its database for every call. */
	const load = (stored: TriggerWorkflow, active: boolean) =>
		new Workflow({
			id: stored.id,
			name: stored.id,
			nodes: [deepCopy(stored.node)],
			connections: {},
			active,
			nodeTypes,
			staticData: deepCopy(stored.staticData),
		});

	const webhooksOf = (workflow: Workflow, data: IWorkflowExecuteAdditionalData): IWebhookData[] => {
		const node = workflow.getNode(NODE_NAME) as INode;
		const { webhooks = [] } = nodeTypes.getByNameAndVersion(
			node.type,
			node.typeVersion,
		).description;
		return webhooks.flatMap((webhookDescription) =>
			String(webhookDescription.httpMethod)
				.split(',')
				.map((method) => ({
					httpMethod: method.trim() as IWebhookData['httpMethod'],
					node: node.name,
					path: NodeHelpers.getNodeWebhookPath(
						workflow.id,
						node,
						webhookDescription.path,
						webhookDescription.isFullPath === true,
						false,
					),
					webhookDescription,
					workflowId: workflow.id,
					workflowExecuteAdditionalData: data,
				})),
		);
	};

	const callHook = async (
		method: 'checkExists' | 'create' | 'delete',
		workflow: Workflow,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	) => {
		const node = workflow.getNode(NODE_NAME) as INode;
		const hook = nodeTypes.getByNameAndVersion(node.type, node.typeVersion).webhookMethods?.[
			webhook.webhookDescription.name
		]?.[method];
		const data = webhook.workflowExecuteAdditionalData;
		return await hook?.call(new HookContext(workflow, node, data, mode, activation, webhook));
	};

	const routeKey = (test: boolean, method: string, path: string) =>
		`${test ? 'test' : 'live'} ${method} ${path}`;

	const removeRoutes = (stored: TriggerWorkflow, test: boolean) => {
		for (const [key, route] of routes) {
			if (route.workflow.id === stored.id && key.startsWith(test ? 'test' : 'live'))
				routes.delete(key);
		}
	};

	const deactivate = async (stored: TriggerWorkflow) => {
		const workflow = load(stored, true);
		for (const webhook of webhooksOf(workflow, additionalData(engine.credentials, publicUrl))) {
			await callHook('delete', workflow, webhook, 'internal', 'update');
		}
		stored.staticData = deepCopy(workflow.staticData);
		removeRoutes(stored, false);
	};

	const stopListening = async (stored: TriggerWorkflow) => {
		const workflow = load(stored, false);
		const listening = new Map(routes);
		removeRoutes(stored, true);
		for (const webhook of webhooksOf(workflow, additionalData(engine.credentials, publicUrl))) {
			const route = listening.get(routeKey(true, webhook.httpMethod, webhook.path));
			if (!route) continue;
			// n8n keeps the static data of a test beside each route, as it was when that route was added.
			if (route.testStaticData) workflow.staticData = deepCopy(route.testStaticData);
			await callHook('delete', workflow, { ...webhook, isTest: true }, 'internal', 'update');
		}
	};

	// Like n8n's own routes: capitals in the first part do not matter, and the rest is decoded.
	app.use(['/webhook', '/webhook-test'], async (request, response) => {
		const test = request.baseUrl.toLowerCase() === '/webhook-test';
		const path = decodeURIComponent(request.path).replace(/^\/|\/$/g, '');
		const route = routes.get(routeKey(test, request.method, path));
		if (!route) {
			response.status(404).json({ code: 404, message: 'This webhook is not registered.' });
			return;
		}
		const body = await readBody(request);
		if ('status' in body) {
			response.status(body.status).json({ message: body.message });
			return;
		}
		Object.assign(request, { rawBody: body.raw, body: body.parsed, params: {} });

		const mode: WorkflowExecuteMode = test ? 'manual' : 'webhook';
		const workflow = load(route.workflow, !test);
		if (route.testStaticData) workflow.setTestStaticData(deepCopy(route.testStaticData));
		const node = workflow.getNode(NODE_NAME) as INode;
		const data = additionalData(engine.credentials, publicUrl);
		Object.assign(data, { httpRequest: request, httpResponse: response });
		const webhook: IWebhookData = { ...route.webhook, workflowExecuteAdditionalData: data };
		const context = new WebhookContext(workflow, node, data, mode, webhook, [], null);
		let result;
		try {
			const type = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
			result = await type.webhook?.call(context);
		} catch (error) {
			// n8n answers 500 AND creates a failed execution: a trigger must never let this happen.
			failures.push(error as Error);
			response.status(500).json({ code: 0, message: 'Workflow Webhook Error' });
			return;
		}
		if (!test) route.workflow.staticData = deepCopy(workflow.staticData);
		if (!result?.workflowData) {
			if (!result?.noWebhookResponse) response.json({ message: 'Webhook call received' });
			return;
		}
		const input = result.workflowData;
		if (test) void track(stopListening(route.workflow));
		void track(runStored(route.workflow, mode, input));
		if (!result.noWebhookResponse) response.json({ message: 'Workflow was started' });
	});

	const track = async <T,>(promise: Promise<T>) => {
		pending.add(promise);
		try {
			return await promise;
		} finally {
			pending.delete(promise);
		}
	};

	/** Runs the workflow from the trigger with what webhook() handed over. */
	const runStored = async (
		stored: TriggerWorkflow,
		mode: WorkflowExecuteMode,
		input: INodeExecutionData[][],
	): Promise<StoredExecution> => {
		const workflow = load(stored, true);
		const node = workflow.getNode(NODE_NAME) as INode;
		const run = await execute(workflow, additionalData(engine.credentials, publicUrl), mode, [
			// The items go through JSON, as they do on the way into n8n's database.
			{ node, data: { main: JSON.parse(JSON.stringify(input)) }, source: null },
		]);
		const execution = { ...outcomeOf(run, NODE_NAME), mode, input };
		executions.push(execution);
		return execution;
	};

	return {
		origin,
		port,
		executions,
		/** Errors that webhook() threw; n8n would answer 500 and store a failed execution for each. */
		failures,
		set publicUrl(url: string) {
			publicUrl = url;
		},
		/** A workflow with one Veryfi Trigger node. */
		workflow(id: string, settings: Omit<NodeSettings, 'type'> = {}): TriggerWorkflow {
			const node = makeNode(NODE_NAME, { type: 'veryfiTrigger', ...settings });
			return { id, node: { ...node, id: `${id}-node`, webhookId: `${id}-hook` }, staticData: {} };
		},
		/** The URL that n8n shows for the workflow's trigger. */
		urlOf(stored: TriggerWorkflow, test = false): string {
			const [webhook] = webhooksOf(load(stored, true), additionalData(engine.credentials)).slice(
				-1,
			);
			return `${publicUrl}/${test ? 'webhook-test' : 'webhook'}/${webhook.path}`;
		},
		/**
		 * Activates the workflow as n8n does.
		 *
		 * @param activation 'activate' by the user, 'init' at start-up, 'leadershipChange' on another main
		 * @throws what create() threw, after n8n's clean-up
		 */
		async activate(stored: TriggerWorkflow, activation: WorkflowActivateMode = 'activate') {
			const workflow = load(stored, true);
			for (const webhook of webhooksOf(workflow, additionalData(engine.credentials, publicUrl))) {
				const { workflowExecuteAdditionalData: _, ...cacheable } = webhook;
				routes.set(routeKey(false, webhook.httpMethod, webhook.path), {
					workflow: stored,
					webhook: cacheable,
				});
				try {
					const exists = await callHook('checkExists', workflow, webhook, 'trigger', activation);
					if (!exists) await callHook('create', workflow, webhook, 'trigger', activation);
				} catch (error) {
					await deactivate(stored);
					throw error;
				}
			}
			stored.staticData = deepCopy(workflow.staticData);
		},
		deactivate,
		/** Ends the routes without calling delete(), as a stopped or killed n8n does. */
		crash(stored: TriggerWorkflow) {
			removeRoutes(stored, false);
		},
		/** "Listen for test event": registers the test URL; the listener ends with the first event. */
		async listen(stored: TriggerWorkflow) {
			const workflow = load(stored, false);
			for (const webhook of webhooksOf(workflow, additionalData(engine.credentials, publicUrl))) {
				const testWebhook = { ...webhook, isTest: true };
				const { workflowExecuteAdditionalData: _, ...cacheable } = testWebhook;
				const route: Route = { workflow: stored, webhook: cacheable };
				routes.set(routeKey(true, webhook.httpMethod, webhook.path), route);
				try {
					const exists = await callHook('checkExists', workflow, testWebhook, 'manual', 'manual');
					if (!exists) await callHook('create', workflow, testWebhook, 'manual', 'manual');
					route.testStaticData = deepCopy(workflow.staticData);
				} catch (error) {
					await stopListening(stored);
					throw error;
				}
			}
		},
		stopListening,
		/** Runs a stored execution once more from the beginning, as "Retry" does. */
		retry: async (stored: TriggerWorkflow, execution: StoredExecution) =>
			await runStored(stored, 'retry', execution.input),
		/** Resolves when every execution and clean-up that a request has started is done. */
		async settled() {
			while (pending.size > 0) await Promise.allSettled([...pending]);
		},
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

type Body = { raw?: Buffer; parsed: unknown } | { status: number; message: string };

/**
 * Reads a request body as n8n does for nodes of version 2 and up: only for content types that it
 * can parse, inflated, 500 for more than 16 MB, and 422 for JSON that is none.
 */
async function readBody(request: express.Request): Promise<Body> {
	const contentType = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
	const isParsable =
		['application/json', 'text/plain', 'application/x-www-form-urlencoded'].some((type) =>
			contentType.startsWith(type),
		) || /[/+]xml$/.test(contentType);
	const read = async (): Promise<Buffer | undefined> => {
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of request as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size <= PAYLOAD_LIMIT) chunks.push(chunk);
		}
		return size > PAYLOAD_LIMIT ? undefined : inflate(request, Buffer.concat(chunks));
	};
	if (!isParsable) {
		Object.assign(request, {
			readRawBody: async () => {
				const rawBody = await read();
				if (!rawBody) throw Object.assign(new Error('request entity too large'), { status: 413 });
				Object.assign(request, { rawBody });
			},
		});
		return { parsed: {} };
	}
	const raw = await read();
	// Before the node is asked, n8n turns the body reader's 413 into a 500 of its own.
	if (!raw) return { status: 500, message: 'There was a problem executing the workflow' };
	Object.assign(request, { contentType, encoding: 'utf-8', readRawBody: async () => {} });
	if (raw.length === 0 || contentType !== 'application/json') return { raw, parsed: {} };
	try {
		return { raw, parsed: JSON.parse(raw.toString().replace(/^\uFEFF/, '')) };
	} catch {
		return { status: 422, message: 'Failed to parse request body' };
	}
}

const inflaters: Record<string, (data: Buffer) => Buffer> = {
	gzip: (data) => gunzipSync(data, { maxOutputLength: PAYLOAD_LIMIT }),
	deflate: (data) => inflateSync(data, { maxOutputLength: PAYLOAD_LIMIT }),
};

const inflate = (request: express.Request, data: Buffer) =>
	inflaters[request.headers['content-encoding'] ?? '']?.(data) ?? data;
