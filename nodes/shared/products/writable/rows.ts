import type { Parameter } from '../../fields/parameter';
import { refined } from '../../fields/parameter';
import { choice, day, list, number, text } from '../../fields/parameterKinds';

const order = refined(number('order', 'Position', 'Place in the list, counted from 0'), {
	typeOptions: { minValue: 0 },
});

/** What a line item can be given. */
export const lineItem: Parameter[] = [
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
	text('hsn', 'HSN Code', 'Customs code of the goods in the Harmonized System', 'e.g. 4802'),
	order,
	number('price', 'Price', 'Price of one unit'),
	number('quantity', 'Quantity', 'How many units'),
	text('section', 'Section', 'Section of the document that has the line item', 'e.g. Office'),
	text('sku', 'SKU', 'Stock keeping unit: the article number of the vendor', 'e.g. P-80'),
	day('start_date', 'Start Date', 'First day of the service'),
	list(
		'tags',
		'Tags',
		'Names of tags, separated by commas, or a list by expression',
		'e.g. march, travel',
	),
	number('tax', 'Tax', 'Tax in the currency of the document'),
	number('tax_rate', 'Tax Rate', 'Tax in percent'),
	number('total', 'Total', 'Amount of the line item'),
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
	text('unit_of_measure', 'Unit of Measure', 'Unit that the quantity counts', 'e.g. box'),
	text('upc', 'UPC', 'Universal Product Code: the number below the barcode', 'e.g. 012345678905'),
	number('weight', 'Weight', 'Weight of the goods'),
];

/** What a tax line can be given. */
export const taxLine: Parameter[] = [
	number('base', 'Base Amount', 'Amount that the tax is computed from'),
	text('code', 'Code', 'Code of the tax', 'e.g. A'),
	text('name', 'Name', 'Name of the tax', 'e.g. VAT'),
	order,
	number('rate', 'Rate', 'Tax in percent'),
	number('total', 'Total Tax', 'Amount of the tax in the currency of the document'),
	number('total_inclusive', 'Total Inclusive', 'Amount with the tax'),
];
