// Makes a bill or a credit note of a finished document: the same text in every bills-to-... example (examples/code/bill.cjs).
// What is not surely a bill whose figures agree goes to a person. No figure is guessed, and none is rounded.
const { event, documentId, reason, settings, ...given } = $json;
// A workflow that keeps the document apart from its event has it under a name of its own.
const document = given.document ?? given;

// Documents that are entered, by Veryfi's document_type; one that Veryfi has not told the kind of is, too.
const ENTERED = ['', 'invoice', 'receipt', 'long_receipt', 'credit_note'];
const RECEIPTS = ['receipt', 'long_receipt'];

// What Veryfi itself doubts, as far as it is about money. Veryfi writes "missmatch"; should that be mended, it is heard, too.
const MONEY_WARNINGS = /^(totals|line_item_amount)_miss?match$/;

// Rows of these types stand among the lines and are no lines of the bill.
const NO_LINES = ['tax', 'payment'];

// Decimals of the currencies that do not have two, as ISO 4217 has them. Locale data has others.
const DECIMALS = {
	0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
	3: 'BHD IQD JOD KWD LYD OMR TND',
	4: 'CLF UYW',
};

const TEXTS = [
	...['document_type', 'vendor_name', 'vendor_tax_id', 'vendor_email', 'vendor_address'],
	...['invoice_number', 'date', 'due_date', 'currency_code'],
	'fraud_decision',
];
const FIGURES = ['subtotal', 'discount', 'shipping', 'tax', 'tip', 'total', 'balance'];
const LISTS = {
	line_items: ['quantity', 'price', 'subtotal', 'tax', 'total'],
	tax_lines: ['rate', 'base', 'total'],
	warnings: [],
};

const currency = text(document.currency_code);
const decimals = Number(
	Object.keys(DECIMALS).find((count) => DECIMALS[count].includes(currency || '-')) ?? 2,
);
const type = text(document.document_type);
const malformed = findMalformed();
const printed = malformed ? {} : document;
const rows = printed.line_items ?? [];
const taxLines = printed.tax_lines ?? [];

// Money is counted in the currency's smallest unit, so that no cent is lost to floating point.
const isCredit = type === 'credit_note' || cents(printed.total) < 0;
const total = positive([cents(printed.total)])[0];
const tax = positive([readTax()])[0];
const subtotal = positive([cents(printed.subtotal)])[0];
const vendor = text(document.vendor_name);
const extras = readExtras();
const reading = malformed ? undefined : readLines();
const problem = findProblem();
const isDuplicate = Boolean(document.is_duplicate || document.duplicate_of);
const lines = problem ? [] : reading.lines;

return {
	json: {
		documentId,
		decision: problem ? 'review' : isDuplicate ? 'duplicate' : 'book',
		reason: problem ?? (isDuplicate ? duplicateReason() : ''),
		isCredit,
		vendor: {
			name: vendor,
			taxId: text(document.vendor_tax_id) || null,
			email: text(document.vendor_email) || null,
			address: text(document.vendor_address) || null,
		},
		number: text(document.invoice_number) || `VERYFI-${documentId}`,
		purchaseOrder: text(document.purchase_order_number),
		date: printed.date ?? null,
		dueDate: printed.due_date > printed.date ? printed.due_date : (printed.date ?? null),
		currency,
		decimals,
		lines,
		deducted: money(sum(lines.map(({ amount }) => Math.max(0 - cents(amount), 0)))),
		taxes: problem ? [] : taxesByName(),
		tax: problem ? null : money(tax),
		total: problem ? null : money(total),
		source: [`Veryfi document ${documentId}`, reading?.note].filter(Boolean).join(', '),
		settings,
	},
};

// ---- Whether a person has to look at it

/** Why a person has to look at it; undefined if a bill or a credit note can be made of it. */
function findProblem() {
	if (String(event).toLowerCase() !== 'document.created')
		return `Veryfi could not read it. ${text(reason)}`.trim();
	if ((document.is_document ?? true) !== true) return 'Veryfi says that it is no document';
	if (malformed) return malformed;
	if (!ENTERED.includes(type))
		return `Veryfi calls it "${type.replaceAll('_', ' ')}", which is no bill`;
	if (document.is_money_in && !isCredit)
		return 'Veryfi says that its money comes in, so it is no bill';
	const missing = ['vendor_name', 'date', 'currency_code', 'total'].filter(
		(name) => text(document[name]) === '',
	);
	if (missing.length > 0) return `Not found on the document: ${missing.join(', ')}`;
	if (total === 0) return 'Its total is zero';
	if (tax > total) return 'Its tax is more than its total';
	return findContradiction() ?? findDoubt() ?? findPayment();
}

