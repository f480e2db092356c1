import { CURRENCIES } from '../standIns/standIn.mts';
import type { ErpNextRest, Login } from './rest.mts';

const BOOKKEEPER = 'bookkeeper@example.com';

/** Who may enter and delete invoices and suppliers, and no more. */
const ROLES = ['Accounts Manager', 'Purchase Master Manager'];

/** Currencies besides the company's own in which it has an account for what it owes. */
const OWED = ['JPY', 'USD'];

/** What money costs is no matter here; without a rate, ERPNext would look it up in the internet. */
const RATE = 0.5;

/** A company as ERPNext's setup leaves it. */
export interface Company {
	name: string;
	abbr: string;
	default_currency: string;
}

/**
 * Sets up what the tests expect of a company that uses ERPNext.
 *
 * @returns the key of a user who may do what the example does
 */
export async function furnish(site: ErpNextRest, company: Company): Promise<Login> {
	for (const code of CURRENCIES.filter((one) => one !== company.default_currency)) {
		await site.change('Currency', code, { enabled: 1 });
		await provide(
			site,
			'Currency Exchange',
			{ from_currency: code, to_currency: company.default_currency, date: '2026-01-01' },
			{ exchange_rate: RATE },
		);
	}
	for (const code of OWED) {
		await provide(
			site,
			'Account',
			{ company: company.name, account_type: 'Payable', account_currency: code },
			{
				account_name: `Creditors ${code}`,
				parent_account: `Accounts Payable - ${company.abbr}`,
			},
		);
	}
	await provide(
		site,
		'User',
		{ email: BOOKKEEPER },
		{ first_name: BOOKKEEPER, send_welcome_email: 0 },
	);
	await site.change('User', BOOKKEEPER, { roles: ROLES.map((role) => ({ role })) });
	return await newLogin(site, BOOKKEEPER);
}

/**
 * Sees to it that suppliers can have payment terms.
 *
 * @returns the name of the terms by which an invoice is due so many days after its date
 */
export async function provideTerms(site: ErpNextRest, days: number): Promise<string> {
	const terms = {
		...{ invoice_portion: 100, credit_days: days },
		due_date_based_on: 'Day(s) after invoice date',
	};
	const name = `Net ${days}`;
	await provide(site, 'Payment Terms Template', { template_name: name }, { terms: [terms] });
	return name;
}

/** Creates a document, unless there is one of these values. */
async function provide(
	site: ErpNextRest,
	doctype: string,
	values: Record<string, string>,
	others: Record<string, unknown>,
): Promise<void> {
	const filters = Object.entries(values).map(([field, value]) => [field, '=', value]);
	const known = await site.list(doctype, filters);
	if (known.length === 0) await site.create(doctype, { ...values, ...others });
}

async function newLogin(site: ErpNextRest, user: string): Promise<Login> {
	const { api_secret: secret } = await site.run<{ api_secret: string }>(
		'frappe.core.doctype.user.user.generate_keys',
		{ user },
	);
	const { api_key: key } = await site.read<{ api_key: string }>('User', user);
	return { key, secret };
}
