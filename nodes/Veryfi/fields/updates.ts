import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collection } from '../../shared/fields/collection';
import type { Item } from '../../shared/fields/item';
import type { Parameter } from '../../shared/fields/parameter';
import { bodyOf, fieldName } from '../../shared/fields/parameter';
import { object } from '../../shared/fields/parameterKinds';
import type { UpdateKind } from '../../shared/products/writable';
import { WRITABLE } from '../../shared/products/writable';

const moreFields = object(
	'',
	'More Fields (JSON)',
	'Other fields of the Veryfi API as a JSON object; null empties a field',
	'e.g. { "notes": null }',
);

/** What can be written, by the names of the fields. */
const writable = (kind: UpdateKind): Array<[string, Parameter]> => [
	...WRITABLE[kind].map((parameter): [string, Parameter] => [fieldName(parameter.wire), parameter]),
	['moreFields', moreFields],
];

const fieldOf = ([name, { field }]: [string, Parameter]): INodeProperties => ({ ...field, name });

/**
 * The fields with which a record is made: the required ones by themselves, the others in a collection.
 *
 * @param required names of fields
 */
export function creationFields(kind: UpdateKind, required: string[]): INodeProperties[] {
	const fields = writable(kind).map(fieldOf);
	return [
		...required.flatMap((wanted) =>
			fields.filter(({ name }) => name === wanted).map((field) => ({ ...field, required: true })),
		),
		collection(
			'Additional Fields',
			'fields',
			'Add Field',
			fields.filter(({ name }) => !required.includes(name)),
		),
	];
}

/** The collection of values that can be changed. */
export const updateField = (kind: UpdateKind): INodeProperties =>
	collection('Update Fields', 'fields', 'Add Field', writable(kind).map(fieldOf));

/**
 * The body for what the user chose to write.
 *
 * @param required names of the fields that stand outside the collection
 * @throws NodeOperationError when nothing is chosen, a required field is empty, or a value is not of the
 *   field's kind
 */
export function readBody(item: Item, kind: UpdateKind, required: string[] = []): IDataObject {
	const chosen = { ...item.collection('fields') };
	for (const name of required) chosen[name] = item.parameter(name) as string;
	const body = item.reading(() => bodyOf(writable(kind), chosen, item.timezone, required));
	if (Object.keys(body).length > 0) return body;
	throw item.error(
		'No field to update was given',
		'Add at least one field, or check the expressions.',
	);
}
