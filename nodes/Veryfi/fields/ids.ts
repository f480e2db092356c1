import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { emptyError, fieldError } from './reading';

/** A field for an id, all of which consist of digits at Veryfi. */
export const idField = (
	displayName: string,
	name: string,
	description: string,
	placeholder: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	required: true,
	default: '',
	description,
	placeholder,
});

/** Selects a document from a list with search, or by its id. */
export const documentIdField: INodeProperties = {
	displayName: 'Document',
	name: 'documentId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The document to work on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchDocuments', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 250100001',
			validation: [
				{
					type: 'regex',
					properties: { regex: '^\\s*\\d+\\s*$', errorMessage: 'A document ID consists of digits' },
				},
			],
		},
	],
};

/**
 * Reads an id: digits only, so that nothing but an id can get into a path.
 *
 * @throws NodeOperationError when it is anything else
 */
export function readId(
	context: IExecuteFunctions,
	itemIndex: number,
	field: INodeProperties,
): string {
	const value = context.getNodeParameter(field.name, itemIndex, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (/^\d+$/.test(id)) return id;
	if (id === '') throw emptyError(context, itemIndex, field);
	throw fieldError(
		context,
		itemIndex,
		`"${id}" is not an ID: ${field.displayName} takes digits only`,
		`Give the ID as Veryfi returned it, or check the expression in ${field.displayName}.`,
	);
}

/** @throws NodeOperationError when the field Document has no id */
export const readDocumentId = (context: IExecuteFunctions, itemIndex: number): string =>
	readId(context, itemIndex, documentIdField);
