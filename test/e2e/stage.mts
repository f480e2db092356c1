import { randomUUID } from 'node:crypto';
import { startEmulator, type Emulator, type Switches } from '../emulator/index.mts';
import {
	ensureN8n,
	isUnfinished,
	N8n,
	PACKAGE,
	PATIENCE_MS,
	plainNode,
	printReport,
	publish,
	publishOrFail,
	SharedN8n,
	triggerUrl,
	unpublish,
	waitFor,
	type ExecutionSummary,
	type N8nInstallation,
	type N8nOptions,
	type PublicationStatus,
	type SharedOptions,
	type Workflow,
	type WorkflowNode,
} from '../host/index.mts';

export const CREDENTIAL_TYPE = 'veryfiAsyncApi';
export const TRIGGER = 'Veryfi Trigger';

/** Start-up of n8n on a slow machine, and every installation that may be missing. */
export const STAGE_TIMEOUT_MS = 20 * 60_000;

/**
 * A setting that n8n has for bursts (docs/queue-mode.md): without it every execution costs 50 ms of CPU, and a test of
 * hundreds takes minutes. The demo, which is tested, too, runs with what n8n has by default.
 */
export const LAZY_EXPRESSIONS = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

/** No process for Code nodes, whose start is a quarter of n8n's: few tests have one. */
const NO_CODE = { N8N_RUNNERS_MODE: 'external', N8N_RUNNERS_AUTH_TOKEN: 'nobody-comes' };

/** For an n8n that runs Code nodes. */
export const WITH_CODE = { N8N_RUNNERS_MODE: 'internal' };

/** What n8n does without here, unless the options of a stage say otherwise. */
export const FRUGAL = { ...LAZY_EXPRESSIONS, ...NO_CODE };

const frugal = <O extends SharedOptions>({ env, ...options }: O) => ({
	...options,
	env: { ...FRUGAL, ...env },
});

/** A machine that is slower than Veryfi is patient is no fault, unless a test means just that. */
export const PATIENT = { connectTimeout: PATIENCE_MS, responseTimeout: PATIENCE_MS };

/**
 * Switches of an account that goes on repeating deliveries for as long as the tests wait: what was killed is back, and
 * what was refused is put right, long before its last attempt.
 *
 * @param interval milliseconds between two attempts
 */
export const repeatedEvery = (interval: number): Partial<Switches> => ({
	retryIntervals: [interval],
	deliveryAttempts: PATIENCE_MS / interval,
});

export interface PublishedTrigger {
	workflow: Workflow;
	/** Production URL. */
	url: string;
	status: PublicationStatus;
}

/** A n8n of one process or of several. */
export type Host = Pick<N8n, 'client' | 'url' | 'certificate' | 'log' | 'start' | 'dispose'>;

/** A real n8n and a local Veryfi account that its credential belongs to. */
export class Stage<H extends Host = N8n> {
	private readonly initial: Switches;

	private readonly created = new Set<string>();

	private constructor(
		readonly n8n: H,
		readonly emulator: Emulator,
		readonly credential: { id: string; name: string },
	) {
		this.initial = { ...emulator.switches };
	}

	static start(options: N8nOptions = {}): Promise<Stage> {
		return Stage.on((installation) => N8n.create(installation, frugal(options)));
	}

	/** One whose n8n other test files have used and will use. */
	static async shared(options: SharedOptions = {}): Promise<Stage> {
		const n8n = await SharedN8n.take(await ensureN8n(printReport), frugal(options));
		return await Stage.open(n8n, await startEmulator(PATIENT));
	}

	/**
	 * @param create prepares the n8n, of whatever processes it may consist
	 * @param account the account, if another stage has it already
	 */
	static async on<H extends Host>(
		create: (installation: N8nInstallation) => Promise<H>,
		account?: Emulator,
	): Promise<Stage<H>> {
		const n8n = await create(await ensureN8n(printReport));
		const begin = async () => {
			await n8n.start();
			await n8n.client.setUpOwner();
		};
		return await Stage.open(n8n, account ?? (await startEmulator(PATIENT)), begin);
	}

	/** @param begin starts n8n and logs its owner in, if that is not done yet */
	private static async open<H extends Host>(
		n8n: H,
		emulator: Emulator,
		begin?: () => Promise<void>,
	): Promise<Stage<H>> {
		try {
			await begin?.();
			return new Stage(n8n, emulator, await createCredential(n8n, emulator));
		} catch (error) {
			await n8n.dispose();
			await emulator.stop();
			throw error;
		}
	}

	get client() {
		return this.n8n.client;
	}

	async stop(): Promise<void> {
		await this.n8n.dispose();
		await this.client.close();
		await this.emulator.stop();
	}

	/** Unpublishes what the last test left, and makes the account a fresh one. */
	async reset(): Promise<void> {
		this.emulator.faults.clear();
		Object.assign(this.emulator.switches, this.initial);
		for (const id of this.created) await this.unpublish(id);
		this.created.clear();
		await this.emulator.idle();
		this.emulator.reset();
	}

