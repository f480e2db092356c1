import { expect, it } from '@jest/globals';
import { invoice } from './invoice.mts';
import { testPurchaseOrders, told } from './purchaseOrders.mts';
import { startOdoo, type OdooStandIn } from './standIns/odoo.mts';
import { odoo, type Target } from './targets.mts';

const target = {
	...odoo,
	example: 'match-purchase-orders-odoo',
	start: startOdoo,
} as unknown as Target<OdooStandIn>;

const { ordered, receive, ledger, testCalled } = testPurchaseOrders(target, (books) =>
	books
		.billLines()
		.filter(({ purchase_line_id: row }) => row)
		.map(({ purchase_line_id: row, quantity, price_unit: price }) => [row, quantity, price]),
);

it('leaves to a person what is billed of an order that is not confirmed, or of another vendor', async () => {
	await ordered();
	const { purchases } = ledger();
	await ledger().addVendor('Papier Nord');
	const draft = purchases.order('Hansen Hardware', [], { state: 'draft' });
	const others = purchases.order('Papier Nord', []);
	const reasons = [];
	for (const order of [draft, others])
		reasons.push(...told(await receive({ ...invoice, purchase_order_number: order })));
	expect(reasons).toEqual([
		`Purchase order ${draft}: The order is not confirmed`,
		`Purchase order ${others}: It is an order from Papier Nord, and the bill is from Hansen Hardware`,
	]);
	expect(await ledger().bills()).toEqual([]);
});

testCalled();
