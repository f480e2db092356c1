import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import { fillIn, waitFor, type Workflow } from '../host/index.mts';
import { Booking, INVOICE_FILE } from './booking.mts';
import { invoice, line } from './invoice.mts';
import { chosen, publishExample, startExamples } from './stage.mts';
import { Internet } from './standIns/internet.mts';
import { QUICKBOOKS, startQuickBooks } from './standIns/quickBooks.mts';
import { SLACK, startSlack, type SlackMessage, type SlackWorkspace } from './standIns/slack.mts';
import { quickBooks } from './targets.mts';

/** As many as a machine of two cores gets through in some minutes; set DOCUMENTS for more. */
const COUNT = Number(process.env.DOCUMENTS ?? 100);
const PER_DELIVERY = 25;
const LIMIT = 400;
const CHANNEL = 'C0BILLS';
const VENDORS = [0, 1, 2, 3, 4].map((number) => `Vendor ${number}`);

/** Milliseconds: what runs here has no limit but this one. */
const PATIENCE_MS = 60 * 60_000;

let internet: Internet;
let ledger: Awaited<ReturnType<typeof startQuickBooks>>;
let slack: SlackWorkspace;
let stage: Stage;
let bills: Booking;
let approvals: Workflow;

beforeAll(async () => {
	ledger = await startQuickBooks();
	slack = await startSlack({ U0ANN: 'ann' }, [CHANNEL]);
	internet = await Internet.start([...QUICKBOOKS.hosts, ...SLACK.hosts]);
	internet.lead(QUICKBOOKS.hosts, ledger.url);
	internet.lead(SLACK.hosts, slack.url);
	stage = await startExamples();
	const ca = stage.n8n.certificate.cert;
	slack.app = { url: `${stage.n8n.url}/webhook-waiting-slack`, ca };
	bills = await Booking.publish(stage, quickBooks, ledger, { isCalled: true });
	const chat = await stage.client.createCredential('Slack', 'slackApi', slack.credential);
	approvals = await publishExample(stage, 'approve-in-slack', {
		credentials: { slackApi: chat },
		parameters: { 'Enter It': { workflowId: chosen(bills.workflow) } },
		edit: (definition) =>
			fillIn(definition, 'Settings', {
				'settings.limit': LIMIT,
				'settings.channel': CHANNEL,
				'settings.escalationChannel': CHANNEL,
				'settings.approvers': 'U0ANN',
			}),
	});
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await stage?.stop();
	await internet?.stop();
	await ledger?.stop();
	await slack?.stop();
}, STAGE_TIMEOUT_MS);

type Fate = 'small' | 'approved' | 'rejected';

/** Every third is below the limit, the others are approved but for one of four; every fifth is of a coded vendor. */
function seedDocuments() {
	const { emulator } = stage;
	emulator.files.set('invoice.pdf', INVOICE_FILE);
	const small = {
		...{ line_items: [line('Toner', 2, 64.5, 129)], subtotal: 129, total: 129 },
		...{ tax: null, tax_lines: [] },
	};
	return Array.from({ length: COUNT }, (_, index) => {
		const fate: Fate = index % 3 === 0 ? 'small' : index % 4 === 0 ? 'rejected' : 'approved';
		const number = `L-${index}`;
		const id = emulator.seedDocument({
			...invoice,
			...(fate === 'small' && small),
			vendor: { name: VENDORS[index % 5] },
			invoice_number: number,
			img_url: `${emulator.baseUrl}/_emulator/files/invoice.pdf`,
		});
		return { id, number, fate, isCoded: index % 5 === 0 };
	});
}

/**
 * Announces documents, so many in a delivery.
 *
 * @param settled what is waited for after each delivery, with the documents that were announced by then: n8n runs all
 *   that it is given at the same time
 */
async function deliver(
	ids: number[],
	created: string,
	settled: (ids: number[]) => Promise<unknown>,
): Promise<void> {
	for (let start = 0; start < ids.length; start += PER_DELIVERY) {
		const end = start + PER_DELIVERY;
		const id = ids.slice(start, end);
		const [{ status }] = await stage.emulator.deliver('document.created', { id, created });
		expect(status).toBe(200);
		await settled(ids.slice(0, end));
	}
}

