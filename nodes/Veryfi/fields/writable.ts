import type { Parameter } from './parameter';
import { boolean, list, number, object, text } from './parameter';
import { toEntries } from './values';

const choice = (
	wire: string,
	displayName: string,
	description: string,
	values: Record<string, string>,
): Parameter => ({
	wire,
	parse: String,
	field: {
		displayName,
		type: 'options',
		default: Object.keys(values)[0],
		description,
		options: Object.entries(values).map(([value, name]) => ({ name, value })),
	},
});

/** A list of objects, by expression or as JSON text. */
const rows = (
	wire: string,
	displayName: string,
	description: string,
	placeholder: string,
): Parameter => ({
	wire,
	parse: toEntries,
	field: { displayName, type: 'json', default: '[]', description, placeholder },
});

const day = (wire: string, displayName: string, description: string): Parameter => ({
	wire,
	parse: (value) => String(value).slice(0, '2026-03-31'.length),
	field: { displayName, type: 'dateTime', default: '', description },
});

/** A party of the document: its usual values by fields, all of them as an object, which goes first. */
const party = (wire: string, name: string, who: string): Parameter[] => [
	object(wire, `${name} (JSON)`, `${who}, as a JSON object`, 'e.g. { "name": "Atelier Est" }'),
	text(`${wire}.name`, `${name} Name`, `${who}: name`, 'e.g. Atelier Est'),
	text(`${wire}.address`, `${name} Address`, `${who}: address`, 'e.g. 1 Quai Sud, 59000 Lille'),
];

const externalId = (wire: string) =>
	text(wire, 'External ID', 'Your own ID for the document', 'e.g. expense-4711');

const notNegative = (parameter: Parameter): Parameter => ({
	...parameter,
	field: { ...parameter.field, typeOptions: { minValue: 0 } },
});

const order = notNegative(number('order', 'Order', 'Place in the list, counted from 0'));

