import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeTypeDescription } from 'n8n-workflow';
import { Agent, request, RetryAgent } from 'undici';
import { decodeFlatted } from './flatted.mts';
import { PACKAGE } from './package.mts';
import { isReady } from './ready.mts';
import { PATIENCE_MS, waitFor } from './waitFor.mts';

export interface WorkflowDefinition {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	position: number[];
	parameters: Record<string, unknown>;
	id?: string;
	webhookId?: string;
	credentials?: Record<string, { id?: string | null; name: string }>;
	[key: string]: unknown;
}

export interface Workflow extends WorkflowDefinition {
	id: string;
	versionId: string;
	active: boolean;
}

/** A community package as n8n has it in its list. */
export interface CommunityPackage {
	packageName: string;
	installedVersion: string;
	installedNodes: Array<{ type: string; latestVersion: number }>;
}

/** How far n8n is with starting the triggers of a published workflow. */
export interface PublicationStatus {
	status: 'not_published' | 'in_progress' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

const STATUSES = [
	'new',
	'running',
	'success',
	'error',
	'canceled',
	'crashed',
	'waiting',
	'unknown',
] as const;

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: (typeof STATUSES)[number];
	mode: string;
	/** Absent while it waits in a queue. */
	startedAt?: string | null;
}

const UNFINISHED: Array<ExecutionSummary['status']> = ['new', 'running', 'waiting'];

/** What an execution may be that has no time of starting: n8n fails one in a queue whose worker has lost the database. */
const NEVER_STARTED: Array<ExecutionSummary['status']> = ['new', 'error', 'crashed', 'canceled'];

/** Whether n8n has not yet done with an execution. */
export const isUnfinished = ({ status }: ExecutionSummary): boolean => UNFINISHED.includes(status);

export interface Item {
	json: Record<string, unknown>;
	binary?: Record<string, unknown>;
	error?: unknown;
}

interface RunData {
	/** What was still to be run when it was stored. */
	executionData?: {
		nodeExecutionStack: Array<{ data: { main?: Array<Item[] | null> } }>;
	};
	resultData: {
		lastNodeExecuted?: string;
		error?: { message: string; description?: string | null };
		runData: Record<
			string,
			Array<{
				data?: { main?: Array<Item[] | null> };
				error?: { message: string; description?: string | null };
			}>
		>;
	};
}

export interface Execution extends ExecutionSummary {
	data: RunData;
}

/** n8n refused a call. */
export class N8nApiError extends Error {
	constructor(
		request: string,
		readonly status: number,
		/** What the editor would show. */
		readonly reason: string,
	) {
		super(`n8n: ${request} gave ${status}: ${reason}`);
		this.name = 'N8nApiError';
	}
}