	/** Publishes a workflow that consists of a Veryfi Trigger, and waits until n8n has tried to start it. */
	async publishTrigger(parameters: Record<string, unknown> = {}): Promise<PublishedTrigger> {
		const workflow = await this.createTrigger(parameters);
		return {
			workflow,
			url: triggerUrl(this.n8n.url, workflow.nodes),
			status: await this.publish(workflow),
		};
	}

	createTrigger(parameters: Record<string, unknown> = {}): Promise<Workflow> {
		return this.client.createWorkflow({
			name: 'Finished documents',
			nodes: [this.veryfiNode(TRIGGER, 'veryfiTrigger', 2, parameters)],
			connections: {},
		});
	}

	veryfiNode(
		name: string,
		type: string,
		typeVersion: number,
		parameters: Record<string, unknown>,
	): WorkflowNode {
		return {
			id: randomUUID(),
			webhookId: randomUUID(),
			name,
			type: `${PACKAGE}.${type}`,
			typeVersion,
			position: [0, 0],
			parameters,
			credentials: { [CREDENTIAL_TYPE]: this.credential },
		};
	}

	/**
	 * @param options.wait whether to wait until n8n has started the triggers or given up, which takes it
	 *   five attempts
	 */
	async publish(workflow: Workflow, { wait = true } = {}): Promise<PublicationStatus> {
		this.created.add(workflow.id);
		if (wait) return await publish(this.client, workflow);
		await this.client.activate(workflow);
		return await this.client.publicationStatus(workflow.id);
	}

	/** @throws Error where n8n could not start all triggers */
	async publishOrFail(workflow: Workflow): Promise<void> {
		this.created.add(workflow.id);
		await publishOrFail(this.client, workflow);
	}

	async unpublish(workflowId: string): Promise<void> {
		await unpublish(this.client, workflowId);
		this.created.delete(workflowId);
	}

	/** All executions of a workflow, oldest first, once there are `count` and all have ended. */
	async executions(workflowId: string, count: number): Promise<ExecutionSummary[]> {
		const list = () => this.client.executions(workflowId);
		const settled = await waitFor(
			`${count} executions to end`,
			PATIENCE_MS,
			async () => {
				const found = await list();
				return found.length >= count && !found.some(isUnfinished) ? found : undefined;
			},
			list,
		);
		return settled.reverse();
	}

	/**
	 * Executions of a workflow that were begun in one way, newest first.
	 *
	 * @param mode n8n's name for it, e.g. `webhook`, and `trigger` for a schedule
	 */
	async executionsBy(mode: string, { id }: Workflow): Promise<ExecutionSummary[]> {
		return (await this.client.allExecutions(id)).filter((execution) => execution.mode === mode);
	}

	/**
	 * A workflow that is started by hand and consists of a Veryfi action node.
	 *
	 * @param before what the node gets its input from, if it needs any
	 */
	createAction(parameters: Record<string, unknown>, before?: WorkflowNode): Promise<Workflow> {
		const start = { ...plainNode('Start', 'manualTrigger', 1), position: [-400, 0] };
		const nodes = [
			start,
			...(before ? [{ ...before, position: [-200, 0] }] : []),
			this.veryfiNode('Veryfi', 'veryfi', 1, parameters),
		];
		const connections = nodes
			.slice(1)
			.map(({ name }, index) => [
				nodes[index].name,
				{ main: [[{ node: name, type: 'main', index: 0 }]] },
			]);
		return this.client.createWorkflow({
			name: 'By hand',
			nodes,
			connections: Object.fromEntries(connections),
		});
	}

	/** Runs one Veryfi action node by hand and returns its execution. */
	async runAction(parameters: Record<string, unknown>) {
		const workflow = await this.createAction(parameters);
		await this.client.run(workflow.id, 'Start');
		const [{ id }] = await this.executions(workflow.id, 1);
		return await this.client.execution(id);
	}

	get confirmedUrl(): string | undefined {
		return this.emulator.webhooks.confirmed[0]?.url;
	}

	/** Makes a URL the account's webhook as if somebody else had confirmed it. */
	occupyWebhook(url: string): void {
		this.emulator.webhooks.confirmed = [{ url, date: '2026-01-01 00:00:00' }];
	}
}

type Account = Pick<Emulator, 'credentials' | 'baseUrl'>;

/** What the account's owner would enter in n8n. */
export function credentialData({ credentials, baseUrl }: Account): Record<string, string> {
	const { clientId, clientSecret, username, apiKey } = credentials;
	return { clientId, clientSecret, authentication: 'apiKey', username, apiKey, baseUrl };
}

/** Stores the credential of an account, or one like it with another base URL. */
export const createCredential = ({ client }: Pick<Host, 'client'>, account: Account) =>
	client.createCredential('Veryfi', CREDENTIAL_TYPE, credentialData(account));
