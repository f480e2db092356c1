export const COMPANY = 'Atelier Est';

/** The company's own. */
export const CURRENCY = 'EUR';

/** The only one, which is a calendar year. */
export const FISCAL_YEAR = '2026';

export const EXPENSE_ACCOUNT = 'Miscellaneous Expenses - AE';
export const OTHER_ACCOUNT = 'Office Maintenance Expenses - AE';
export const TAX_ACCOUNT = 'VAT - AE';

/** The account of what is owed to suppliers that have none of their own. */
export const PAYABLE = 'Creditors - AE';

/** The accounts of what is owed to suppliers; none in pounds. */
export const ACCOUNTS = [
	{ name: PAYABLE, account_currency: CURRENCY },
	{ name: 'Creditors JPY - AE', account_currency: 'JPY' },
	{ name: 'Creditors USD - AE', account_currency: 'USD' },
].map((account) => ({
	...account,
	company: COMPANY,
	account_type: 'Payable',
	is_group: 0,
	disabled: 0,
	'company.default_currency': CURRENCY,
}));
