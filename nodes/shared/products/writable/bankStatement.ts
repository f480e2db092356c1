import type { Parameter } from '../../fields/parameter';
import { day, number, rows, text } from '../../fields/parameterKinds';
import { meta } from './common';

/** What can be changed of a bank statement. */
export const bankStatement: Parameter[] = [
	...meta,
	text(
		'account_holder_address',
		'Account Holder Address',
		'Address of the account holder',
		'e.g. 2 Oak Street, Springfield',
	),
	text(
		'account_holder_name',
		'Account Holder Name',
		'Name of the account holder',
		'e.g. Atelier Est',
	),
	text('account_number', 'Account Number', 'Number of the account', 'e.g. 4711'),
	text('account_type', 'Account Type', 'Kind of account', 'e.g. checking'),
	text(
		'account_vat_number',
		'Account VAT Number',
		'VAT number of the account holder',
		'e.g. FR123',
	),
	rows(
		'accounts',
		'Accounts (JSON)',
		'All accounts with their transactions as a JSON array; those not in the list are removed',
		'e.g. [{ "number": "4711", "transactions": [] }]',
	),
	text('bank_address', 'Bank Address', 'Address of the bank', 'e.g. 1 Quai Sud, 59000 Lille'),
	text('bank_name', 'Bank Name', 'Name of the bank', 'e.g. Nordbank'),
	text('bank_vat_number', 'Bank VAT Number', 'VAT number of the bank', 'e.g. FR456'),
	text('bank_website', 'Bank Website', 'Website of the bank', 'e.g. https://bank.example.com'),
	number('beginning_balance', 'Beginning Balance', 'Balance at the beginning of the period'),
	text('currency_code', 'Currency Code', 'Three-letter code (ISO 4217)', 'e.g. EUR'),
	day('due_date', 'Due Date', 'When the minimum payment is due'),
	number('ending_balance', 'Ending Balance', 'Balance at the end of the period'),
	text(
		'iban_number',
		'IBAN',
		'International bank account number',
		'e.g. FR7630006000011234567890189',
	),
	number('minimum_due', 'Minimum Due', 'Least amount that is to be paid'),
	day('period_end_date', 'Period End Date', 'Last day of the statement'),
	day('period_start_date', 'Period Start Date', 'First day of the statement'),
	text('routing_number', 'Routing Number', 'Routing number of the bank', 'e.g. 021000021'),
	day('statement_date', 'Statement Date', 'Date of the statement'),
	text('statement_number', 'Statement Number', 'Number of the statement', 'e.g. 2026-03'),
	text('swift', 'SWIFT', 'SWIFT code (BIC) of the bank', 'e.g. AGRIFRPP'),
];