/** Values of each kind of record that can be written (docs.veryfi.com; Veryfi's OpenAPI description). */
export const WRITABLE = {
	document: [
		text('account_number', 'Account Number', 'Number of the account with the vendor', 'e.g. 4711'),
		...party('bill_to', 'Bill To', 'Who is billed'),
		text('category', 'Category', 'Category of the expense', 'e.g. Travel'),
		text('currency_code', 'Currency Code', 'Three-letter code (ISO 4217)', 'e.g. EUR'),
		object(
			'custom_fields',
			'Custom Fields (JSON)',
			'Your own fields, as a JSON object',
			'e.g. { "project": "A7" }',
		),
		day('date', 'Date', 'Date of the document, at most 10 years back and 3 months ahead'),
		text('delivery_note_number', 'Delivery Note Number', 'Number of the delivery note', 'e.g. D-7'),
		number('discount', 'Discount', 'Discount in the currency of the document'),
		text(
			'document_reference_number',
			'Document Reference Number',
			'Number that the document refers to',
			'e.g. R-7',
		),
		text('document_title', 'Document Title', 'Title of the document', 'e.g. Invoice'),
		text('document_type', 'Document Type', 'Type by Veryfi', 'e.g. invoice'),
		day('due_date', 'Due Date', 'When the document is due'),
		number('exch_rate', 'Exchange Rate', 'Rate to the currency of the account'),
		externalId('external_id'),
		text('incoterms', 'Incoterms', 'Terms of delivery', 'e.g. EXW'),
		number('insurance', 'Insurance', 'Insurance in the currency of the document'),
		text('invoice_number', 'Invoice Number', 'Number of the invoice', 'e.g. A-1042'),
		boolean('is_approved', 'Is Approved', 'Whether the document is approved'),
		boolean('is_billable', 'Is Billable', 'Whether the expense can be billed to a customer'),
		boolean('is_duplicate', 'Is Duplicate', 'Whether the document is a duplicate of another one'),
		boolean('is_money_in', 'Is Money In', 'Whether the money comes in'),
		rows(
			'line_items',
			'Line Items (JSON)',
			'All line items as a JSON array; those not in the list are removed. The resource Line Item changes single ones.',
			'e.g. [{ "order": 0, "description": "A4 paper", "total": 12 }]',
		),
		object(
			'meta',
			'Meta (JSON)',
			'Meta data such as the decision on fraud, as a JSON object',
			'e.g. { "fraud": { "decision": "Not Fraud" } }',
		),
		text('notes', 'Notes', 'Notes on the document', 'e.g. Lunch with customer'),
		object(
			'payment',
			'Payment (JSON)',
			'How it was or is to be paid, as a JSON object',
			'e.g. { "type": "visa" }',
		),
		text('payment.card_number', 'Payment Card Number', 'Last digits of the card', 'e.g. 1234'),
		text('payment.terms', 'Payment Terms', 'When it is to be paid', 'e.g. 30 days'),
		text('payment.type', 'Payment Type', 'By what it was paid', 'e.g. visa'),
		text(
			'purchase_order_number',
			'Purchase Order Number',
			'Number of the purchase order',
			'e.g. PO-7',
		),
		day('service_end_date', 'Service End Date', 'Last day of the service'),
		day('service_start_date', 'Service Start Date', 'First day of the service'),
		...party('ship_to', 'Ship To', 'Who receives the goods'),
		number('shipping', 'Shipping', 'Costs of shipping in the currency of the document'),
		choice('status', 'Status', 'Status of the document', {
			archived: 'Archived',
			processed: 'Processed',
			reviewed: 'Reviewed',
		}),
		text('store_number', 'Store Number', 'Number of the store', 'e.g. 12'),
		number('subtotal', 'Subtotal', 'Sum before tax'),
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
		number('total', 'Total', 'Sum with tax'),
		number('total_quantity', 'Total Quantity', 'Quantity of all line items'),
		number('total_weight', 'Total Weight', 'Weight of all line items'),
		text('tracking_number', 'Tracking Number', 'Number of the parcel', 'e.g. 1Z999'),
		list(
			'tracking_numbers',
			'Tracking Numbers',
			'Numbers of the parcels, separated by commas, or a list by expression',
			'e.g. 1Z999, 1Z998',
		),
		text('vending_person', 'Vending Person', 'Who sold', 'e.g. Ann'),
		...party('vendor', 'Vendor', 'Who sold'),
		text('vendor.email', 'Vendor Email', 'Who sold: address for emails', 'e.g. ann@example.com'),
		text('vendor.phone_number', 'Vendor Phone Number', 'Who sold: phone number', 'e.g. 555-0100'),
		text('vendor.vat_number', 'Vendor VAT Number', 'Who sold: number for the VAT', 'e.g. FR123'),
	],
	meta: [
		externalId('meta.external_id'),
		list(
			'meta.tags',
			'Tags',
			'Names of tags, separated by commas, or a list by expression',
			'e.g. march, travel',
		),
	],
	status: [text('status', 'Status', 'Status of the conversion', 'e.g. reviewed')],
	lineItem: [
		text('category', 'Category', 'Category of the expense', 'e.g. Travel'),
		text('country_of_origin', 'Country of Origin', 'Where the goods come from', 'e.g. FR'),
		day('date', 'Date', 'Date of the line item'),
		text('description', 'Description', 'What was bought', 'e.g. A4 paper'),
		number('discount', 'Discount', 'Discount in the currency of the document'),
		number('discount_rate', 'Discount Rate', 'Discount in percent'),
		day('end_date', 'End Date', 'Last day of the service'),
		text(
			'expanded_description',
			'Expanded Description',
			'What was bought, in full words',
			'e.g. Paper, A4, 80 g',
		),
		text('hsn', 'HSN', 'Code of the goods in the harmonized system', 'e.g. 4802'),
		order,
		number('price', 'Price', 'Price of one unit'),
		number('quantity', 'Quantity', 'How many units'),
		text(
			'section',
			'Section',
			'Section of the document that the line item stands in',
			'e.g. Office',
		),
		text('sku', 'SKU', 'Number of the article with the vendor', 'e.g. P-80'),
		day('start_date', 'Start Date', 'First day of the service'),
		list(
			'tags',
			'Tags',
			'Names of tags, separated by commas, or a list by expression',
			'e.g. march, travel',
		),
		number('tax', 'Tax', 'Tax in the currency of the document'),
		number('tax_rate', 'Tax Rate', 'Tax in percent'),
		number('total', 'Total', 'Sum of the line item'),
		choice('type', 'Type', 'What kind of line item it is', {
			alcohol: 'Alcohol',
			delivery: 'Delivery',
			discount: 'Discount',
			fee: 'Fee',
			food: 'Food',
			fuel: 'Fuel',
			parking: 'Parking',
			payment: 'Payment',
			product: 'Product',
			room: 'Room',
			service: 'Service',
			tax: 'Tax',
			tobacco: 'Tobacco',
			transportation: 'Transportation',
		}),
		text('unit_of_measure', 'Unit of Measure', 'What quantity counts', 'e.g. box'),
		text('upc', 'UPC', 'Universal product code', 'e.g. 012345678905'),
		number('weight', 'Weight', 'Weight of the goods'),
	],
	taxLine: [
		number('base', 'Base', 'Sum that the tax is computed from'),
		text('code', 'Code', 'Code of the tax', 'e.g. A'),
		text('name', 'Name', 'Name of the tax', 'e.g. VAT'),
		order,
		number('rate', 'Rate', 'Tax in percent'),
		number('total', 'Total', 'Tax in the currency of the document'),
		number('total_inclusive', 'Total Inclusive', 'Sum with tax'),
	],
} satisfies Record<string, Parameter[]>;
