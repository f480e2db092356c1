import type { IDataObject, ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';

import type { Part } from '../products/parts';
import type { Item } from './item';

interface Locator {
	displayName: string;
	name: string;
	description: string;
	searchListMethod: string;
	exampleId: string;
	/** What the list depends on: the editor lets go of the choice when one of these is changed. */
	dependsOn: string[];
}

/** A field for an id that is chosen from a list with search, or given. */
const idLocator = ({
	displayName,
	name,
	description,
	searchListMethod,
	exampleId,
	dependsOn,
}: Locator): INodeProperties => ({
	displayName,
	name,
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	typeOptions: { loadOptionsDependsOn: dependsOn },
	description,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: `e.g. ${exampleId}`,
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*\\d+\\s*$',
						errorMessage: `A ${displayName.toLowerCase()} ID consists of digits`,
					},
				},
			],
		},
	],
});

/** Selects a document. */
export const documentIdField = idLocator({
	displayName: 'Document',
	name: 'documentId',
	description: 'The document to work on',
	searchListMethod: 'searchDocuments',
	exampleId: '250100001',
	dependsOn: ['resource', 'product'],
});

/** Selects a part of the document in the field Document. */
export const partIdField = ({ name: displayName, one, exampleId }: Part, name: string) =>
	idLocator({
		displayName,
		name,
		description: `The ${one} to work on`,
		searchListMethod: 'searchParts',
		exampleId,
		// By its name, which only a choice from the list has: the value of an expression changes with the input.
		dependsOn: [`${documentIdField.name}.cachedResultName`],
	});

const DIGITS = /^\d+$/;

/** Whether JavaScript can hold the ID as a number without rounding it. */
const isExact = (id: string | number) => Number.isSafeInteger(Number(id));

/** An ID as it comes out: the number that Veryfi has for it, or the text where a number would be another ID. */
export const idOut = (id: string): number | string => (isExact(id) ? Number(id) : id);

/** A record with the ID that it was asked for by: a large one comes rounded out of Veryfi's answer. */
export const withId = (id: string | number, record: IDataObject): IDataObject =>
	isExact(id) ? record : { ...record, id };

/**
 * Reads an id: digits only, so that nothing but an id can get into a path.
 *
 * @throws NodeOperationError when it is anything else
 */
export function readId(item: Item, field: INodeProperties): string {
	const value = item.parameter(field.name, '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (typeof value === 'number' && DIGITS.test(id) && !isExact(id)) {
		throw item.error(
			`${id} in '${field.displayName}' may be rounded: it is too large for a number`,
			'Give the ID as a text, in quotes.',
		);
	}
	if (DIGITS.test(id)) return id;
	if (id === '') throw item.emptyError(field);
	throw item.error(
		`"${id}" is not an ID: '${field.displayName}' takes digits only`,
		`Give the ID as Veryfi returned it, or check the expression in '${field.displayName}'.`,
	);
}

/** @throws NodeOperationError when the field Document has no id */
export const readDocumentId = (item: Item): string => readId(item, documentIdField);

/**
 * The id in the field Document while the workflow is edited.
 *
 * @returns undefined when nothing is chosen yet, or an expression has no value yet
 */
export function currentDocumentId(context: ILoadOptionsFunctions): string | undefined {
	const value = context.getCurrentNodeParameter(documentIdField.name, { extractValue: true });
	const id = String(value ?? '').trim();
	return DIGITS.test(id) ? id : undefined;
}
