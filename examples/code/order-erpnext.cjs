// What ERPNext says of the order, of what was received and of what was billed before, as Match compares it: the text of the
// node Order and Bills in match-purchase-orders (examples/code/order-erpnext.cjs).
const { settings } = $('Attempt').first().json;
const listOf = (node) => $(node).first().json.data;
const [found] = listOf('Get Order');

// Bills that count: not cancelled, and not this document's own, which is there when an execution is retried.
const own = new Set(listOf('Get Own Invoices').map(({ name }) => name));
const billed = listOf('Get Billed').filter(({ parent }) => !own.has(parent));
const received = listOf('Get Received');

const order = found && {
	name: found.name,
	vendorId: found.supplier,
	vendor: found.supplier_name,
	currency: found.currency,
	problem: problemOf(found),
};
const rows = listOf('Get Order Lines').map((row) => ({
	...row,
	title: row.item_name || row.item_code,
	codes: [row.item_code, row.supplier_part_no],
	names: [row.item_name, row.item_code, String(row.description ?? '').replace(/<[^>]*>/g, ' ')],
	quantity: row.qty,
	price: row.net_rate,
	amount: row.net_amount,
	received: countOf(received, 'purchase_order_item', row),
	billed: countOf(billed, 'po_detail', row),
}));
const billedAmount = billed.reduce((sum, { net_amount: amount }) => sum + amount, 0);
const missing = `ERPNext has no such order of ${settings.company}`;
return [{ json: { order, missing, rows, billedAmount }, pairedItem: 0 }];

/** Why nothing can be billed of it, if so. */
function problemOf({ docstatus, status }) {
	if (docstatus === 0) return 'not submitted';
	return ['Closed', 'On Hold'].includes(status) ? status.toLowerCase() : '';
}

/** Quantities of a row of the order, in its unit. */
function countOf(entries, reference, row) {
	return entries
		.filter((entry) => entry[reference] === row.name)
		.map(
			({ qty, conversion_factor: factor }) => (qty * (factor || 1)) / (row.conversion_factor || 1),
		)
		.reduce((sum, quantity) => sum + quantity, 0);
}