const answered = new Set<SlackMessage>();

/**
 * Answers each question once n8n waits for it, the oldest first, and some twice; ends when so many are answered. While
 * n8n refuses the oldest, the younger are not tried either: it has enough to do.
 */
async function answer(fates: Map<number, Fate>, count: number): Promise<void> {
	await waitFor(
		`${count} questions to be answered`,
		PATIENCE_MS,
		async () => {
			for (const message of slack.messages(CHANNEL)) {
				if (answered.has(message)) continue;
				const id = Number(/document (\d+)/.exec(JSON.stringify(message.blocks))?.[1]);
				const label = fates.get(id) === 'rejected' ? 'Reject' : 'Approve';
				const asked = structuredClone(message);
				if ((await slack.click(asked, label, 'U0ANN')) !== 200) break;
				answered.add(message);
				if (answered.size % 10 === 0) await slack.click(asked, label, 'U0ANN');
			}
			return answered.size >= count;
		},
		() => answered.size,
	);
}

/**
 * Waits until nothing runs or waits in either workflow, and each delivery and each of its documents has had an
 * execution: n8n answers before it stores one.
 */
const settle = (deliveries: number, documents: number) =>
	waitFor(
		`${deliveries} deliveries to be done with`,
		PATIENCE_MS,
		async () => {
			for (const { id } of [approvals, bills.workflow])
				if (await stage.client.isBusy(id)) return false;
			const ended = await stage.client.allExecutions(approvals.id);
			return ended.length >= deliveries + documents;
		},
		async () => (await ledger.bills()).length,
	);

it(
	`enters each of ${COUNT} bills that are small or approved once, to the right account, and none that is rejected, although all are delivered twice`,
	async () => {
		for (const vendor of VENDORS) await ledger.addVendor(vendor);
		const account = QUICKBOOKS.otherAccount;
		await bills.correct({ Vendor: VENDORS[0], Account: account });

		const given = seedDocuments();
		const fates = new Map(given.map(({ id, fate }) => [id, fate]));
		const asked = given.filter(({ fate }) => fate !== 'small');
		await deliver([...fates.keys()], '2026-11-20 10:00:00', (ids) =>
			answer(fates, ids.filter((id) => fates.get(id) !== 'small').length),
		);
		const deliveries = Math.ceil(COUNT / PER_DELIVERY);
		await settle(deliveries, COUNT);
		// All of it again, as after a catch-up.
		await deliver([...fates.keys()], '2026-11-20 11:00:00', ({ length }) =>
			settle(deliveries + Math.ceil(length / PER_DELIVERY), COUNT + length),
		);

		const executions = await Promise.all(
			[approvals, bills.workflow].map(({ id }) => stage.client.allExecutions(id)),
		);
		expect(new Set(executions.flat().map(({ status }) => status))).toEqual(new Set(['success']));
		const booked = await ledger.bills();
		const wanted = given.filter(({ fate }) => fate !== 'rejected');
		const accountsOf = (bill: (typeof booked)[number]) => [
			...new Set(bill.lines.map(({ account: one }) => one)),
		];
		expect(
			booked.map((bill) => [bill.number, bill.files.length, ...accountsOf(bill)]).sort(),
		).toEqual(
			wanted
				.map(({ number, isCoded }) => [number, 1, isCoded ? account : QUICKBOOKS.expenseAccount])
				.sort(),
		);
		expect((await ledger.vendors()).sort()).toEqual(VENDORS);
		expect(slack.messages(CHANNEL)).toHaveLength(asked.length);
		expect(slack.files(CHANNEL)).toHaveLength(asked.length);
		for (const { id, fate } of asked) {
			const { notes } = stage.emulator.documents.get(id)?.fields ?? {};
			expect(notes).toMatch(fate === 'rejected' ? /^Rejected by ann/ : /^Approved by ann/);
		}
		expect(internet.refused).toEqual([]);
	},
	2 * PATIENCE_MS,
);
