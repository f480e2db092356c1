// Gives the lines of a bill their account and tax code: the same text in every bills-to-... example (examples/code/coding.cjs).
// A rule is a row of the data table "Veryfi Coding ...". It holds for the lines that fit all that is filled in: the vendor, a word
// of the line's text, Veryfi's category. A rule with the vendor goes before one without, then one with a word before one
// without, a longer word before a shorter. Lines that no rule fits have neither, and get the account in Settings.
const bill = $('Attempt').first().json;
const rules = $input
	.all()
	.map(({ json }) => json)
	.filter(({ account }) => fold(account) !== '')
	.sort((a, b) => weight(b) - weight(a) || wordOf(b).length - wordOf(a).length);

const lines = bill.lines.map((line) => {
	const rule = rules.find((one) => fits(one, line));
	return { ...line, account: text(rule?.account), taxCode: text(rule?.tax_code) };
});
return [{ json: { ...bill, lines, isCoded: true }, pairedItem: 0 }];

function fits({ vendor, keyword, category }, line) {
	return (
		[vendor, keyword, category].some((wanted) => fold(wanted) !== '') &&
		isOneOf(vendor, fold(bill.vendor.name)) &&
		isOneOf(category, fold(line.category)) &&
		(fold(keyword) === '' || hasWords(line.description, words(keyword)))
	);
}

/** Whether a column says nothing, or just this. */
function isOneOf(wanted, value) {
	return fold(wanted) === '' || fold(wanted) === value;
}

function hasWords(description, wanted) {
	return wanted !== '' && ` ${words(description)} `.includes(` ${wanted} `);
}

function weight({ vendor, keyword, category }) {
	const filled = [vendor, keyword, category].map((one) => (fold(one) === '' ? 0 : 1));
	return filled[0] * 4 + filled[1] * 2 + filled[2];
}

function wordOf({ keyword }) {
	return fold(keyword);
}

function text(value) {
	return String(value ?? '').trim();
}

/** Capitals, composed letters and blanks make no difference. */
function fold(value) {
	return text(value).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
}

/** The words of a text, so that "ink" is not found in "drinks". */
function words(value) {
	return fold(value)
		.split(/[^\p{L}\p{M}\p{N}]+/u)
		.filter(Boolean)
		.join(' ');
}
