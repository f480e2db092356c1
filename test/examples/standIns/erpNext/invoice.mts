import { CURRENCIES, round, sumOf, type Fields } from '../standIn.mts';
import {
	ACCOUNTS,
	COMPANY,
	CURRENCY,
	EXPENSE_ACCOUNT,
	FISCAL_YEAR,
	OTHER_ACCOUNT,
	PAYABLE,
	TAX_ACCOUNT,
} from './accounts.mts';
import { mandatory, mustBe, refusal } from './refusal.mts';

interface Item extends Fields {
	item_name?: string;
	description?: string;
	qty?: number;
	uom?: string;
	rate?: number;
	expense_account?: string;
}

interface Tax {
	account_head?: string;
	description?: string;
	tax_amount?: number;
}

export interface Supplier extends Fields {
	name: string;
	supplier_name: string;
	accounts?: Array<{ account: string }>;
	/** Days until an invoice is due by the payment terms that were agreed; none if undefined. */
	days?: number;
}

export interface Invoice extends Fields {
	name: string;
	supplier: string;
	items: Array<Required<Item> & { amount: number }>;
	docstatus: number;
	due_date: string;
}

/** Units by whether they may be broken. */
const UNITS: Record<string, { isWhole: boolean }> = {
	Nos: { isWhole: true },
	Kg: { isWhole: false },
	Hour: { isWhole: false },
};

/**
 * A draft of what is given, as ERPNext completes it: the totals, the account that is credited, the due date.
 *
 * @param name that the series gives
 * @throws Refusal for what ERPNext does not keep even as a draft
 */
export function draft(given: Fields, supplier: Supplier, name: string): Invoice {
	const {
		items = [],
		taxes = [],
		is_return: isReturn = 0,
	} = given as {
		items?: Item[];
		taxes?: Tax[];
		is_return?: number;
	};
	const document = `Purchase Invoice, ${name}`;
	mustBe([COMPANY], 'Company', given.company);
	mustBe(CURRENCIES, 'Currency', given.currency);
	items.forEach((item, index) => checkItem(item, index + 1, document));
	for (const { account_head: account, description } of taxes) {
		if (!account) throw mandatory(document, 'account_head');
		if (!description) throw mandatory(document, 'description');
		if (account !== TAX_ACCOUNT) {
			const message = `Row #1: Account ${account} does not belong to company ${COMPANY}`;
			throw refusal(417, 'ValidationError', message);
		}
	}
	if (isReturn && items.some(({ qty = 0 }) => qty > 0)) {
		throw refusal(417, 'ValidationError', 'For an item None, quantity must be negative number');
	}
	const rows = items.map(({ rate = 0, qty = 0, ...item }) => {
		const amount = round(round(qty, 3) * round(rate));
		return { ...(item as Required<Item>), qty, rate: round(rate), amount, net_amount: amount };
	});
	const total = sumOf(rows.map(({ amount }) => amount));
	const netTotal = round(total - ((given.discount_amount as number) ?? 0));
	const tax = sumOf(taxes.map(({ tax_amount: amount = 0 }) => amount));
	return {
		...given,
		name,
		supplier: supplier.name,
		items: rows,
		is_return: isReturn,
		docstatus: 0,
		status: 'Draft',
		credit_to: creditedAccount(given, supplier),
		due_date: dueDate(given, supplier),
		total,
		net_total: netTotal,
		total_taxes_and_charges: tax,
		grand_total: round(netTotal + tax),
	};
}

/**
 * What changes when a draft is submitted.
 *
 * @throws Refusal for what may stand in a draft only
 */
export function submitted({ items, ...invoice }: Invoice, supplier: Supplier): Fields {
	fiscalYearOf(invoice);
	if (!invoice.is_return && items.some(({ qty }) => qty < 0)) {
		throw refusal(417, 'ValidationError', 'For an item None, quantity must be positive number');
	}
	if (items.some(({ rate }) => rate < 0)) {
		throw refusal(417, 'ValidationError', 'For item None, rate must be a positive number');
	}
	return {
		docstatus: 1,
		status: 'Unpaid',
		due_date: termOf(invoice, supplier) ?? invoice.due_date,
	};
}