/** What cannot be read as a bill: values of another type than Veryfi's, and amounts that the currency does not have. */
function findMalformed() {
	for (const name of TEXTS)
		if (isFilled(document[name]) && !['string', 'number'].includes(typeof document[name]))
			return `${name} is ${shown(document[name])}, which is no text`;
	for (const name of ['date', 'due_date'])
		if (isFilled(document[name]) && !isDay(document[name]))
			return `${name} is ${shown(document[name])}, which is no day like 2026-03-31`;
	if (currency && !/^[A-Z]{3}$/.test(currency))
		return `currency_code is ${shown(currency)}, which is no code like EUR`;
	const figures = FIGURES.map((name) => [name, document[name], true]);
	for (const [list, names] of Object.entries(LISTS)) {
		const members = document[list] ?? [];
		if (!Array.isArray(members)) return `${list} is ${shown(members)}, which is no list`;
		for (const [index, row] of members.entries()) {
			if (!isObject(row)) return `${list}[${index}] is ${shown(row)}, which is no row`;
			const isExact = (name) => list === 'tax_lines' && name === 'total';
			for (const name of names)
				figures.push([`${list}[${index}].${name}`, row[name], isExact(name)]);
		}
	}
	for (const [name, value, isExact] of figures) {
		if (!isFilled(value)) continue;
		if (!Number.isFinite(value)) return `${name} is ${shown(value)}, which is no number`;
		if (!Number.isSafeInteger(Math.round(value * 10 ** decimals)))
			return `${name} is ${value}, which is too much to be true`;
		if (isExact && !Number.isInteger(unrounded(value)))
			return `${name} is ${value}, which cannot be paid in ${currency || 'its currency'}`;
	}
	return undefined;
}

/** Which printed figures contradict each other. */
function findContradiction() {
	const named = taxLines.map((line) => cents(line.total));
	const isNamed = taxLines.length > 0 && taxLines.every((line) => isFilled(line.total));
	if (isNamed && isFilled(document.tax) && sum(named) !== cents(document.tax))
		return `Its figures contradict each other: tax ${written(document.tax)}, tax lines ${written(money(sum(named)))}`;
	const repeated = findRepeated(named);
	if (repeated)
		return `Its figures contradict each other: a tax of ${written(repeated.total)} comes twice, total ${written(document.total)}`;
	if (subtotal === 0 || isExplained()) return undefined;
	const parts = FIGURES.filter((name) => name !== 'balance' && document[name]);
	return `Its figures contradict each other: ${parts.map((name) => `${name} ${written(document[name])}`).join(', ')}`;
}

/** A tax line that repeats another and was charged once: by its base, or by its rate where no base is printed. */
function findRepeated(amounts) {
	const whole = Math.abs(total) - Math.abs(tax);
	const once = Math.abs(total) - Math.abs(sum([...new Set(amounts)]));
	return taxLines.find((_line, index) => {
		const amount = amounts[index];
		if (amount === 0 || amounts.indexOf(amount) === index) return false;
		return taxLines.some(({ base, rate }, other) => {
			if (amounts[other] !== amount) return false;
			if (isFilled(base)) return Math.abs(cents(base)) === once;
			const fits = (net) => rate && Math.abs((net * rate) / 100 - Math.abs(amount)) <= 1;
			return Boolean(fits(once) && !fits(whole));
		});
	});
}

/** Whether the total follows from the subtotal, which may include any of the rest, or from the lines. */
function isExplained() {
	const rest = [...extras.map(({ amount }) => amount), tax];
	if (choices(rest).some((chosen) => subtotal + sum(chosen) === total)) return true;
	if (reading.amounts === undefined) return false;
	// What is taken off by a line of its own may stand below the subtotal.
	const sums = [sum(reading.amounts), sum(reading.amounts.filter((amount) => amount > 0))];
	return !isFilled(document.tax) || sums.includes(subtotal);
}

