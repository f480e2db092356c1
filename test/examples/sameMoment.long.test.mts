import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { STAGE_TIMEOUT_MS, type Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { errorOf, PATIENCE_MS, waitFor, type Execution } from '../host/index.mts';
import { sized } from '../sized.mts';
import { Booking } from './booking.mts';
import { creditNote, invoice } from './invoice.mts';
import { dawdle, gather, hold, together } from './pauses.mts';
import type { Ledger } from './ledger.mts';
import { erpNext, odoo, type Target } from './targets.mts';
import { startExamples } from './stage.mts';

/** The systems that take a bill twice when it is sent twice at the same moment. */
const TARGETS = [erpNext, odoo] as unknown as Target[];

let stage: Stage;

useStage(startExamples, (started) => (stage = started), { isStory: true });

describe.each(TARGETS)('two executions that book in $name at the same moment', (target) => {
	const { bill: creation, double: removal = /never/, vendor: newVendor } = target.writes;
	let ledger: Ledger;
	let booking: Booking;

	const publish = (options?: Parameters<typeof Booking.publish>[3]) =>
		Booking.publish(stage, target, ledger, options);

	beforeAll(async () => {
		ledger = await target.start();
		await stage.reset();
		booking = await publish();
	}, STAGE_TIMEOUT_MS);

	afterAll(() => ledger?.stop());

	beforeEach(async () => {
		ledger.behave();
		await ledger.reset();
	});

	/** Two events of one document, each in an execution of its own. */
	const bookTwice = (fields: Record<string, unknown> = invoice) => {
		const id = booking.seed(fields);
		return booking.deliverAtOnce(id, id);
	};

	/** Retries what failed, one after another. */
	async function retry(executions: Execution[]): Promise<void> {
		ledger.behave();
		for (const execution of executions.filter(({ status }) => status !== 'success')) {
			expect(errorOf(await booking.retry(execution))).toBeUndefined();
		}
	}

	const errorsOf = (executions: Execution[]) => executions.flatMap((one) => errorOf(one) ?? []);

	it.each([
		['bill', invoice],
		['credit note', { ...invoice, ...creditNote(1) }],
		['bill without a number', { ...invoice, invoice_number: null }],
	])('keep one %s, with its file, when both have created one', async (_, fields) => {
		ledger.pause(gather('commit', creation, 2));
		expect(errorsOf(await bookTwice(fields))).toEqual([]);
		expect(await ledger.bills()).toMatchObject([{ vendor: 'Hansen Hardware', files: [{}] }]);
	});

	it('keep one bill when the one that began first can be seen last', async () => {
		const first = hold('commit', creation);
		ledger.pause(first.pause);
		const id = booking.seed(invoice);
		await booking.announce([id], '2026-11-20 10:00:00');
		await booking.announce([id], '2026-11-21 10:00:00');
		await waitFor(
			'the other bill with its file',
			PATIENCE_MS,
			async () => (await ledger.bills())[0]?.files[0],
		);
		first.release();
		expect(errorsOf([await booking.next(), await booking.next()])).toEqual([]);
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	it.each(Array.from({ length: sized(4, 12) }, (_, index) => index + 1))(
		'keep one bill, however their steps mix (%i)',
		async (seed) => {
			ledger.pause(dawdle(seed, 120));
			const executions = await bookTwice();
			expect(errorsOf(executions).filter((error) => !target.refusal?.test(error))).toEqual([]);
			await retry(executions);
			expect(await ledger.bills()).toMatchObject([{ total: 417.6, files: expect.anything() }]);
			expect((await ledger.bills())[0].files).not.toEqual([]);
		},
	);

	it.each([1, 2])('keep one bill when %i answers to it are lost', async (times) => {
		ledger.pause(gather('commit', creation, 2));
		ledger.loseAnswersTo(creation, times);
		const executions = await bookTwice();
		expect(errorsOf(executions)).toHaveLength(times);
		await retry(executions);
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	it('keep one bill when the answer is lost by which the other one is taken away', async () => {
		ledger.pause(gather('commit', creation, 2));
		ledger.loseAnswersTo(removal);
		const executions = await bookTwice();
		expect(errorsOf(executions)).not.toEqual([]);
		await retry(executions);
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	it('say so when the other bill cannot be taken away, and a retry does it', async () => {
		ledger.pause(gather('commit', creation, 2));
		ledger.refuse(removal);
		const executions = await bookTwice();
		expect(errorsOf(executions)[0]).toMatch(/^(Cancel|Delete) Duplicate failed: .*Retry/);
		expect(await ledger.bills()).toHaveLength(2);
		await retry(executions);
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	it('keep one bill when n8n dies over the answers to both, and both are retried', async () => {
		const answers = hold('answer', creation, 2);
		ledger.pause(together(gather('commit', creation, 2), answers.pause));
		const id = booking.seed(invoice);
		await booking.announce([id], '2026-11-20 10:00:00');
		await booking.announce([id], '2026-11-21 10:00:00');
		await waitFor('both bills', PATIENCE_MS, async () => (await ledger.bills())[1]);
		await stage.n8n.kill();
		answers.release();
		await stage.n8n.start();
		const executions = [await booking.next(), await booking.next()];
		expect(executions.map(({ status }) => status)).toEqual(['crashed', 'crashed']);
		await retry(executions);
		expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
	});

	const ways = ['by its name', ...(target.numberVendors ? ['by a number'] : [])];
	it.each(ways)('create one vendor, named %s, for two bills of it', async (way) => {
		if (way === 'by a number') await target.numberVendors?.(ledger);
		ledger.pause(gather('commit', newVendor, 2));
		const ids = ['A-1', 'A-2'].map((number) =>
			booking.seed({ ...invoice, invoice_number: number }),
		);
		expect(errorsOf(await booking.deliverAtOnce(...ids))).toEqual([]);
		expect(await ledger.vendors()).toEqual(['Hansen Hardware']);
		expect(await ledger.bills()).toMatchObject([
			{ vendor: 'Hansen Hardware', files: [{}] },
			{ vendor: 'Hansen Hardware', files: [{}] },
		]);
	});

	if (target.refuseDoubles) {
		it('keep one bill where the system looks for its number, which it does too early', async () => {
			await target.refuseDoubles?.(ledger);
			ledger.pause(gather('commit', creation, 2));
			expect(errorsOf(await bookTwice())).toEqual([]);
			expect(await ledger.bills()).toMatchObject([{ files: [{}] }]);
		});
	}
});
