import type { Fields } from '../standIn.mts';
import { ACCOUNTS, CURRENCY } from './accounts.mts';
import type { Supplier } from './invoice.mts';
import { mandatory, mustBe, refusal } from './refusal.mts';

const GROUPS = ['All Supplier Groups', 'Services'];

/**
 * A supplier of what is given, as ERPNext completes it.
 *
 * @throws Refusal for what ERPNext does not keep
 */
export function makeSupplier(given: Fields, name: string): Supplier {
	const {
		supplier_name: title,
		supplier_group: group = GROUPS[0],
		accounts = [],
	} = given as {
		supplier_name?: string;
		supplier_group?: string;
		accounts?: Array<{ account: string }>;
	};
	if (!title) throw mandatory(`Supplier, ${name}`, 'supplier_name');
	if (/[<>]/.test(title)) {
		throw refusal(409, 'NameError', "Name cannot contain special characters like '<', '>'");
	}
	mustBe(GROUPS, 'Supplier Group', group);
	for (const { account } of accounts) {
		const known = ACCOUNTS.map((one) => one.name);
		mustBe(known, 'Row #1: Default Account', account);
		const currency = ACCOUNTS[known.indexOf(account)].account_currency;
		if (![CURRENCY, given.default_currency].includes(currency)) {
			throw refusal(
				417,
				'ValidationError',
				`Payable Account: ${account} (${currency}) must be in either customer billing currency: ${String(given.default_currency)} or Company default currency: ${CURRENCY}`,
			);
		}
	}
	return { ...given, name, supplier_name: title, supplier_group: group, accounts, disabled: 0 };
}