/** What Veryfi itself doubts. */
function findDoubt() {
	const doubts = (document.warnings ?? []).filter(({ type: kind }) =>
		MONEY_WARNINGS.test(text(kind)),
	);
	if (doubts.length > 0)
		return `Veryfi warns: ${doubts.map((doubt) => text(doubt.message) || doubt.type).join('; ')}`;
	const fraud = text(document.fraud_decision);
	return fraud && fraud.toLowerCase() !== 'not fraud' ? `Veryfi says: ${fraud}` : undefined;
}

/** A receipt is given for money; on an invoice, nothing is left to pay. */
function findPayment() {
	const isPaid = RECEIPTS.includes(type) || (document.balance === 0 && !isCredit);
	return isPaid && !settings?.bookPaid
		? 'It is paid already: a bill would be paid again'
		: undefined;
}

function duplicateReason() {
	const other = text(document.duplicate_of);
	if (other === '') return 'Veryfi says that it is a duplicate';
	const says = document.is_duplicate ? 'the same as' : 'perhaps the same as';
	return `Veryfi says: ${says} document ${other}`;
}

// ---- What stands on it

/** The tax; where the document has no sum of it, that of its tax lines, of its lines, or of rows of that type. */
function readTax() {
	if (isFilled(printed.tax)) return cents(printed.tax);
	const isTax = (row) => text(row.type) === 'tax';
	const found = [
		sum(taxLines.map((line) => cents(line.total))),
		sum(rows.filter((row) => !isTax(row)).map((row) => cents(row.tax))),
		sum(rows.filter(isTax).map((row) => cents(row.total))),
	].find((count) => count !== 0);
	return found && Math.abs(found) <= total ? found : 0;
}

/** What may be among the lines already, or come on top of them. */
function readExtras() {
	return [
		{ description: 'Discount', amount: 0 - Math.abs(cents(printed.discount)), isTaxed: true },
		{ description: 'Shipping', amount: positive([cents(printed.shipping)])[0], isTaxed: true },
		{ description: 'Tip', amount: positive([cents(printed.tip)])[0], isTaxed: false },
	]
		.filter(({ amount }) => amount !== 0)
		.map((extra) => ({ ...extra, quantity: 1, ownTax: 0, category: '' }));
}

/**
 * The document's lines without tax, with discount, shipping and tip as lines of their own where they are
 * not among the lines already. If no reading gives the document's total, one line with the total.
 */
function readLines() {
	const lineRows = rows.filter((row) => !NO_LINES.includes(text(row.type)));
	const candidates = [lineRows, ...(lineRows.length < rows.length ? [rows] : [])];
	for (const candidateRows of candidates) {
		const left = rows.length - candidateRows.length;
		for (const chosen of choices(extras)) {
			for (const isIncluded of [false, true]) {
				const items = readItems(candidateRows, chosen, isIncluded);
				const candidate = [...items, ...chosen];
				const amounts = candidate.map(({ amount }) => amount);
				if (amounts.length === 0 || sum(amounts) + (isIncluded ? 0 : tax) !== total) continue;
				const note = [
					isIncluded && tax !== 0 ? 'tax taken off its lines' : 'lines as printed',
					left > 0 && 'without rows of taxes and payments',
					chosen.length > 0 &&
						`with ${chosen.map((one) => one.description.toLowerCase()).join(', ')}`,
					items.some(({ isWorkedOut }) => isWorkedOut) && 'one amount worked out from the rest',
				];
				return {
					lines: withTaxes(candidate, isIncluded),
					amounts,
					note: note.filter(Boolean).join(' '),
				};
			}
		}
	}
	const description = clean(`${vendor} ${text(document.invoice_number)}`);
	const whole = { description, quantity: 1, amount: total, ownTax: tax, isTaxed: true };
	const single = { ...whole, category: text(document.category) };
	const note =
		lineRows.length > 0
			? 'entered as one line because its lines do not add up'
			: 'entered by its total because it has no lines';
	return { lines: withTaxes([single], true), note };
}

