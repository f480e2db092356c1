import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Parameter } from './parameter';
import { bodyOf } from './parameter';
import { toObject } from './values';
import { WRITABLE } from './writable';

export type UpdateKind = keyof typeof WRITABLE;

const nameOf = ({ wire }: Parameter): string =>
	wire.replace(/[._]([a-z])/g, (_, letter: string) => letter.toUpperCase());

const MORE = 'More Fields (JSON)';

const more: INodeProperties = {
	displayName: MORE,
	name: 'moreFields',
	type: 'json',
	default: '{}',
	description: 'Fields for which there is no field here, or null to empty one, as a JSON object',
	placeholder: 'e.g. { "notes": null }',
};

const collection = (
	kind: UpdateKind,
	isRequired: (wire: string) => boolean,
	words: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder'>,
): INodeProperties => ({
	...words,
	type: 'collection',
	default: {},
	options: [
		...WRITABLE[kind]
			.filter(({ wire }) => !isRequired(wire))
			.map((parameter) => ({ ...parameter.field, name: nameOf(parameter) })),
		more,
	].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** The fields with which a record is made: the required ones by themselves, the others in a collection. */
export const creationFields = (kind: UpdateKind, required: string[]): INodeProperties[] => [
	...required.flatMap((name) =>
		WRITABLE[kind]
			.filter(({ wire }) => wire === name)
			.map((parameter) => ({ ...parameter.field, name: nameOf(parameter), required: true })),
	),
	collection(kind, (wire) => required.includes(wire), {
		displayName: 'Additional Fields',
		name: 'fields',
		placeholder: 'Add Field',
	}),
];

/** The collection of values that can be changed. */
export const updateField = (kind: UpdateKind): INodeProperties =>
	collection(kind, () => false, {
		displayName: 'Update Fields',
		name: 'fields',
		placeholder: 'Add Field',
	});

/**
 * The body for what the user chose to write.
 *
 * @param required wire names of the fields that stand outside the collection
 * @throws NodeOperationError when nothing is chosen, or a value is not of the field's kind
 */
export function readBody(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: UpdateKind,
	required: string[] = [],
): IDataObject {
	const fail = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { itemIndex, description });
	const { moreFields, ...chosen } = context.getNodeParameter(
		'fields',
		itemIndex,
		{},
	) as IDataObject;
	for (const parameter of WRITABLE[kind]) {
		if (!required.includes(parameter.wire)) continue;
		chosen[nameOf(parameter)] = context.getNodeParameter(nameOf(parameter), itemIndex) as string;
	}
	const known = WRITABLE[kind].map((parameter): [string, Parameter] => [
		nameOf(parameter),
		parameter,
	]);
	let body: IDataObject;
	try {
		body = { ...bodyOf(known, chosen), ...toObject(moreFields ?? {}, MORE) };
	} catch (error) {
		throw fail((error as Error).message, 'Correct the field, or the expression in it.');
	}
	if (Object.keys(body).length > 0) return body;
	throw fail('There is nothing to write', 'Add at least one field, or check the expressions.');
}
