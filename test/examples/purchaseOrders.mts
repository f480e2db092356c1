import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { errorOf, outputOf, type Execution } from '../host/index.mts';
import { Booking } from './booking.mts';
import { testCalled } from './called.mts';
import { invoice } from './invoice.mts';
import type { Ledger } from './ledger.mts';
import { startExamples } from './stage.mts';
import type { Ordered } from './standIns/erpNext/orders.mts';
import type { Target } from './targets.mts';

/** A system in which goods were ordered. */
export interface Buyer extends Ledger {
	purchases: {
		order(vendor: string, lines: Ordered[]): string;
		receive(order: string, code: string, quantity: number): void;
		/** References to the lines of an order. */
		rows(order: string): unknown[];
	};
}

const VENDOR = 'Hansen Hardware';
const LINES: Ordered[] = [
	['PAP-A4', 'A4 paper', 10, 21.9],
	['TON-1', 'Toner', 2, 64.5],
];

/** What was told of the bills that were not entered. */
export const told = (execution: Execution) =>
	outputOf(execution, 'Notify Someone').map(({ json }) => json.reason);

/**
 * Matches bills with purchase orders by an example, published on a real n8n. Declares its tests in the file that calls it.
 *
 * @param entered what the lines of bills say: of which line of an order, quantity, price
 * @returns the way to receive a bill, and to order what the invoice bills, of which everything has been received
 */
export function testPurchaseOrders<L extends Buyer>(
	target: Target<L>,
	entered: (ledger: L) => unknown[][],
) {
	let stage: Stage;
	let ledger: L;
	let booking: Booking<L>;

	useStage(startExamples, (started) => (stage = started), { isStory: true });

	beforeAll(async () => {
		ledger = await target.start();
		booking = await Booking.publish(stage, target, ledger);
	});

	afterAll(async () => await ledger?.stop());

	beforeEach(async () => {
		ledger.behave();
		await ledger.reset();
	});

	async function ordered(): Promise<string> {
		await ledger.addVendor(VENDOR);
		const order = ledger.purchases.order(VENDOR, LINES);
		for (const [code, , quantity] of LINES) ledger.purchases.receive(order, code, quantity);
		return order;
	}

	it('enters a bill that matches its order against the lines of the order, once, with tax and file', async () => {
		const order = await ordered();
		const id = booking.seed({ ...invoice, purchase_order_number: order });
		const execution = await booking.deliver([id]);
		expect([errorOf(execution), told(execution)]).toEqual([undefined, []]);
		// The same document again matches although the order is billed by then.
		expect(told(await booking.deliver([id], '2026-11-20 12:30:00'))).toEqual([]);
		const [paper, toner] = ledger.purchases.rows(order);
		expect(entered(ledger)).toEqual([
			[paper, 10, 21.9],
			[toner, 2, 64.5],
		]);
		// It can be submitted, where a stand-in knows that.
		await ledger.post?.();
		expect(await ledger.bills()).toMatchObject([
			{ vendor: VENDOR, number: 'A-1042', tax: 69.6, total: 417.6, files: [{}] },
		]);
	});

	it('leaves a second bill for the same order, and what was not received, to a person with the differences', async () => {
		const order = await ordered();
		const bill = { ...invoice, purchase_order_number: order };
		await booking.receive(bill);
		const [second] = told(await booking.receive({ ...bill, invoice_number: 'A-1043' }));
		expect(second).toMatch(/^Purchase order P.*: A4 paper: 10 on this bill and 10 billed before/);

		const other = ledger.purchases.order(VENDOR, LINES);
		const early = { ...bill, invoice_number: 'A-1044', purchase_order_number: other };
		const [third] = told(await booking.receive(early));
		expect(third).toMatch(
			/A4 paper: 10 on this bill, 0 received; Toner: 2 on this bill, 0 received/,
		);
		const [fourth] = told(await booking.receive({ ...bill, purchase_order_number: 'none' }));
		expect(fourth).toContain(`${target.name} has no such order`);
		expect(await ledger.bills()).toHaveLength(1);
	});

	it('finds on a retry what was entered although the answer to it got lost', async () => {
		const order = await ordered();
		ledger.loseAnswersTo(target.writes.bill, 1);
		const failed = await booking.receive({ ...invoice, purchase_order_number: order });
		expect(errorOf(failed)).toMatch(/Retry the execution that began with the Veryfi Trigger/);
		const retried = await booking.retry(failed);
		expect([errorOf(retried), told(retried)]).toEqual([undefined, []]);
		expect(await ledger.bills()).toMatchObject([{ number: 'A-1042', files: [{}] }]);
	});

	return {
		ordered,
		receive: (fields: Record<string, unknown>) => booking.receive(fields),
		ledger: () => ledger,
		/** Declares the test in which another workflow calls the example, which ends the others. */
		testCalled: () =>
			testCalled(
				() => ({ stage, target: target as unknown as Target, ledger }),
				async () => ({ ...invoice, purchase_order_number: await ordered() }),
			),
	};
}
