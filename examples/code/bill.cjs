// Makes a bill or a credit note of a finished document: the same text in every bills-to-... example (examples/code/bill.cjs).
// Money is counted in the currency's smallest unit, so that no cent is lost to floating point.
const { event, documentId, document = {}, reason, settings } = $json;

// Documents that are booked, by Veryfi's document_type; one that Veryfi has not told the kind of is, too.
const BOOKED = ['invoice', 'receipt', 'long_receipt', 'credit_note', null, undefined];
const RECEIPTS = ['receipt', 'long_receipt'];

const digits = digitsOf(document.currency_code);
const cents = (value) => {
	const number = Number(value ?? 0);
	return Math.sign(number) * Math.round(Number(`${Math.abs(number).toFixed(6)}e${digits}`));
};
const money = (count) => count / 10 ** digits;
const sum = (counts) => counts.reduce((all, count) => all + count, 0);

const isCredit = document.document_type === 'credit_note' || cents(document.total) < 0;
const total = positive([cents(document.total)])[0];
const tax = positive([printedTax()])[0];
const vendor = clean(document.vendor_name);
const problem = findProblem();
const isDuplicate = Boolean(document.is_duplicate || document.duplicate_of);
const [lines, note] = problem ? [[], ''] : readLines();

return {
	json: {
		documentId,
		decision: problem ? 'review' : isDuplicate ? 'duplicate' : 'book',
		reason: problem ?? (isDuplicate ? duplicateReason() : ''),
		isCredit,
		vendor: {
			name: vendor,
			taxId: document.vendor_tax_id,
			email: document.vendor_email,
			address: document.vendor_address,
		},
		number: clean(document.invoice_number) || `VERYFI-${documentId}`,
		date: document.date,
		dueDate: document.due_date > document.date ? document.due_date : document.date,
		currency: document.currency_code,
		lines,
		deducted: money(sum(lines.map(({ amount }) => Math.max(0 - cents(amount), 0)))),
		taxes: problem ? [] : taxesByName(),
		tax: money(tax),
		total: money(total),
		source: [`Veryfi document ${documentId}`, document.reference_number, note]
			.filter(Boolean)
			.join(', '),
		settings,
	},
};

/** Why a person has to look at it; undefined if a bill or a credit note can be made of it. */
function findProblem() {
	const { document_type: type } = document;
	if (event !== 'document.created') return `Veryfi could not read it. ${reason ?? ''}`.trim();
	if (document.is_document === false) return 'Veryfi says that it is no document';
	if (!BOOKED.includes(type))
		return `Veryfi calls it "${type.replaceAll('_', ' ')}", which is not booked`;
	if (document.is_money_in && !isCredit)
		return 'Veryfi says that its money comes in, so it is no bill';
	const missing = ['vendor_name', 'date', 'currency_code', 'total'].filter(
		(name) => clean(document[name]) === '',
	);
	if (missing.length > 0) return `Not found on the document: ${missing.join(', ')}`;
	if (total === 0) return 'Its total is zero';
	if (tax > total) return 'Its tax is more than its total';
	if (isPaid() && !settings?.bookPaid) return 'It is paid already: a bill would be paid again';
	return undefined;
}

function duplicateReason() {
	const { duplicate_of: other } = document;
	return other ? `Veryfi says: the same as ${other}` : 'Veryfi says that it is a duplicate';
}

/** Names and numbers without blanks by which they would not be found again: some systems take them off. */
function clean(text) {
	return String(text ?? '')
		.replace(/\s+/g, ' ')
		.trim();
}

/** The tax; where the document has no sum of it, that of its tax lines or of its lines, if it can be. */
function printedTax() {
	const { tax: whole, tax_lines: taxLines, line_items: items } = document;
	if (whole !== null && whole !== undefined) return cents(whole);
	const named = sum((taxLines ?? []).map((line) => cents(line.total)));
	const found = named || sum((items ?? []).map((item) => cents(item.tax)));
	return Math.abs(found) <= total ? found : 0;
}

/** A receipt is given for money; on an invoice, nothing is left to pay. */
function isPaid() {
	return RECEIPTS.includes(document.document_type) || (document.balance === 0 && !isCredit);
}

/** A credit note has positive amounts, however they are printed. */
function positive(counts) {
	return isCredit && sum(counts) < 0 ? counts.map((count) => 0 - count) : counts;
}

