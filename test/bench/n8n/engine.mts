/**
 * The engine of an installed n8n: its own n8n-core with WorkflowExecute, HTTP helpers and binary
 * storage, without editor, queue and database, which cost every contestant the same.
 */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type * as Core from 'n8n-core';
import type {
	IBinaryData,
	IHttpRequestOptions,
	INode,
	INodeType,
	INodeTypes,
	IRun,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import type * as Workflows from 'n8n-workflow';

import type { Run, Task } from './tasks.mts';

const CREDENTIAL = 'veryfiAsyncApi';
const ORIGIN = 'https://n8n.example.com';

export interface Engine {
	/** Loads a module as n8n itself would. */
	load: NodeJS.Require;
	/** Puts a file into n8n's binary storage. */
	store(path: string, fileName: string, mimeType: string): Promise<IBinaryData>;
	execute(run: Run): Promise<IRun>;
}

/** @param types the node types by name; `start` is added */
export async function startEngine(
	task: Task,
	typesOf: (load: NodeJS.Require, ours: NodeJS.Require) => Record<string, INodeType>,
): Promise<Engine> {
	const load = createRequire(join(task.n8n, 'node_modules', 'n8n', 'package.json'));
	const ours = createRequire(join(task.packages, 'package.json'));
	load('reflect-metadata');
	const core = load('n8n-core') as typeof Core;
	const { Workflow, NodeHelpers, createRunExecutionData } = load(
		'n8n-workflow',
	) as typeof Workflows;
	const { Container } = createRequire(load.resolve('n8n-core'))('@n8n/di') as {
		Container: { get<T>(type: abstract new (...args: never[]) => T): T };
	};
	const storage = Container.get(core.BinaryDataService);
	await storage.init();

	const start = {
		description: {
			displayName: 'Start',
			name: 'start',
			group: ['trigger'],
			version: 1,
			description: 'Emits the items of the bench',
			defaults: { name: 'Start' },
			inputs: [],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			return [this.getInputData()];
		},
	} as INodeType;
	const types: Record<string, INodeType> = { start, ...typesOf(load, ours) };
	const nodeTypes: INodeTypes = {
		getByName: (name) => types[name],
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(types[name], version),
		getKnownTypes: () => ({}),
	};
	const newest = (name: string) => {
		const { version, defaultVersion } = types[name].description;
		return defaultVersion ?? [version].flat().at(-1) ?? 1;
	};
	const { VeryfiAsyncApi } = ours(
		'n8n-nodes-veryfi-async/dist/credentials/VeryfiAsyncApi.credentials.js',
	) as {
		VeryfiAsyncApi: new () => {
			authenticate(
				credential: Task['credential'],
				options: IHttpRequestOptions,
			): Promise<IHttpRequestOptions>;
		};
	};
	const type = new VeryfiAsyncApi();
	// What n8n's host does with its database, from memory: alike for all contestants.
	const credentialsHelper = {
		getCredentials: async () => ({ id: 'veryfi', name: 'Veryfi' }),
		getDecrypted: async () => task.credential,
		authenticate: async (_: unknown, __: string, options: IHttpRequestOptions) =>
			await type.authenticate(task.credential, options),
		getCredentialsProperties: () => [],
		getParentTypes: () => [],
		isCredentialUsableByNode: () => true,
		preAuthentication: async () => undefined,
		runPreAuthentication: async () => undefined,
		updateCredentials: async () => {},
		updateCredentialsOauthTokenData: async () => {},
	};
	let executions = 0;

	const nodeOf = (name: string, kind: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type: kind,
		typeVersion: newest(kind),
		position: [0, 0],
		parameters: {},
		...more,
	});

	return {
		load,
		store: async (path, fileName, mimeType) =>
			await storage.store(
				{ type: 'execution', workflowId: 'bench', executionId: 'input' },
				createReadStream(path),
				{ data: '', fileName, mimeType },
			),
		execute: async ({ node: kind, parameters, items, settings }) => {
			const first = nodeOf('Start', 'start');
			const node = nodeOf('Node', kind, {
				parameters,
				credentials: { [CREDENTIAL]: { id: 'veryfi', name: 'Veryfi' } },
				...settings,
			});
			const workflow = new Workflow({
				id: 'bench',
				name: 'Bench',
				nodes: [first, node],
				connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
				active: false,
				nodeTypes,
			});
			const additionalData = {
				credentialsHelper,
				currentNodeExecutionIndex: 0,
				executionId: String(++executions),
				restApiUrl: `${ORIGIN}/rest`,
				instanceBaseUrl: `${ORIGIN}/`,
				formWaitingBaseUrl: `${ORIGIN}/form-waiting`,
				webhookBaseUrl: `${ORIGIN}/webhook`,
				webhookWaitingBaseUrl: `${ORIGIN}/webhook-waiting`,
				webhookTestBaseUrl: `${ORIGIN}/webhook-test`,
				variables: {},
				setExecutionStatus: () => {},
				hooks: new core.ExecutionLifecycleHooks('trigger', String(executions), {
					id: 'bench',
					name: 'Bench',
					active: false,
					isArchived: false,
					nodes: [first, node],
					connections: workflow.connectionsBySourceNode,
					createdAt: new Date(),
					updatedAt: new Date(),
					activeVersionId: null,
				}),
			} as unknown as IWorkflowExecuteAdditionalData;
			const stack = [{ node: first, data: { main: [items] }, source: null }];
			const execution = new core.WorkflowExecute(
				additionalData,
				'trigger',
				createRunExecutionData({ executionData: { nodeExecutionStack: stack } }),
			);
			return await execution.processRunExecutionData(workflow);
		},
	};
}
