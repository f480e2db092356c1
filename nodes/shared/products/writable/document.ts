import type { Parameter } from '../../fields/parameter';
import { boolean, choice, day, list, number, rows, text } from '../../fields/parameterKinds';
import { customFields, externalId } from './common';

/** A party of the document. */
const party = (wire: string, name: string, who: string): Parameter[] => [
	text(`${wire}.name`, `${name} Name`, `Name of ${who}`, 'e.g. Atelier Est'),
	text(`${wire}.address`, `${name} Address`, `Address of ${who}`, 'e.g. 1 Quai Sud, 59000 Lille'),
];

/**
 * What is changed of a receipt or invoice in accounting. More Fields takes what else Veryfi can write, such as weights,
 * numbers of parcels and details of payment.
 */
export const document: Parameter[] = [
	text(
		'account_number',
		'Account Number',
		'Number of your account with the vendor, as printed on the document',
		'e.g. 4711',
	),
	...party('bill_to', 'Bill To', 'the customer who is billed'),
	text('category', 'Category', 'Category of the expense', 'e.g. Travel'),
	text('currency_code', 'Currency Code', 'Three-letter code (ISO 4217)', 'e.g. EUR'),
	customFields,
	day('date', 'Date', 'Date of the document, at most 10 years back and 3 months ahead'),
	text('delivery_note_number', 'Delivery Note Number', 'Number of the delivery note', 'e.g. D-7'),
	number('discount', 'Discount', 'Discount in the currency of the document'),
	text(
		'document_reference_number',
		'Document Reference Number',
		'Number that the document refers to',
		'e.g. R-7',
	),
	text(
		'document_type',
		'Document Type',
		"What the document is, in Veryfi's words: invoice, receipt, credit_note, statement and so on",
		'e.g. invoice',
	),
	day('due_date', 'Due Date', 'When the document is due'),
	number('exch_rate', 'Exchange Rate', 'Rate of exchange to the currency of the account'),
	externalId('external_id'),
	text('invoice_number', 'Invoice Number', 'Number of the invoice', 'e.g. A-1042'),
	boolean('is_approved', 'Is Approved', 'Whether the document is approved'),
	boolean('is_billable', 'Is Billable', 'Whether the expense can be billed to a customer'),
	boolean('is_duplicate', 'Is Duplicate', 'Whether the document is a duplicate of another one'),
	boolean('is_money_in', 'Is Money In', 'Whether it is money that comes in and no expense'),
	rows(
		'line_items',
		'Line Items (JSON)',
		'All line items as a JSON array; those not in the list are removed. The resource Line Item changes single ones.',
		'e.g. [{ "order": 0, "description": "A4 paper", "total": 12 }]',
	),
	text('notes', 'Notes', 'Notes on the document', 'e.g. Lunch with customer'),
	text('payment.card_number', 'Payment Card Number', 'Last digits of the card', 'e.g. 1234'),
	text('payment.terms', 'Payment Terms', 'By when it is to be paid', 'e.g. 30 days'),
	text('payment.type', 'Payment Type', 'Means of payment', 'e.g. visa'),
	text(
		'purchase_order_number',
		'Purchase Order Number',
		'Number of the purchase order',
		'e.g. PO-7',
	),
	day('service_end_date', 'Service End Date', 'Last day of the service'),
	day('service_start_date', 'Service Start Date', 'First day of the service'),
	number('shipping', 'Shipping', 'Costs of shipping in the currency of the document'),
	choice('status', 'Status', 'Status of the document', {
		archived: 'Archived',
		processed: 'Processed',
		reviewed: 'Reviewed',
	}),
	number('subtotal', 'Subtotal', 'Amount before tax'),
	list(
		'tags',
		'Tags',
		'Names of all tags, separated by commas, or a list by expression; replaces those that are there',
		'e.g. march, travel',
	),
	number('tax', 'Tax', 'Tax in the currency of the document'),
	rows(
		'tax_lines',
		'Tax Lines (JSON)',
		'All tax lines as a JSON array; those not in the list are removed. The resource Tax Line changes single ones.',
		'e.g. [{ "order": 0, "name": "VAT", "rate": 20, "total": 2.4 }]',
	),
	number('tip', 'Tip', 'Tip in the currency of the document'),
	number('total', 'Total', 'Amount with tax'),
	...party('vendor', 'Vendor', 'the vendor'),
	text('vendor.email', 'Vendor Email', 'Email address of the vendor', 'e.g. ann@example.com'),
	text('vendor.vat_number', 'Vendor VAT Number', 'VAT number of the vendor', 'e.g. FR123'),
];
