import { startProxy } from '../proxy.mts';
import type { ErpNextLedger } from '../standIns/erpNext/index.mts';
import { readBills } from './bills.mts';
import { furnish, provideTerms, type Company } from './furnish.mts';
import { ErpNextRest } from './rest.mts';

/** What is in this company is deleted by the tests. */
const COMPANY = 'Atelier Est';

const DRAFT = 0;
const SUBMITTED = 1;
const CANCELLED = 2;

/**
 * A real ERPNext behind a proxy.
 *
 * @param address of a site, with key and secret of its administrator, e.g. `http://key:secret@127.0.0.1:8000`
 * @throws Error if the site has other companies than the one of the tests, because then it is in use
 */
export async function connectErpNext(address: string): Promise<ErpNextLedger> {
	const { origin, username, password } = new URL(address);
	const site = new ErpNextRest(origin, { key: username, secret: password });
	const companies = await site.list<Company>('Company', [], ['abbr', 'default_currency']);
	const names = companies.map(({ name }) => name).join(', ');
	if (names !== COMPANY) {
		throw new Error(`The tests want a site whose only company is ${COMPANY}, and not: ${names}`);
	}
	const [company] = companies;
	const login = await furnish(site, company);
	const proxy = await startProxy(origin);

	const invoices = (...filters: unknown[]) =>
		site.list<{ docstatus: number }>(
			'Purchase Invoice',
			[['company', '=', COMPANY], ...filters],
			['docstatus'],
		);
	const setUniqueness = (isUnique: boolean) =>
		site.change('Accounts Settings', 'Accounts Settings', {
			check_supplier_invoice_uniqueness: Number(isUnique),
			// Without it, what was posted stays for ever.
			delete_linked_ledger_entries: 1,
		});
	const setNaming = (way: string) =>
		site.change('Buying Settings', 'Buying Settings', { supp_master_name: way });

	return {
		...proxy,
		access: {
			...login,
			company: COMPANY,
			expenseAccount: `Miscellaneous Expenses - ${company.abbr}`,
			taxAccount: `VAT - ${company.abbr}`,
		},
		bills: () => readBills(site, COMPANY),
		vendors: async () =>
			(await site.list<{ supplier_name: string }>('Supplier', [], ['supplier_name'])).map(
				({ supplier_name: name }) => name,
			),
		addVendor: async (name, taxId, days) => {
			const terms = days && (await provideTerms(site, days));
			await site.create('Supplier', {
				...{ supplier_name: name, tax_id: taxId, payment_terms: terms },
			});
		},
		checkUniqueness: () => setUniqueness(true),
		numberSuppliers: () => setNaming('Naming Series'),
		post: async () => {
			for (const { name } of await invoices(['docstatus', '=', DRAFT])) {
				await site.change('Purchase Invoice', name, { docstatus: SUBMITTED });
			}
		},
		reset: async () => {
			await setUniqueness(false);
			await setNaming('Supplier Name');
			// Newest first, so that the next ones get the same names.
			for (const { name, docstatus } of (await invoices()).reverse()) {
				if (docstatus === SUBMITTED) {
					await site.change('Purchase Invoice', name, { docstatus: CANCELLED });
				}
				await site.remove('Purchase Invoice', name);
			}
			for (const { name } of await site.list('Supplier')) await site.remove('Supplier', name);
		},
	};
}