/** Every choice of the entries: first all of them, then none. */
function choices(entries) {
	const some = Array.from({ length: 2 ** entries.length }, (_, bits) =>
		entries.filter((_entry, index) => bits & (1 << index)),
	);
	return [some.at(-1), ...some.slice(0, -1)];
}

/**
 * The document's lines without tax, with discount, shipping and tip as lines of their own where they are
 * not among the lines already. If no reading gives the document's total, one line with the total.
 */
function readLines() {
	const printed = document.line_items ?? [];
	const amounts = positive(
		printed.map(({ total: amount, quantity, price }) =>
			cents(amount ?? (quantity || 1) * (price ?? 0)),
		),
	);
	const taxes = positive(printed.map((item) => cents(item.tax)));
	const items = printed.map((item, index) => ({
		description: item.description || item.sku || 'Item',
		quantity: Math.abs(item.quantity) || 1,
		amount: amounts[index],
		ownTax: taxes[index],
		isTaxed: item.tax_rate !== 0,
	}));
	const extras = [
		{ description: 'Discount', amount: 0 - Math.abs(cents(document.discount)), isTaxed: true },
		{ description: 'Shipping', amount: positive([cents(document.shipping)])[0], isTaxed: true },
		{ description: 'Tip', amount: positive([cents(document.tip)])[0], isTaxed: false },
	]
		.filter(({ amount }) => amount !== 0)
		.map((extra) => ({ ...extra, quantity: 1, ownTax: 0 }));

	for (const chosen of choices(extras)) {
		const candidate = [...items, ...chosen];
		const amount = sum(candidate.map((line) => line.amount));
		if (candidate.length === 0) continue;
		if (amount + tax === total) return [withTaxes(candidate, false), ''];
		if (amount === total) return [withTaxes(candidate, true), ''];
	}
	const single = {
		description: clean(`${vendor} ${document.invoice_number ?? ''}`),
		quantity: 1,
		amount: total,
		ownTax: tax,
		isTaxed: true,
	};
	return [
		withTaxes([single], true),
		items.length > 0 ? 'booked as one line because its lines do not add up' : '',
	];
}

/** Gives every line its share of the tax, and takes it off where the prices include it. */
function withTaxes(candidate, isIncluded) {
	const own = candidate.map(({ ownTax }) => ownTax);
	const weights = candidate.map(({ amount, isTaxed }) => (isTaxed ? amount : 0));
	const shares = sum(own) === tax ? own : split(tax, weights);
	return candidate.map(({ description, quantity, amount }, index) => {
		const net = isIncluded ? amount - shares[index] : amount;
		const unit = Math.round(net / quantity);
		// Some systems keep two decimals of a quantity.
		const isShort = Number(quantity.toFixed(2)) === quantity;
		const isExact = isShort && cents(quantity * money(unit)) === net;
		return {
			description: isExact ? description : `${quantity} × ${description}`,
			quantity: isExact ? quantity : 1,
			unitPrice: money(isExact ? unit : net),
			amount: money(net),
			tax: money(shares[index]),
		};
	});
}

/** Divides a count in proportion to the weights; the parts add up to it. */
function split(count, weights) {
	const whole = sum(weights);
	if (whole === 0) return weights.map((_, index) => (index === 0 ? count : 0));
	let weightSoFar = 0;
	let given = 0;
	return weights.map((weight) => {
		weightSoFar += weight;
		const part = Math.round((count * weightSoFar) / whole) - given;
		given += part;
		return part;
	});
}

/** The taxes as the document names them, or all in one. */
function taxesByName() {
	if (tax === 0) return [];
	const printed = document.tax_lines ?? [];
	const amounts = positive(printed.map(({ total: amount }) => cents(amount)));
	const named = printed.map(({ name, rate }, index) => ({
		name: [name || 'Tax', rate ? `${rate}%` : ''].filter(Boolean).join(' '),
		amount: amounts[index],
	}));
	const isWhole = sum(named.map(({ amount }) => amount)) === tax;
	return (isWhole ? named : [{ name: 'Tax', amount: tax }]).map(({ name, amount }) => ({
		name,
		amount: money(amount),
	}));
}

/** How many decimals the currency has: 2 for most, 0 for the yen. */
function digitsOf(currency) {
	try {
		const format = new Intl.NumberFormat('en', { style: 'currency', currency });
		return format.resolvedOptions().maximumFractionDigits;
	} catch {
		return 2;
	}
}
