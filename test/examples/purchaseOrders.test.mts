import { expect, it } from '@jest/globals';
import { invoice, line } from './invoice.mts';
import { testPurchaseOrders, told } from './purchaseOrders.mts';
import { startErpNext, type ErpNextStandIn } from './standIns/erpNext/index.mts';
import { erpNext, type Target } from './targets.mts';

const target = {
	...erpNext,
	example: 'match-purchase-orders',
	start: startErpNext,
} as unknown as Target<ErpNextStandIn>;

const { ordered, receive, ledger, testCalled } = testPurchaseOrders(target, (books) =>
	books.invoiceLines().map(({ po_detail: row, qty, rate }) => [row, qty, rate]),
);

it('leaves to a person what ERPNext refuses', async () => {
	const order = await ordered();
	// The tolerance allows another price, and ERPNext does not.
	ledger().purchases.keepsRates = true;
	const dear = { line_items: [line('Toner', 2, 64.6, 129.2)], subtotal: 129.2 };
	const total = { tax: 0, tax_lines: [], total: 129.2, purchase_order_number: order };
	expect(told(await receive({ ...invoice, ...dear, ...total }))).toEqual([
		expect.stringMatching(/ERPNext refuses the bill: 417.*Rate must be same/),
	]);
	expect(await ledger().bills()).toEqual([]);
});

testCalled();
