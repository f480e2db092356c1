/**
 * Runs our nodes inside the real n8n-core: the real WorkflowExecute and contexts, real HTTP, real
 * binary data service. What n8n's host adds to that (credential store, deduplication memory) is
 * supplied by the files beside this one.
 */
import './environment.mts';
import './regularExpressions.mts';
import 'reflect-metadata';

import { createRequire } from 'node:module';

import {
	BinaryDataService,
	Cipher,
	DataDeduplicationService,
	EncryptionKeyProxy,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IBinaryData,
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteData,
	INode,
	INodeCredentials,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	IRun,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, Workflow } from 'n8n-workflow';

import { CredentialStore } from './credentials.mts';
import { DeduplicationMemory } from './deduplication.mts';
import { latestVersion, nodeTypes } from './nodeTypes.mts';
import { pass } from './time.mts';

// n8n-core may carry a container of its own, and services live in the one that it uses.
const { Container } = createRequire(require.resolve('n8n-core'))(
	'@n8n/di',
) as typeof import('@n8n/di');

export interface NodeSettings {
	type: 'veryfi' | 'veryfiTool' | 'veryfiTrigger';
	parameters?: INodeParameters;
	credentials?: INodeCredentials;
	/** n8n's node settings: onError, retryOnFail, maxTries, waitBetweenTries, alwaysOutputData ... */
	settings?: Partial<INode>;
}

export interface Outcome {
	status: IRun['status'];
	/** What the node put out at its first output. */
	items: INodeExecutionData[];
	/** All outputs of the node, e.g. with `onError: 'continueErrorOutput'` the second one has the errors. */
	outputs: INodeExecutionData[][];
	/** The error that ended the execution, as n8n stores it. */
	error?: IRun['data']['resultData']['error'];
	run: IRun;
}

export interface Engine {
	credentials: CredentialStore;
	deduplication: DeduplicationMemory;
	/** Stores a file through n8n's binary data service and returns what an item carries. */
	binary(content: Buffer, fileName: string, mimeType: string): Promise<IBinaryData>;
	/** What a file of an item has in it. */
	content(binary: IBinaryData): Promise<Buffer>;
	/**
	 * Runs `Start -> node` with the given input items and returns what came out, at last where it runs several times.
	 *
	 * @param options.cancelAfterMs milliseconds of the nodes' time
	 * @param options.timezone of the workflow; that of the instance when absent
	 * @param options.runs of the node in one execution, as in a loop, each with all items
	 * @param options.origin where the outside world finds this n8n
	 * @param options.others nodes that stand beside it in the workflow
	 */
	run(
		node: NodeSettings,
		items?: Array<INodeExecutionData | IDataObject>,
		options?: {
			cancelAfterMs?: number;
			mode?: WorkflowExecuteMode;
			origin?: string;
			others?: INode[];
			runs?: number;
			timezone?: string;
		},
	): Promise<Outcome>;
	/** Calls a list search of the node as the editor does. */
	search(
		node: NodeSettings,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
}

let executionCount = 0;

/** What n8n's host hands to n8n-core for an execution, with addresses of the given instance. */
export function additionalData(
	credentials: CredentialStore,
	webhookOrigin = 'https://n8n.example.com',
): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: credentials,
		currentNodeExecutionIndex: 0,
		executionId: String(++executionCount),
		restApiUrl: `${webhookOrigin}/rest`,
		instanceBaseUrl: `${webhookOrigin}/`,
		formWaitingBaseUrl: `${webhookOrigin}/form-waiting`,
		webhookBaseUrl: `${webhookOrigin}/webhook`,
		webhookWaitingBaseUrl: `${webhookOrigin}/webhook-waiting`,
		webhookTestBaseUrl: `${webhookOrigin}/webhook-test`,
		variables: {},
		setExecutionStatus: () => {},
	} as unknown as IWorkflowExecuteAdditionalData;
}

export function makeNode(name: string, settings: NodeSettings): INode {
	return {
		id: `id-of-${name}`,
		name,
		type: settings.type,
		typeVersion: latestVersion(settings.type),
		position: [0, 0],
		parameters: settings.parameters ?? {},
		credentials: settings.credentials,
		...settings.settings,
	};
}

/**
 * Runs a stack of one node, as n8n's host does for a webhook and for a retry.
 *
 * @param stack the node to begin with and the items it gets
 * @param cancelAfterMs milliseconds of the nodes' time
 */