/**
 * The year of a bill.
 *
 * @throws Refusal if there is none for its date; a draft may stand there without
 */
export function fiscalYearOf({ posting_date: date }: Fields): string {
	const [year, month, day] = String(date).split('-');
	if (year !== FISCAL_YEAR) {
		throw refusal(
			417,
			'erpnext.accounts.utils.FiscalYearError',
			`Date ${day}/${month}/${year} is not in any active Fiscal Year for <strong>${COMPANY}</strong>`,
		);
	}
	return year;
}

function checkItem(item: Item, row: number, document: string): void {
	const { item_name: title, qty = 0, uom = 'Nos', expense_account: account } = item;
	if (!account) {
		const message = `Expense account is mandatory for item ${title}`;
		throw refusal(417, 'ValidationError', message);
	}
	mustBe(Object.keys(UNITS), `Row #${row}: UOM`, uom);
	mustBe([EXPENSE_ACCOUNT, OTHER_ACCOUNT], `Row #${row}: Expense Head`, account);
	if (!title) throw mandatory(document, 'item_name');
	if (title.length > 140) throw refusal(417, 'CharacterLengthExceededError', 'Item Name');
	if (qty === 0) {
		throw refusal(
			417,
			'erpnext.controllers.accounts_controller.InvalidQtyError',
			`Row #${row}: Quantity for Item None cannot be zero.`,
		);
	}
	if (UNITS[uom].isWhole && qty % 1 !== 0) {
		throw refusal(
			417,
			'erpnext.utilities.transaction_base.UOMMustBeIntegerError',
			`Row ${row}: Quantity (${qty}) cannot be a fraction.`,
		);
	}
}

/** A supplier has one account, of one currency, and the company's own account is in the company's currency. */
function creditedAccount({ currency }: Fields, { supplier_name: name, accounts = [] }: Supplier) {
	const account = accounts[0]?.account ?? PAYABLE;
	const own = ACCOUNTS.find(({ name: known }) => known === account)?.account_currency;
	if (own === currency) return account;
	if (own !== CURRENCY) {
		throw refusal(
			417,
			'erpnext.exceptions.InvalidCurrency',
			`Accounting Entry for Supplier: ${name} can only be made in currency: ${own}`,
		);
	}
	throw refusal(
		417,
		'ValidationError',
		`Party Account <strong>${account}</strong> currency (${own}) and document currency (${String(currency)}) should be same`,
	);
}

function dueDate(given: Fields, supplier: Supplier): string {
	const {
		posting_date: posting,
		due_date: due,
		bill_date: printed,
	} = given as Record<string, string | undefined>;
	if (printed && posting && printed > posting) {
		const message = 'Supplier Invoice Date cannot be greater than Posting Date';
		throw refusal(417, 'ValidationError', message);
	}
	const term = termOf(given, supplier);
	if (!due) return term ?? (posting as string);
	if (posting && due < posting) {
		const message = 'Due Date cannot be before Posting / Supplier Invoice Date';
		throw refusal(417, 'ValidationError', message);
	}
	if (term && due > term) {
		const message = `Due / Reference Date cannot be after ${term}`;
		throw refusal(417, 'ValidationError', message);
	}
	return due;
}

/** When it is due by what was agreed with the supplier, if that is to be asked. */
function termOf(invoice: Fields, { days }: Supplier): string | undefined {
	if (days === undefined || invoice.ignore_default_payment_terms_template) return undefined;
	const term = new Date(String(invoice.bill_date));
	term.setUTCDate(term.getUTCDate() + days);
	return term.toISOString().slice(0, 10);
}
