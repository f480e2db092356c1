// Makes a bill of a finished document: the same text in every bills-to-... example (examples/code/bill.cjs).
// Money is counted in the currency's smallest unit, so that no cent is lost to floating point.
const { event, documentId, document = {}, reason, settings } = $json;

const digits = digitsOf(document.currency_code);
const cents = (value) => {
	const number = Number(value ?? 0);
	return Math.sign(number) * Math.round(Number(`${Math.abs(number).toFixed(6)}e${digits}`));
};
const money = (count) => count / 10 ** digits;
const sum = (counts) => counts.reduce((all, count) => all + count, 0);

const total = cents(document.total);
const tax = cents(document.tax);
const problem = findProblem();
const isDuplicate = Boolean(document.is_duplicate || document.duplicate_of);
const [lines, note] = problem ? [[], ''] : readLines();

return {
	json: {
		documentId,
		decision: problem ? 'review' : isDuplicate ? 'duplicate' : 'book',
		reason: problem ?? (isDuplicate ? `Veryfi says: the same as ${document.duplicate_of}` : ''),
		vendor: {
			name: document.vendor_name,
			taxId: document.vendor_tax_id,
			email: document.vendor_email,
			address: document.vendor_address,
		},
		number: document.invoice_number || `VERYFI-${documentId}`,
		date: document.date,
		dueDate: document.due_date > document.date ? document.due_date : document.date,
		currency: document.currency_code,
		lines,
		taxes: problem ? [] : taxesByName(),
		tax: money(tax),
		total: money(total),
		source: [`Veryfi document ${documentId}`, document.reference_number, note]
			.filter(Boolean)
			.join(', '),
		settings,
	},
};

/** Why a person has to look at it; undefined if a bill can be made of it. */
function findProblem() {
	if (event !== 'document.created') return `Veryfi could not read it. ${reason ?? ''}`.trim();
	const missing = ['vendor_name', 'date', 'currency_code', 'total'].filter(
		(name) => document[name] === null || document[name] === undefined || document[name] === '',
	);
	if (missing.length > 0) return `Not found on the document: ${missing.join(', ')}`;
	if (document.document_type === 'credit_note' || total < 0) return 'It is a credit note';
	if (total === 0) return 'Its total is zero';
	return undefined;
}

/**
 * The document's lines without tax, with discount, shipping and tip as lines of their own where they are
 * not among the lines already. If no reading gives the document's total, one line with the total.
 */
function readLines() {
	const items = (document.line_items ?? []).map((item) => ({
		kind: 'item',
		description: item.description || item.sku || 'Item',
		quantity: item.quantity || 1,
		amount: cents(item.total ?? (item.quantity ?? 1) * (item.price ?? 0)),
		ownTax: cents(item.tax),
		isTaxed: item.tax_rate !== 0,
	}));
	const extras = [
		{ kind: 'discount', amount: -Math.abs(cents(document.discount)), isTaxed: true },
		{ kind: 'shipping', amount: cents(document.shipping), isTaxed: true },
		{ kind: 'tip', amount: cents(document.tip), isTaxed: false },
	]
		.filter(({ amount }) => amount !== 0)
		.map((extra) => ({ ...extra, description: capital(extra.kind), quantity: 1, ownTax: 0 }));

	for (const candidate of [[...items, ...extras], items]) {
		const amount = sum(candidate.map((line) => line.amount));
		if (candidate.length === 0) continue;
		if (amount + tax === total) return [withTaxes(candidate, false), ''];
		if (amount === total) return [withTaxes(candidate, true), ''];
	}
	const single = {
		kind: 'item',
		description: `${document.vendor_name} ${document.invoice_number ?? ''}`.trim(),
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
	return candidate.map(({ kind, description, quantity, amount }, index) => {
		const net = isIncluded ? amount - shares[index] : amount;
		const unit = Math.round(net / quantity);
		const isExact = cents(quantity * money(unit)) === net;
		return {
			kind,
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
	const named = (document.tax_lines ?? []).map(({ name, rate, total: amount }) => ({
		name: [name || 'Tax', rate ? `${rate}%` : ''].filter(Boolean).join(' '),
		amount: cents(amount),
	}));
	const isWhole = sum(named.map(({ amount }) => amount)) === tax;
	return (isWhole ? named : [{ name: 'Tax', amount: tax }]).map(({ name, amount }) => ({
		name,
		amount: money(amount),
	}));
}

function capital(word) {
	return word[0].toUpperCase() + word.slice(1);
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