/** Rows as lines. If one lacks its amount, that is what the others leave of the subtotal, or of the total. */
function readItems(candidateRows, chosen, isIncluded) {
	const known = candidateRows.map((row) => {
		const amount = [row.total, row.subtotal].find(isFilled);
		if (amount !== undefined) return cents(amount);
		return isFilled(row.price) ? cents((row.quantity || 1) * row.price) : undefined;
	});
	const amounts = positive(known.map((amount) => amount ?? 0));
	const taxes = positive(candidateRows.map((row) => cents(row.tax)));
	const lacking = known.filter((amount) => amount === undefined).length;
	const lessTax = total - (isIncluded ? 0 : tax) - sum(chosen.map(({ amount }) => amount));
	const rest = (subtotal || lessTax) - sum(amounts);
	return candidateRows.map((row, index) => {
		const isWorkedOut = lacking === 1 && known[index] === undefined && rest > 0;
		return {
			description: text(row.description) || text(row.sku) || 'Item',
			sku: text(row.sku),
			quantity: Math.abs(row.quantity) || 1,
			amount: isWorkedOut ? rest : amounts[index],
			isWorkedOut,
			ownTax: taxes[index],
			category: text(row.category) || text(document.category),
			isTaxed: row.tax_rate !== 0,
		};
	});
}

/** Gives every line its share of the tax, and takes it off where the prices include it. */
function withTaxes(candidate, isIncluded) {
	const own = candidate.map(({ ownTax }) => ownTax);
	const weights = candidate.map(({ amount, isTaxed }) => (isTaxed ? amount : 0));
	const shares = sum(own) === tax ? own : split(tax, weights);
	return candidate.map(({ description, sku, quantity, amount, category }, index) => {
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
			category,
			printed: { description, sku: sku ?? '', quantity },
		};
	});
}

/** The taxes as the document names them, or all in one. */
function taxesByName() {
	if (tax === 0) return [];
	const amounts = positive(taxLines.map((line) => cents(line.total)));
	const named = taxLines.map(({ name, rate }, index) => ({
		name: [text(name) || 'Tax', rate ? `${rate}%` : ''].filter(Boolean).join(' '),
		amount: amounts[index],
	}));
	const isWhole = sum(named.map(({ amount }) => amount)) === tax;
	return (isWhole ? named : [{ name: 'Tax', amount: tax }]).map(({ name, amount }) => ({
		name,
		amount: money(amount),
	}));
}

// ---- Values

/** An amount in the currency's smallest unit, before it is rounded; half a cent is half, whatever binary digits it has. */
function unrounded(value) {
	return Number(`${Math.abs(value).toFixed(6)}e${decimals}`);
}

function cents(value) {
	const number = Number(value ?? 0);
	return Math.sign(number) * Math.round(unrounded(number));
}

function money(count) {
	return count / 10 ** decimals;
}

/** An amount as people write it, e.g. 69.60 and 1200 JPY; what is more exact than the currency stays so. */
function written(amount) {
	const figures = {
		useGrouping: false,
		minimumFractionDigits: decimals,
		maximumFractionDigits: 10,
	};
	return amount.toLocaleString('en', figures);
}

function sum(counts) {
	return counts.reduce((all, count) => all + count, 0);
}

/** A credit note has positive amounts, however they are printed. */
function positive(counts) {
	return isCredit && sum(counts) < 0 ? counts.map((count) => 0 - count) : counts;
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

/** Every choice of the entries: first all of them, then none. */
function choices(entries) {
	const some = Array.from({ length: 2 ** entries.length }, (_, bits) =>
		entries.filter((_entry, index) => bits & (1 << index)),
	);
	return [some.at(-1), ...some.slice(0, -1)];
}

/** Names and numbers without blanks by which they would not be found again: some systems take them off. */
function clean(value) {
	return value.replace(/\s+/g, ' ').trim();
}

function text(value) {
	return ['string', 'number'].includes(typeof value) ? clean(String(value)) : '';
}

function isFilled(value) {
	return value !== null && value !== undefined && value !== '';
}

function isObject(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A day that the calendar has. */
function isDay(value) {
	const time = /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function shown(value) {
	if (typeof value === 'string') return JSON.stringify(value).slice(0, 40);
	return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : String(value);
}
