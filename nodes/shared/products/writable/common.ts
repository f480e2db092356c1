import type { Parameter } from '../../fields/parameter';
import { list, object, text } from '../../fields/parameterKinds';

/** @param wire where the product has it: some keep it in `meta` */
export const externalId = (wire: string): Parameter =>
	text(wire, 'External ID', 'Your own ID for the document', 'e.g. expense-4711');

export const customFields: Parameter = object(
	'custom_fields',
	'Custom Fields (JSON)',
	'Your own fields, as a JSON object',
	'e.g. { "project": "A7" }',
);

/** What can be changed of every product but receipts and invoices. */
export const meta: Parameter[] = [
	externalId('meta.external_id'),
	list(
		'meta.tags',
		'Tags',
		'Names of tags, separated by commas, or a list by expression',
		'e.g. march, travel',
	),
];
