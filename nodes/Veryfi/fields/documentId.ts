import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

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
 * Reads the id of the document: digits only, so that nothing but an id can get into a path.
 *
 * @throws NodeOperationError when it is anything else
 */
export function readDocumentId(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('documentId', itemIndex, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (/^\d+$/.test(id)) return id;
	throw new NodeOperationError(
		context.getNode(),
		id ? `"${id}" is not a document ID` : 'No document is chosen',
		{
			itemIndex,
			description:
				'Give the ID that Submit returned, digits only, or check the expression in Document.',
		},
	);
}
