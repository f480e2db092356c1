import type { Stage } from '../e2e/stage.mts';
import {
	errorOf,
	fillIn,
	outputOf,
	PATIENCE_MS,
	waitFor,
	type Workflow,
	type WorkflowDefinition,
} from '../host/index.mts';
import { Booking } from './booking.mts';
import type { BookedBill } from './ledger.mts';
import { chosen, publishExample } from './stage.mts';
import type { startQuickBooks } from './standIns/quickBooks.mts';
import { quickBooks } from './targets.mts';

export type QuickBooks = Awaited<ReturnType<typeof startQuickBooks>>;

/** The number of a bill that nobody decides in time. */
export const SLOW = 'SLOW-1';

/** For a node that asks: not a minute for {@link SLOW}, hours for the others. */
const WAITING = {
	limitType: 'afterTimeInterval',
	resumeAmount: `={{ $('When Called').first().json.invoice_number === '${SLOW}' ? 0.001 : 600 }}`,
	resumeUnit: 'minutes',
};

let seeded = 0;

/** What every bill is, as far as a test says nothing else. */
const BILL = {
	vendor: { name: 'Papier Nord' },
	date: '2026-10-27 00:00:00',
	currency_code: 'EUR',
};

export interface ApprovalOptions {
	settings: Record<string, unknown>;
	/** Credentials of the chat by their type. */
	credentials: Record<string, { id: string; name: string }>;
	edit?: (definition: WorkflowDefinition) => void;
}

/** An example that lets bills wait for a decision in a chat, and what enters them in QuickBooks, both published. */
export class Approvals {
	private readonly seeded: number[] = [];

	private constructor(
		private readonly stage: Stage,
		private readonly ledger: QuickBooks,
		readonly workflow: Workflow,
		/** What enters the bills. */
		readonly bills: Booking<QuickBooks>,
	) {}

	static async publish(
		stage: Stage,
		ledger: QuickBooks,
		name: string,
		{ settings, credentials, edit }: ApprovalOptions,
	): Promise<Approvals> {
		const bills = await Booking.publish(stage, quickBooks, ledger, { isCalled: true });
		const workflow = await publishExample(stage, name, {
			credentials,
			parameters: { 'Enter It': { workflowId: chosen(bills.workflow) } },
			edit(definition) {
				fillIn(definition, 'Settings', settings);
				for (const node of definition.nodes) {
					if (node.waitBetweenTries) node.waitBetweenTries = 100;
					const options = node.parameters.options as Record<string, unknown> | undefined;
					if (node.name === 'Ask')
						Object.assign(options ?? {}, { limitWaitTime: { values: WAITING } });
				}
				edit?.(definition);
			},
		});
		return new Approvals(stage, ledger, workflow, bills);
	}

	/** Puts a bill with a file into the account. */
	seed(fields: object, scores: Record<string, number> = {}): number {
		const { emulator } = this.stage;
		emulator.files.set('bill.pdf', Buffer.from('%PDF-1.4 the bill'));
		const id = emulator.seedDocument({
			...BILL,
			invoice_number: `A-${++seeded}`,
			img_url: `${emulator.baseUrl}/_emulator/files/bill.pdf`,
			...fields,
		});
		Object.assign(emulator.documents.get(id) ?? {}, { scores });
		this.seeded.push(id);
		return id;
	}

	/** What Veryfi has as the notes of a bill. */
	notes(id: number): unknown {
		return this.stage.emulator.documents.get(id)?.fields.notes;
	}

	/** What the executions of bills put out at a node, once so many of them have ended well. */
	async out(node: string, count: number): Promise<Array<Record<string, unknown>>> {
		const { client } = this.stage;
		return await waitFor(`${count} bills at ${node}`, PATIENCE_MS, async () => {
			const bills = (await client.executions(this.workflow.id)).filter(
				({ mode, status }) => mode === 'integrated' && status === 'success',
			);
			const executions = await Promise.all(bills.map(({ id }) => client.execution(id)));
			const items = executions.flatMap((execution) => outputOf(execution, node));
			return items.length >= count && items.map(({ json }) => json);
		});
	}

	/** What QuickBooks has of these bills, and of all others that were seeded here, once these are there. */
	async entered(...ids: number[]): Promise<Array<BookedBill & { id: number }>> {
		const found = async () =>
			(await this.ledger.bills())
				.map((bill) => ({ ...bill, id: Number(/^Veryfi document (\d+)/.exec(bill.note)?.[1]) }))
				.filter(({ id }) => this.seeded.includes(id))
				.sort((a, b) => a.id - b.id);
		return await waitFor(
			`bills ${ids.join(', ')} in QuickBooks`,
			PATIENCE_MS,
			async () => {
				const bills = await found();
				return ids.every((id) => bills.some((bill) => bill.id === id)) && bills;
			},
			async () => [await found(), await this.executions()],
		);
	}

	/** How far n8n is with asking and with entering. */
	private async executions() {
		const { client } = this.stage;
		const found = [this.workflow, this.bills.workflow].map(({ id }) => client.executions(id));
		const summaries = (await Promise.all(found)).flat();
		const executions = await Promise.all(summaries.map(({ id }) => client.execution(id)));
		return executions.map((execution) => {
			const { mode, status, data } = execution;
			return { mode, status, last: data.resultData.lastNodeExecuted, error: errorOf(execution) };
		});
	}
}