export const OWNER = {
	email: 'owner@example.com',
	password: 'Demo-password-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

/** Executions that n8n gives at once, at most. */
const PAGE = 100;

/** Later than any execution has started. */
const LATER = '2999-12-31T00:00:00.000Z';

/** Drives n8n through the API of its own editor. */
export class N8nClient {
	private readonly agent: RetryAgent;

	private cookie = '';

	/** @param ca certificate to trust, PEM */
	constructor(
		private readonly url: string,
		ca: string,
	) {
		// n8n closes what has been idle for some seconds. A busy machine tells us of it too late, and
		// the next call fails: n8n has not read it, and it is made once more.
		this.agent = new RetryAgent(
			new Agent({ connect: { ca }, keepAliveTimeout: 1000, keepAliveMaxTimeout: 1000 }),
			{
				maxRetries: 1,
				minTimeout: 0,
				methods: ['GET', 'POST', 'PATCH', 'DELETE'],
				statusCodes: [],
				errorCodes: ['ECONNRESET', 'UND_ERR_SOCKET'],
			},
		);
	}

	/** Whether n8n is ready, and with it the API of its editor. */
	async isReady(): Promise<boolean> {
		if (!(await isReady(this.url, this.agent))) return false;
		try {
			const { statusCode, headers, body } = await request(`${this.url}/rest/login`, {
				dispatcher: this.agent,
			});
			await body.dump();
			// While it starts, n8n answers every path with a page that says so.
			const isKnown = statusCode === 200 || statusCode === 401;
			return isKnown && String(headers['content-type']).includes('json');
		} catch {
			return false;
		}
	}

	/** Creates the owner of a fresh n8n and logs in. */
	async setUpOwner(): Promise<void> {
		await this.call('POST', '/owner/setup', OWNER);
		await this.login();
	}

	async login(): Promise<void> {
		await this.call('POST', '/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	async createCredential(
		name: string,
		type: string,
		data: Record<string, unknown>,
	): Promise<{ id: string; name: string }> {
		const { id } = await this.call<{ id: string }>('POST', '/credentials', { name, type, data });
		return { id, name };
	}

	async updateCredential(
		{ id, name }: { id: string; name: string },
		type: string,
		data: Record<string, unknown>,
	): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** Runs n8n's own test of a credential. As in the editor, the fields go along once more. */
	testCredential(
		credential: { id: string; name: string },
		type: string,
		data: Record<string, unknown>,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return this.call('POST', '/credentials/test', { credentials: { ...credential, type, data } });
	}

	/** Creates a key for n8n's own API, as **Settings > n8n API** does. */
	async createApiKey(scopes: string[]): Promise<string> {
		const request = { label: 'Key', scopes, expiresAt: null };
		return (await this.call<{ rawApiKey: string }>('POST', '/api-keys', request)).rawApiKey;
	}

	/** Does what **Settings > Community nodes > Install** does, with what npm has under this name. */
	installCommunityPackage(name: string): Promise<CommunityPackage> {
		return this.call('POST', '/community-packages', { name });
	}

	async uninstallCommunityPackage(name: string): Promise<void> {
		await this.call('DELETE', `/community-packages?name=${encodeURIComponent(name)}`);
	}

	/** The names of all nodes, or of all credentials, that n8n has loaded. */
	async knownTypes(kind: 'nodes' | 'credentials'): Promise<string[]> {
		return (await this.types<{ name: string }>(kind)).map(({ name }) => name);
	}

	createWorkflow(definition: WorkflowDefinition): Promise<Workflow> {
		return this.call('POST', '/workflows', { active: false, ...definition });
	}

	workflows(): Promise<Array<Pick<Workflow, 'id' | 'active'>>> {
		return this.call('GET', '/workflows');
	}

	getWorkflow(id: string): Promise<Workflow> {
		return this.call('GET', `/workflows/${id}`);
	}

	/** Saves other nodes. What is published stays as it is until the result is published, too. */
	updateWorkflow({ id, versionId }: Workflow, nodes: WorkflowNode[]): Promise<Workflow> {
		return this.call('PATCH', `/workflows/${id}`, { nodes, versionId });
	}

	/** Publishes a workflow. The triggers are started afterwards: see {@link publicationStatus}. */
	async activate(workflow: Workflow): Promise<void> {
		await this.call('POST', `/workflows/${workflow.id}/activate`, {
			versionId: workflow.versionId,
		});
	}

	async deactivate(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`, {});
	}

	publicationStatus(id: string): Promise<PublicationStatus> {
		return this.call('GET', `/workflows/${id}/publication-status`);
	}

	/** Deletes a workflow that is not published. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/archive`, {});
		await this.call('DELETE', `/workflows/${id}`);
	}

	async deleteDataTables(): Promise<void> {
		for (const table of await this.dataTables()) await this.call('DELETE', pathOf(table));
	}

	async deleteCredentials(): Promise<void> {
		const credentials = await this.call<Array<{ id: string }>>('GET', '/credentials');
		for (const { id } of credentials) await this.call('DELETE', `/credentials/${id}`);
	}

	/**
	 * Does what the editor's Execute Workflow button does.
	 *
	 * @returns the execution's id, or that n8n now listens for a test event
	 */
	run(
		id: string,
		trigger: string,
	): Promise<{ executionId: string } | { waitingForWebhook: boolean }> {
		return this.call('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** Stops listening for a test event. */
	async stopListening(id: string): Promise<void> {
		await this.call('DELETE', `/test-webhook/${id}`);
	}

	/** The executions that started last, at most 100 of those that have ended and 100 of the others. */
	async executions(workflowId?: string): Promise<ExecutionSummary[]> {
		return (await this.page(workflowId ? { workflowId } : {})).results;
	}

	/** Whether n8n has not yet done with all executions of a workflow; costs it less than to list them. */
	async isBusy(workflowId: string): Promise<boolean> {
		const filter = JSON.stringify({ workflowId, status: UNFINISHED });
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?${new URLSearchParams({ limit: '1', filter })}`,
		);
		return results.length > 0;
	}

	/**
	 * All executions of a workflow, the newest first. n8n sorts them by the time of starting, and its cursor bounds them by
	 * number. Where executions wait in a queue these two orders have little to do with each other, so only what may never
	 * have started is read by the cursor, and the rest by the time.
	 */
	async allExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const byId = new Map<string, ExecutionSummary>();
		const add = (page: ExecutionSummary[]) => page.forEach((each) => byId.set(each.id, each));
		add(await this.executions(workflowId));
		let cursor: string | undefined;
		do {
			const found = await this.page({ workflowId, status: NEVER_STARTED }, cursor);
			add(found.results);
			cursor = found.nextCursor ?? undefined;
		} while (cursor);
		for (let startedBefore = LATER, isMore = true; isMore;) {
			const { results } = await this.page({ workflowId, status: STATUSES, startedBefore });
			add(results);
			const earliest = results.at(-1)?.startedAt ?? startedBefore;
			isMore = results.length === PAGE && earliest !== startedBefore;
			startedBefore = earliest;
		}
		return [...byId.values()].sort((one, other) => Number(other.id) - Number(one.id));
	}

	private async page(
		filter: object,
		cursor?: string,
	): Promise<{ results: ExecutionSummary[]; nextCursor: string | null }> {
		const query = new URLSearchParams({ limit: String(PAGE), filter: JSON.stringify(filter) });
		if (cursor !== undefined) query.set('cursor', cursor);
		return await this.call('GET', `/executions?${query}`);
	}

	async execution(id: string): Promise<Execution> {
		const { data, ...summary } = await this.call<ExecutionSummary & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...summary, data: decodeFlatted<RunData>(data) };
	}

	/** Runs a failed execution once more, with the workflow as it was. */
	async retry(executionId: string): Promise<void> {
		await this.call('POST', `/executions/${executionId}/retry`, { loadWorkflow: false });
	}

	/** What the editor shows in a list to choose from of the action node. */
	async searchList(
		methodName: string,
		currentNodeParameters: Record<string, unknown>,
		credentials: WorkflowNode['credentials'],
	): Promise<Array<{ name: string; value: string }>> {
		const { results } = await this.call<{ results: Array<{ name: string; value: string }> }>(
			'POST',
			'/dynamic-node-parameters/resource-locator-results',
			{
				nodeTypeAndVersion: { name: `${PACKAGE}.veryfi`, version: 1 },
				path: 'parameters',
				methodName,
				currentNodeParameters,
				credentials,
			},
		);
		return results;
	}

	/**
	 * The descriptions of the nodes' types, in their order; of a node that n8n has made a tool of, the node's own.
	 *
	 * @throws N8nApiError where n8n does not know one
	 */
	nodeTypes(nodes: WorkflowNode[]): Promise<INodeTypeDescription[]> {
		const nodeInfos = nodes.map(({ type, typeVersion: version }) => ({
			name: type.replace(/Tool$/, ''),
			version,
		}));
		return this.call('POST', '/node-types', { nodeInfos });
	}

	/** n8n writes these files only after it has begun to serve: until then there is none, or half of one. */
	private async types<T>(kind: 'nodes' | 'credentials'): Promise<T[]> {
		const path = `/types/${kind}.json`;
		return await waitFor(`n8n to write ${path}`, PATIENCE_MS, async () => {
			const { body } = await request(`${this.url}${path}`, {
				dispatcher: this.agent,
				headers: this.headers(),
			});
			try {
				return (await body.json()) as T[];
			} catch {
				return undefined;
			}
		});
	}

	/**
	 * Runs n8n's own rules for its next major version (*Settings > Migration Report*) over all workflows.
	 *
	 * @returns what the rules say of nodes or settings of which workflow
	 */
	async migrationIssues(version: string): Promise<Array<{ workflow: string; issue: string }>> {
		const { report } = await this.call<{ report: { workflowResults: Array<{ ruleId: string }> } }>(
			'POST',
			`/breaking-changes/report/refresh?version=${version}`,
		);
		const results = await Promise.all(
			report.workflowResults.map(({ ruleId }) =>
				this.call<{
					affectedWorkflows: Array<{ name: string; issues: Array<{ title: string }> }>;
				}>('GET', `/breaking-changes/report/${ruleId}`),
			),
		);
		return results
			.flatMap(({ affectedWorkflows }) => affectedWorkflows)
			.flatMap(({ name, issues }) => issues.map(({ title }) => ({ workflow: name, issue: title })));
	}

	/** The rows of a data table, by the table's name; none where there is no such table. */
	async dataTableRows(name: string): Promise<Array<Record<string, unknown>>> {
		const path = await this.dataTablePath(name);
		if (!path) return [];
		const { data } = await this.call<{ data: Array<Record<string, unknown>> }>('GET', path);
		return data;
	}

	/** Deletes all rows of a data table. */
	async clearDataTable(name: string): Promise<void> {
		const rows = await this.dataTableRows(name);
		const filter = {
			type: 'or',
			filters: rows.map(({ id }) => ({ columnName: 'id', condition: 'eq', value: id })),
		};
		const query = new URLSearchParams({ filter: JSON.stringify(filter) });
		await this.call('DELETE', `${await this.dataTablePath(name)}?${query}`);
	}

	private async dataTablePath(name: string): Promise<string | undefined> {
		const table = (await this.dataTables()).find((candidate) => candidate.name === name);
		return table && `${pathOf(table)}/rows`;
	}

	private async dataTables(): Promise<DataTable[]> {
		return (await this.call<{ data: DataTable[] }>('GET', '/data-tables-global')).data;
	}

	async close(): Promise<void> {
		await this.agent.destroy();
	}

	protected async call<T>(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		body?: object,
	): Promise<T> {
		const text = await this.send(method, `/rest${path}`, body);
		return text === '' ? (undefined as T) : (JSON.parse(text) as { data: T }).data;
	}

	private async send(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		body?: object,
		deadline = Date.now() + PATIENCE_MS,
	): Promise<string> {
		const {
			statusCode,
			headers,
			body: answer,
		} = await request(`${this.url}${path}`, {
			method,
			dispatcher: this.agent,
			headers: { 'content-type': 'application/json', ...this.headers() },
			body: body && JSON.stringify(body),
		});
		const cookies = [headers['set-cookie'] ?? []].flat();
		if (cookies.length > 0) this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');

		const text = await answer.text();
		if (isWithoutDatabase(statusCode, text) && Date.now() < deadline) {
			await sleep(500);
			return await this.send(method, path, body, deadline);
		}
		if (statusCode >= 300) {
			throw new N8nApiError(`${method} ${path}`, statusCode, messageOf(text));
		}
		return text;
	}

	private headers(): Record<string, string> {
		// n8n ties a session to the browser that opened it.
		return { 'browser-id': 'veryfi-host', ...(this.cookie && { cookie: this.cookie }) };
	}
}

interface DataTable {
	id: string;
	name: string;
	projectId: string;
}

const pathOf = ({ id, projectId }: DataTable) => `/projects/${projectId}/data-tables/${id}`;

/** n8n says so before it looks at a request, whenever its database has not answered it for a moment. */
const isWithoutDatabase = (statusCode: number, text: string) =>
	statusCode === 503 && text.includes('Database is not ready');

function messageOf(text: string): string {
	try {
		return (JSON.parse(text) as { message?: string }).message ?? text;
	} catch {
		return text.slice(0, 500);
	}
}

/** What a node put out in an execution, over all its runs of its first output. */
export const outputOf = (execution: Execution, node: string): Item[] =>
	(execution.data.resultData.runData[node] ?? []).flatMap((run) => run.data?.main?.[0] ?? []);

/** Why an execution failed: the message, and the hint below it. */
export function errorOf(execution: Execution): string | undefined {
	const { error } = execution.data.resultData;
	return error && [error.message, error.description].filter(Boolean).join(' ');
}
