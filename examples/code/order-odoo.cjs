// What Odoo says of the order, of what was received and of what was billed before, as Match compares it: the text of the node
// Order and Bills in match-purchase-orders-odoo (examples/code/order-odoo.cjs).
const { documentId } = $('Attempt').first().json;
// A node that finds nothing gives one item without an ID.
const listOf = (node) =>
	$(node)
		.all()
		.map(({ json }) => json)
		.filter(({ id }) => id !== undefined);
const [found] = listOf('Get Order');

// Bills that count: not cancelled, and not this document's own, which is there when an execution is retried.
const isOwn = ({ invoice_origin: origin }) =>
	String(origin).startsWith(`Veryfi document ${documentId} (`);
const bills = new Map(
	listOf('Get Bills')
		.filter((bill) => bill.state !== 'cancel' && !isOwn(bill))
		.map((bill) => [bill.id, bill]),
);
const billed = listOf('Get Billed Lines')
	.filter(({ move_id: [id] }) => bills.has(id))
	.map((line) => {
		// A refund has positive figures, too.
		const sign = bills.get(line.move_id[0]).move_type === 'in_refund' ? -1 : 1;
		const { purchase_line_id: row, quantity, price_subtotal: amount } = line;
		return {
			rowId: row[0],
			quantity: sign * quantity,
			amount: sign * amount,
			unit: idOf(line.product_uom_id),
		};
	});

const order = found && {
	name: found.name,
	vendorId: found.partner_id[0],
	vendor: found.partner_id[1],
	currency: found.currency_id[1],
	termsId: idOf(found.payment_term_id),
	problem: problemOf(found),
};
// Notes and headings stand among the lines of an order, and have no product.
const rows = listOf('Get Order Lines')
	.filter(({ product_id: product }) => product)
	.sort((a, b) => a.sequence - b.sequence || a.id - b.id)
	.map((row) => {
		// e.g. "[PAP-A4] A4 paper"; the text of the line has the vendor's code and name instead, if the product has them.
		const labels = [row.product_id[1], row.name].map((text) =>
			/^(?:\[([^\]]*)\])?\s*(.*)$/s.exec(text),
		);
		// Odoo 19 has given the unit another name.
		const unit = idOf(row.product_uom ?? row.product_uom_id);
		const before = billed.filter(({ rowId }) => rowId === row.id);
		return {
			id: row.id,
			productId: row.product_id[0],
			unit,
			title: labels[0][2],
			codes: labels.map(([, code]) => code),
			names: labels.flatMap(([, code, name]) => [name, code]),
			quantity: row.product_qty,
			price: row.product_qty ? row.price_subtotal / row.product_qty : row.price_unit,
			amount: row.price_subtotal,
			received: row.qty_received,
			billed: sum(before.map(({ quantity }) => quantity)),
			problem: before.every((line) => line.unit === unit)
				? ''
				: 'billed before in another unit than ordered',
		};
	});
const billedAmount = sum(billed.map(({ amount }) => amount));
return [{ json: { order, missing: 'Odoo has no such order', rows, billedAmount }, pairedItem: 0 }];

/** Why nothing can be billed of it, if so. */
function problemOf({ state }) {
	const open = ['purchase', 'done'];
	const problems = { 'to approve': 'not approved', cancel: 'cancelled' };
	return open.includes(state) ? '' : (problems[state] ?? 'not confirmed');
}

/** Odoo gives another record as its ID and name, and false for none. */
function idOf(reference) {
	return reference ? reference[0] : 0;
}

function sum(values) {
	return values.reduce((all, value) => all + value, 0);
}
