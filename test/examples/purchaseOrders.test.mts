import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { errorOf, outputOf, type Execution } from '../host/index.mts';
import { Booking } from './booking.mts';
import { testCalled } from './called.mts';
import { invoice, line } from './invoice.mts';
import { startErpNext, type ErpNextStandIn } from './standIns/erpNext/index.mts';
import type { Ordered } from './standIns/erpNext/orders.mts';
import { erpNext, type Target } from './targets.mts';

let stage: Stage;
let ledger: ErpNextStandIn;
let booking: Booking<ErpNextStandIn>;

const target = {
	...erpNext,
	example: 'match-purchase-orders',
	start: startErpNext,
} as unknown as Target<ErpNextStandIn>;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
	{ isStory: true },
);

beforeAll(async () => {
	ledger = await target.start();
	booking = await Booking.publish(stage, target, ledger);
});

afterAll(async () => await ledger?.stop());

const SUPPLIER = 'Hansen Hardware';
const LINES: Ordered[] = [
	['PAP-A4', 'A4 paper', 10, 21.9],
	['TON-1', 'Toner', 2, 64.5],
];

/** An order of what the invoice bills, of which everything has been received. */
async function ordered(): Promise<string> {
	await ledger.addVendor(SUPPLIER);
	const order = ledger.purchases.order(SUPPLIER, LINES);
	for (const [code, , quantity] of LINES) ledger.purchases.receive(order, code, quantity);
	return order;
}

const told = (execution: Execution) =>
	outputOf(execution, 'Notify Someone').map(({ json }) => json.reason);

/** What was entered for lines of orders. */
const entered = () =>
	ledger
		.invoiceLines()
		.map(({ purchase_order: order, po_detail: row, qty, rate }) => [order, row, qty, rate]);

beforeEach(async () => {
	ledger.behave();
	await ledger.reset();
});

it('enters a bill that matches its order against the lines of the order, once, with tax and file', async () => {
	const order = await ordered();
	const id = booking.seed({ ...invoice, purchase_order_number: order });
	const execution = await booking.deliver([id]);
	expect([errorOf(execution), told(execution)]).toEqual([undefined, []]);
	// The same document again matches although the order is billed by then.
	expect(told(await booking.deliver([id], '2026-11-20 12:30:00'))).toEqual([]);
	expect(entered()).toEqual([
		[order, `${order}-row-1`, 10, 21.9],
		[order, `${order}-row-2`, 2, 64.5],
	]);
	// ERPNext submits what was entered.
	await ledger.post?.();
	expect(await ledger.bills()).toMatchObject([
		{ vendor: SUPPLIER, number: 'A-1042', tax: 69.6, total: 417.6, files: [{}] },
	]);
});

it('leaves a second bill for the same order, and what was not received, to a person with the differences', async () => {
	const order = await ordered();
	const bill = { ...invoice, purchase_order_number: order };
	await booking.receive(bill);
	const [second] = told(await booking.receive({ ...bill, invoice_number: 'A-1043' }));
	expect(second).toMatch(/^Purchase order PUR.*: A4 paper: 10 on this bill and 10 billed before/);

	const other = ledger.purchases.order(SUPPLIER, LINES);
	const early = { ...bill, invoice_number: 'A-1044', purchase_order_number: other };
	const [third] = told(await booking.receive(early));
	expect(third).toMatch(/A4 paper: 10 on this bill, 0 received; Toner: 2 on this bill, 0 received/);
	const [fourth] = told(await booking.receive({ ...bill, purchase_order_number: 'none' }));
	expect(fourth).toMatch(/ERPNext has no such order/);
	expect(await ledger.bills()).toHaveLength(1);
});

it('leaves to a person what ERPNext refuses, and finds on a retry what was entered before', async () => {
	const order = await ordered();
	// The tolerance allows another price, and ERPNext does not.
	ledger.purchases.keepsRates = true;
	const dear = { line_items: [line('Toner', 2, 64.6, 129.2)], subtotal: 129.2 };
	const total = { tax: 0, tax_lines: [], total: 129.2, purchase_order_number: order };
	const refused = await booking.receive({ ...invoice, ...dear, ...total });
	expect(told(refused)).toEqual([
		expect.stringMatching(/ERPNext refuses the bill: 417.*Rate must be same/),
	]);
	expect(await ledger.bills()).toEqual([]);

	ledger.loseAnswersTo(erpNext.writes.bill, 1);
	const failed = await booking.receive({ ...invoice, purchase_order_number: order });
	expect(errorOf(failed)).toMatch(/Retry the execution that began with the Veryfi Trigger/);
	const retried = await booking.retry(failed);
	expect([errorOf(retried), told(retried)]).toEqual([undefined, []]);
	expect(await ledger.bills()).toMatchObject([{ number: 'A-1042', files: [{}] }]);
});

testCalled(
	() => ({ stage, target: target as unknown as Target, ledger }),
	async () => ({ ...invoice, purchase_order_number: await ordered() }),
);
