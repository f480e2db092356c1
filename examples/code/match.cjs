// Compares a bill with the purchase order that it names and with what was received: the text of the node Match in
// match-purchase-orders and match-purchase-orders-odoo (examples/code/match.cjs). What differs by more than the tolerances goes to a person, with every difference.

// Half a cent, and what binary digits lose.
const CENT = 0.005;
const TINY = 1e-6;

const bill = $('Attempt').first().json;
const { priceTolerance, quantityTolerance, totalTolerance, requireReceipt } = bill.settings;
// Each row with what was received of it, and with what other bills have of it.
const { order, missing, rows, billedAmount } = $input.first().json;

const differences = [];
const problem = findProblem();
const lines = problem ? [] : bill.lines.map(matchLine);
if (!problem) compare();

const reason = problem ?? differences.join('; ');
const prefix = bill.purchaseOrder ? `Purchase order ${bill.purchaseOrder}: ` : '';
return [
	{
		json: {
			...bill,
			vendorId: order?.vendorId ?? '',
			order: order?.name ?? '',
			// Terms of payment, in Odoo.
			termsId: order?.termsId,
			isMatched: reason === '',
			differences: problem ? [problem] : differences,
			reason: reason && `${prefix}${reason}`,
			lines,
		},
		pairedItem: 0,
	},
];

// ---- The order

/** Why the bill cannot be compared with an order at all. */
function findProblem() {
	if (bill.isCredit) return 'A credit note is not matched with an order';
	if (!bill.purchaseOrder) return 'There is no purchase order number on the document';
	if (!order) return missing;
	if (order.problem) return `The order is ${order.problem}`;
	if (keyOf(order.vendor) !== keyOf(bill.vendor.name))
		return `It is an order from ${order.vendor}, and the bill is from ${bill.vendor.name}`;
	if (order.currency !== bill.currency)
		return `It is an order in ${order.currency}, and the bill is in ${bill.currency}`;
	return undefined;
}

// ---- The lines

/** The line with the row of the order that it is for: by item code, by name, or as the only ones that are left. */
function matchLine(line) {
	const { description, sku, quantity } = line.printed;
	const row =
		only(rows.filter((one) => sku && one.codes.some(isCalled(sku)))) ??
		only(rows.filter((one) => one.names.some(isCalled(description)))) ??
		only(rows.filter((one) => one.names.some((name) => hasWords(description, name)))) ??
		(rows.length === 1 && bill.lines.length === 1 ? rows[0] : undefined);
	return { ...line, description, quantity, row };
}

function only(found) {
	return found.length === 1 ? found[0] : undefined;
}

function isCalled(wanted) {
	return (name) => wordsOf(name) !== '' && wordsOf(name) === wordsOf(wanted);
}

function hasWords(description, name) {
	return wordsOf(name) !== '' && ` ${wordsOf(description)} `.includes(` ${wordsOf(name)} `);
}

// ---- The figures

/** Lists what differs: lines that were not ordered, prices, quantities, and the total. */
function compare() {
	for (const { row, description, amount } of lines)
		if (!row)
			differences.push(`${description} (${written(amount)}) is not on the order, or not clearly`);
	for (const row of rows) compareRow(row);
	const deviation = sum(
		lines
			.filter(({ row }) => row)
			.map(({ row, quantity, amount }) => amount - quantity * row.price),
	);
	if (Math.abs(deviation) > totalTolerance + CENT)
		differences.push(
			`Its prices differ from the order's by ${written(deviation)} in all, and ${written(totalTolerance)} is tolerated`,
		);
	const ordered = sum(rows.map(({ amount }) => amount));
	const now = sum(lines.map(({ amount }) => amount));
	if (billedAmount + now > ordered + totalTolerance + CENT)
		differences.push(
			`${written(now)} without tax${billedAmount ? `, and ${written(billedAmount)} billed before,` : ''} is more than the ${written(ordered)} that were ordered`,
		);
}

function compareRow(row) {
	const its = lines.filter((line) => line.row === row);
	if (its.length === 0) return;
	const { title, price: wanted, billed } = row;
	if (row.problem) differences.push(`${title} is ${row.problem}`);
	for (const { amount, quantity } of its) {
		const price = amount / quantity;
		if (Math.abs(price - wanted) > (wanted * priceTolerance) / 100 + CENT)
			differences.push(`${title}: price ${written(price)}, ordered at ${written(wanted)}`);
	}
	const now = sum(its.map(({ quantity }) => quantity));
	const limits = [
		[row.quantity, 'ordered'],
		...(requireReceipt ? [[row.received, 'received']] : []),
	];
	for (const [limit, what] of limits)
		if (now + billed > limit * (1 + quantityTolerance / 100) + TINY)
			differences.push(
				`${title}: ${shown(now)} on this bill${billed ? ` and ${shown(billed)} billed before` : ''}, ${shown(limit)} ${what}`,
			);
}

// ---- Values

function sum(values) {
	return values.reduce((all, value) => all + value, 0);
}

/** A quantity, without the digits that come of adding. */
function shown(value) {
	return String(Number(value.toFixed(2)));
}

/** An amount as people write it, e.g. 21.90; a price may be more exact than the currency. */
function written(amount) {
	const figures = {
		useGrouping: false,
		minimumFractionDigits: bill.decimals,
		maximumFractionDigits: Math.max(bill.decimals, 4),
	};
	return amount.toLocaleString('en', figures);
}

/** Words without capitals, accents and punctuation. */
function wordsOf(value) {
	const folded = String(value ?? '')
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase();
	return folded
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean)
		.join(' ');
}

/** A vendor's name without its legal form. */
function keyOf(name) {
	const plain = String(name ?? '').replace(/[.'’]/g, '');
	return wordsOf(plain).replace(
		/( (ab|ag|as|bv|co|company|corp|corporation|eg|gmbh|inc|kg|limited|llc|ltd|mbh|nv|ohg|oy|plc|pty|sa|sarl|sas|sl|spa|srl|ug))+$/,
		'',
	);
}
