// Finds the document's vendor among those of the ledger: the same text in every bills-to-... example (examples/code/vendor.cjs).
// Names are the same but for capitals, composed or full-width letters, and blanks and punctuation at the ends or doubled. Nothing
// that could be two vendors is taken for one: another word or another legal form is left to a person.
const bill = $('Attempt').first().json;

// QuickBooks, Xero and ERPNext list their vendors by page, Odoo gives an item for each.
const vendors = $input
	.all()
	.flatMap(({ json }) => json.QueryResponse?.Vendor ?? json.Contacts ?? json.data ?? json)
	.map((vendor) => ({
		...vendor,
		id: vendor.Id ?? vendor.ContactID ?? vendor.id ?? vendor.name,
		title: vendor.DisplayName ?? vendor.Name ?? vendor.supplier_name ?? vendor.name,
		taxId: taxIdOf(vendor.TaxNumber ?? vendor.tax_id ?? vendor.vat),
	}))
	.filter(({ title }) => typeof title === 'string' && title !== '');

// What follows a name, and without which it could be another vendor's, written without points.
const LEGAL_FORMS = new Set(
	(
		'ab ag aps as asa bv bvba co company corp corporation doo eg ek ev gbr gmbh inc incorporated kft kg kgaa ' +
		'limited limitada llc llp lp ltd ltda mbh nv ohg oo oy oyj plc pte pty pvt sa sarl sas sasu se sl slu sp spa ' +
		'spzoo srl sro ug uab z zoo'
	).split(' '),
);

const { name } = bill.vendor;
const taxId = taxIdOf(bill.vendor.taxId);
const named = vendors.filter(({ title }) => keyOf(title) === keyOf(name));
const taxed = vendors.filter((vendor) => taxId !== '' && vendor.taxId === taxId);
const known =
	named.find((vendor) => taxed.includes(vendor)) ??
	(taxed.length === 1 ? taxed[0] : undefined) ??
	named.find(({ title }) => title === name) ??
	named[0];
if (known) return [{ json: { ...known, match: 'known' }, pairedItem: 0 }];

const similar = taxed.length > 0 ? taxed : vendors.filter(({ title }) => isSimilar(title, name));
if (similar.length === 0) return [{ json: { ...bill, match: 'new' }, pairedItem: 0 }];
const titles = similar.slice(0, 3).map(({ title }) => `"${title}"`);
const reason =
	`Its vendor "${name}" may be ${titles.join(' or ')}. Enter this bill by hand. ` +
	`For the next ones, rename that vendor to "${name}", or enter "${name}" as a vendor of its own`;
return [{ json: { ...bill, match: 'unsure', reason }, pairedItem: 0 }];

/** Two names with the same key are those of one vendor. Signs that may tell vendors apart stay: C++ is not C. */
function keyOf(title) {
	const folded = title
		.normalize('NFC')
		.replace(/[\uff00-\uffef]+/g, (wide) => wide.normalize('NFKC'))
		.replace(/\p{Cf}/gu, '')
		.toLowerCase()
		.replaceAll('ß', 'ss')
		.replaceAll('ς', 'σ');
	const single = folded.replace(/[\s:]+/g, ' ').replace(/([^\p{L}\p{M}\p{N}\p{S}#])\1+/gu, '$1');
	return (
		single.replace(/^[^\p{L}\p{M}\p{N}\p{S}#%&*@]+|[^\p{L}\p{M}\p{N}\p{S}#%&*@]+$/gu, '') || single
	);
}

/** Whether a person could take two names for that of one vendor. */
function isSimilar(one, other) {
	const [few, many] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length);
	if (few.length === 0) return false;
	return few.every((word) => many.includes(word)) || few.join('') === many.join('');
}

/** The words of a name without accents, legal forms and what else letters can be dressed in, such as H² and ㈱. */
function wordsOf(title) {
	const plain = keyOf(title)
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[./'’]/g, '');
	const words = plain.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
	return words.filter((word, index) => index === 0 || !LEGAL_FORMS.has(word));
}

/** As it is compared: some write it with blanks and points. */
function taxIdOf(number) {
	return String(number || '')
		.replace(/[^\p{L}\p{N}]/gu, '')
		.toUpperCase();
}
