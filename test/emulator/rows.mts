import type { Context } from './context.mts';
import { lineItemShape, taxLineShape } from './documentShape.mts';
import type { Fields, Rule, Schema } from './validation.mts';

const text: Rule = { type: 'string', nullable: true };
const number: Rule = { type: 'number', nullable: true };

/** Line item kinds by Veryfi's OpenAPI description. */
const LINE_ITEM_TYPES = [
	'room',
	'tax',
	'parking',
	'service',
	'fee',
	'delivery',
	'product',
	'food',
	'alcohol',
	'tobacco',
	'transportation',
	'fuel',
	'discount',
	'payment',
] as const;

/** Fields of a line item that a client may set. */
export const LINE_ITEM: Schema = {
	order: { type: 'integer', min: 0 },
	description: text,
	expanded_description: text,
	total: number,
	sku: text,
	category: text,
	tax: number,
	price: number,
	quantity: number,
	unit_of_measure: text,
	upc: text,
	tax_rate: number,
	discount: number,
	discount_rate: number,
	start_date: text,
	end_date: text,
	hsn: text,
	section: text,
	weight: number,
	date: text,
	country_of_origin: text,
	reference: text,
	manufacturer: text,
	lot: text,
	subtotal: number,
	tags: { type: 'strings' },
	type: { type: 'string', oneOf: LINE_ITEM_TYPES, nullable: true },
};

/** Fields of a tax line that a client may set. */
export const TAX_LINE: Schema = {
	order: { type: 'integer', min: 0 },
	base: number,
	code: text,
	name: text,
	rate: number,
	total: number,
	total_inclusive: number,
};

/** A row that has an id keeps it: an update sends back what a GET showed. */
const idOf = (context: Context, given: Fields) =>
	typeof given.id === 'number' ? given.id : context.store.nextRowId();

export const newLineItem = (context: Context, given: Fields): Fields => ({
	...lineItemShape(),
	...given,
	id: idOf(context, given),
});

export const newTaxLine = (context: Context, given: Fields): Fields => ({
	...taxLineShape(),
	...given,
	id: idOf(context, given),
});
