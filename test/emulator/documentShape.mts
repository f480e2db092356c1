import type { Fields } from './validation.mts';

/** Members that Veryfi sends with null where it has found nothing. */
const nulls = (names: string): Fields =>
	Object.fromEntries(names.split(' ').map((name) => [name, null]));

/**
 * The members that every receipt or invoice has, as answers of 2024 and 2025 showed them. What is a list of one null
 * or of one empty object here is so there, too.
 */
export const documentShape = (): Fields => ({
	...nulls('external_id document_type document_title document_reference_number duplicate_of notes'),
	...nulls('date due_date order_date ship_date delivery_date service_start_date service_end_date'),
	...nulls('invoice_number purchase_order_number account_number delivery_note_number store_number'),
	...nulls('total subtotal tax tip discount shipping rounding insurance cashback'),
	...nulls('balance previous_balance final_balance total_quantity total_weight'),
	...nulls('currency_code country_code category default_category incoterms tracking_number'),
	...nulls('guest_count server_name vending_person vending_person_number'),
	...nulls('vin_number license_plate_number'),
	accounting_entry_type: 'debit',
	exch_rate: 1,
	is_approved: false,
	is_document: true,
	is_duplicate: false,
	is_money_in: false,
	is_transaction: false,
	img_blur: false,
	is_blurry: [false],
	barcodes: [],
	custom_fields: {},
	payment_links: [],
	tracking_numbers: [null],
	warnings: [],
	weights: [null],
	vendor: vendorShape(),
	vendors: [],
	bill_to: { ...nulls('name address parsed_address email phone_number reg_number vat_number') },
	ship_to: { ...nulls('name address parsed_address') },
	payment: { ...nulls('type card_number display_name terms') },
	line_items: [],
	tax_lines: [],
	tags: [],
});

const vendorShape = (): Fields => ({
	...nulls('name raw_name address raw_address category type email phone_number fax_number web'),
	...nulls('vat_number reg_number abn_number iban bank_name bank_number bank_swift account_number'),
	...nulls('account_currency biller_code order_number country_code external_id'),
	...nulls('lat lng logo logo_name map_url'),
	bank_breakdown: [{}],
	external_ids: [],
	parsed_address: {},
});

/** The members that every line item has. */
export const lineItemShape = (): Fields => ({
	order: 0,
	type: 'product',
	...nulls('description full_description normalized_description text sku upc category section'),
	quantity: 1,
	...nulls('unit_of_measure price total subtotal net_total gross_total tax tax_code tax_rate'),
	...nulls('discount discount_price discount_rate date start_date end_date reference'),
	...nulls('country_of_origin hsn lot manufacturer weight'),
	custom_fields: {},
	tags: [],
});

/** The members that every tax line has. */
export const taxLineShape = (): Fields => ({
	order: 0,
	...nulls('name rate base total total_inclusive code'),
});

/** `meta` of a document before anything was looked at. */
export const metaShape = (owner: string, device: Fields): Fields => ({
	owner,
	source: 'api',
	device_id: device.uuid ?? null,
	device_user_uuid: device.user_uuid ?? null,
	duplicates: [],
	fraud_review: { decision: null, types: [] },
	handwritten_fields: [],
	warnings: [],
});
