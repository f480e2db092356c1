import type { Stage } from '../e2e/stage.mts';
import {
	fillIn,
	isUnfinished,
	outputOf,
	PATIENCE_MS,
	waitFor,
	type Execution,
	type ExecutionSummary,
	type Workflow,
	type WorkflowDefinition,
} from '../host/index.mts';
import { openForm } from '../host/form.mts';
import { deactivateTrigger, publishExample } from './stage.mts';
import type { Ledger } from './ledger.mts';
import type { Target } from './targets.mts';

export interface BookingOptions {
	settings?: Record<string, unknown>;
	retried?: string[];
	isCalled?: boolean;
}

/** An example that books in a stand-in, published on a real n8n. */
export class Booking<L extends Ledger = Ledger> {
	/** Of the executions that began with the trigger: those that were waited for. */
	private readonly seen = new Set<string>();

	private constructor(
		private readonly stage: Stage,
		readonly ledger: L,
		readonly workflow: Workflow,
	) {}

	/**
	 * @param settings what differs from the target's own
	 * @param retried nodes that a user has set to Retry On Fail
	 * @param isCalled whether it is published for another workflow that calls it
	 */
	static async publish<L extends Ledger>(
		stage: Stage,
		target: Target<L>,
		ledger: L,
		{ settings, retried = [], isCalled = false }: BookingOptions = {},
	): Promise<Booking<L>> {
		const credential = await stage.client.createCredential(
			target.name,
			target.credentialType,
			target.credential(ledger),
		);
		const workflow = await publishExample(stage, target.example, {
			credentials: { [target.credentialType]: credential },
			edit: (definition) => {
				const all = Object.entries({ ...target.settings(ledger), ...settings });
				const fields = all.map(([name, value]) => [`settings.${name}`, value]);
				fillIn(definition, 'Settings', Object.fromEntries(fields));
				for (const node of definition.nodes) node.retryOnFail ||= retried.includes(node.name);
				hurry(definition);
				if (isCalled) deactivateTrigger(definition);
			},
		});
		return new Booking(stage, ledger, workflow);
	}

	/** Puts a document into the account and delivers it; see {@link deliver}. */
	async receive(fields: Record<string, unknown>): Promise<Execution> {
		return await this.deliver([this.seed(fields)]);
	}

	/** Puts a document with a file into the account. */
	seed(fields: Record<string, unknown>): number {
		const { emulator } = this.stage;
		emulator.files.set('invoice.pdf', INVOICE_FILE);
		return emulator.seedDocument({
			img_url: `${emulator.baseUrl}/_emulator/files/invoice.pdf`,
			...fields,
		});
	}

	/** Tells n8n that documents are finished, and waits until the workflow has worked on them. */
	async deliver(ids: number[], created?: string): Promise<Execution> {
		await this.announce(ids, created);
		return await this.next();
	}

	/**
	 * Tells n8n that documents are finished.
	 *
	 * @param created tells deliveries apart: the same one again is a redelivery
	 */
	async announce(ids: number[], created = `2026-11-20 10:00:${this.seen.size}`): Promise<void> {
		const id = ids.length === 1 ? ids[0] : ids;
		const [{ status }] = await this.stage.emulator.deliver('document.created', { id, created });
		if (status !== 200) throw new Error(`n8n answered ${status} to the delivery.`);
	}

	/** Tells n8n about documents by events of the same moment, each in an execution of its own. */
	async deliverAtOnce(...ids: number[]): Promise<Execution[]> {
		await Promise.all(ids.map((id, day) => this.announce([id], `2026-11-2${day} 10:00:00`)));
		const executions: Execution[] = [];
		for (const _ of ids) executions.push(await this.next());
		return executions;
	}

	/** What its executions have put out at a node, when all have ended. */
	async outputs(node: string): Promise<Array<Record<string, unknown>>> {
		const { client } = this.stage;
		const list = () => client.allExecutions(this.workflow.id);
		const all = await waitFor(
			'all executions to end',
			PATIENCE_MS,
			async () => {
				const found = await list();
				return !found.some(isUnfinished) && found;
			},
			list,
		);
		const executions = await Promise.all(all.map(({ id }) => client.execution(id)));
		return executions.flatMap((one) => outputOf(one, node).map(({ json }) => json));
	}

	/** Says in the workflow's form to which account lines belong. */
	async correct(values: Record<string, string>): Promise<void> {
		const { url, certificate } = this.stage.n8n;
		const { nodes } = this.workflow;
		const form = nodes.find(({ type }) => type.endsWith('.formTrigger'));
		await (await openForm(`${url}/form/${String(form?.webhookId)}`, certificate)).send(values);
		const { status } = await this.next();
		if (status !== 'success') throw new Error(`The form's execution ended with ${status}.`);
	}

	/** Retries a failed execution, as its user does. */
	async retry({ id }: Execution): Promise<Execution> {
		await this.stage.client.retry(id);
		return await this.next();
	}

	/** The next execution that did not belong to another, when all have ended. */
	async next(): Promise<Execution> {
		const { client } = this.stage;
		const list = () => client.executions(this.workflow.id);
		const { id } = await waitFor(
			'an execution to end',
			PATIENCE_MS,
			async () => {
				const all = await list();
				if (all.some(isUnfinished)) return undefined;
				return all.filter((one) => !isPart(one) && !this.seen.has(one.id)).at(-1);
			},
			list,
		);
		this.seen.add(id);
		return await client.execution(id);
	}
}

/** Whether it was called by another execution of the workflow. */
const isPart = ({ mode }: ExecutionSummary) => mode === 'integrated';

/** What is attached to the bills. */
export const INVOICE_FILE = Buffer.from(`%PDF-1.7\n${'an invoice '.repeat(40)}`);

/** A node that tries again needs not wait for a service that is on this machine. */
function hurry({ nodes }: WorkflowDefinition): void {
	for (const node of nodes) if (node.retryOnFail) node.waitBetweenTries = 100;
}