export async function execute(
	workflow: Workflow,
	data: IWorkflowExecuteAdditionalData,
	mode: WorkflowExecuteMode,
	stack: IExecuteData[],
	cancelAfterMs?: number,
): Promise<IRun> {
	data.hooks = new ExecutionLifecycleHooks(mode, data.executionId ?? '', {
		id: workflow.id,
		name: workflow.name ?? '',
		active: workflow.active,
		isArchived: false,
		nodes: Object.values(workflow.nodes),
		connections: workflow.connectionsBySourceNode,
		createdAt: new Date(),
		updatedAt: new Date(),
		activeVersionId: null,
	});
	const runExecutionData = createRunExecutionData({ executionData: { nodeExecutionStack: stack } });
	const execution = new WorkflowExecute(data, mode, runExecutionData).processRunExecutionData(
		workflow,
	);
	if (cancelAfterMs !== undefined) void pass(cancelAfterMs).then(() => execution.cancel());
	return await execution;
}

export function outcomeOf(run: IRun, nodeName: string): Outcome {
	const { runData, error } = run.data.resultData;
	const outputs = (runData[nodeName]?.at(-1)?.data?.main ?? []).map((output) => output ?? []);
	return { status: run.status, items: outputs[0] ?? [], outputs, error, run };
}

const toItem = (item: INodeExecutionData | IDataObject): INodeExecutionData =>
	'json' in item ? (item as INodeExecutionData) : { json: item };

const CORE = Symbol.for('n8n-core in the tests');

/** What a process starts once, though it runs several test files. */
const ofProcess = globalThis as { [CORE]?: Promise<DeduplicationMemory> };

async function startCore(): Promise<DeduplicationMemory> {
	await Container.get(BinaryDataService).init();
	// n8n's host keeps the key that credentials are encrypted with in its database.
	const value = Container.get(Cipher).encryptDEKWithInstanceKey('e5'.repeat(32));
	const key = { id: 'engine-tests', value, algorithm: 'aes-256-gcm', format: 'prefixed' as const };
	Container.get(EncryptionKeyProxy).setProvider({
		getActiveKey: async () => key,
		getKeyById: async () => key,
		getLegacyKey: async () => key,
	});
	const memory = new DeduplicationMemory();
	await DataDeduplicationService.init(memory);
	return memory;
}

/**
 * Starts n8n-core (once per process) and returns an engine with an empty credential store.
 *
 * @param credential optional data of a credential to store under the id `veryfi`
 */
export async function startEngine(credential?: ICredentialDataDecryptedObject): Promise<Engine> {
	const deduplication = await (ofProcess[CORE] ??= startCore());
	const credentials = new CredentialStore();
	const stored = credential && credentials.set('veryfi', credential);

	const workflowOf = (
		settings: NodeSettings,
		runs = 1,
		timezone?: string,
		others: INode[] = [],
	) => {
		const node = makeNode('Veryfi', { credentials: stored, ...settings });
		const start: INode = {
			...makeNode('Start', { type: 'veryfi' }),
			type: 'start',
			typeVersion: 1,
			parameters: {},
		};
		const workflow = new Workflow({
			id: 'engine-test',
			name: 'Engine test',
			nodes: [start, node, ...others],
			connections: {
				Start: {
					main: [Array.from({ length: runs }, () => ({ node: 'Veryfi', type: 'main', index: 0 }))],
				},
			},
			active: false,
			nodeTypes,
			settings: { timezone },
		});
		return { workflow, node, start };
	};

	return {
		credentials,
		deduplication,
		binary: async (content, fileName, mimeType) =>
			await Container.get(BinaryDataService).store(
				{ type: 'execution', workflowId: 'engine-test', executionId: 'input' },
				content,
				{ data: '', fileName, mimeType },
			),
		content: async (binary) => await Container.get(BinaryDataService).getAsBuffer(binary),
		run: async (
			settings,
			items = [{}],
			{ cancelAfterMs, mode = 'trigger', origin, others, runs, timezone } = {},
		) => {
			const { workflow, start } = workflowOf(settings, runs, timezone, others);
			const run = await execute(
				workflow,
				additionalData(credentials, origin),
				mode,
				[{ node: start, data: { main: [items.map(toItem)] }, source: null }],
				cancelAfterMs,
			);
			return outcomeOf(run, 'Veryfi');
		},
		search: async (settings, method, filter, paginationToken) => {
			const { workflow, node } = workflowOf(settings);
			const context = new LoadOptionsContext(
				workflow,
				node,
				{ ...additionalData(credentials), currentNodeParameters: node.parameters },
				'',
			);
			const search = nodeTypes.getByNameAndVersion(node.type, node.typeVersion).methods
				?.listSearch?.[method];
			if (!search) throw new Error(`The node has no list search "${method}"`);
			return await search.call(context, filter, paginationToken);
		},
	};
}
