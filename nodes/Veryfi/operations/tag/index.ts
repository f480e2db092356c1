import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { veryfiRequest } from '../../../shared/transport';
import { digitsField, readDigits } from '../../fields/digits';
import { documentIdField, readDocumentId } from '../../fields/documentId';
import { optionsField } from '../../fields/options';
import { productField, readProduct } from '../../fields/productChoice';
import { toList } from '../../fields/values';
import type { Operation, Resource } from '../../operation';
import { products } from '../../products';

const tagged = products.filter(({ hasTags }) => hasTags);

/** Only receipts and invoices have a request that replaces all tags. */
const replaceable = products.filter(({ key }) => key === 'document');

const nameField: INodeProperties = {
	displayName: 'Tag Name',
	name: 'tagName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. march',
};

const namesField: INodeProperties = {
	displayName: 'Tag Names',
	name: 'tagNames',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. march, travel',
	description: 'Names separated by commas, or a list by expression',
};

const tagIdField = digitsField(
	'Tag ID',
	'tagId',
	'The ID of the tag, as Get Many gives it',
	'e.g. 501',
);

const documentOf = (context: IExecuteFunctions, itemIndex: number) =>
	`${readProduct(context, itemIndex).path}/${readDocumentId(context, itemIndex)}`;

function readNames(context: IExecuteFunctions, itemIndex: number): string[] {
	const names = toList(context.getNodeParameter('tagNames', itemIndex), namesField.displayName);
	if (names.length > 0) return names;
	throw new NodeOperationError(context.getNode(), 'Tag Names is empty', {
		itemIndex,
		description: 'Fill in Tag Names, or check the expression in it.',
	});
}

/** A tag, as records of tags name it: an object, or just its name. */
const toTag = (tag: unknown): IDataObject =>
	typeof tag === 'object' ? (tag as IDataObject) : { name: tag as string };

/** What all operations on tags have in common. */
function tagOperation(
	operation: Omit<Operation, 'properties' | 'serialKey'>,
	fields: INodeProperties[],
	choices = tagged,
): Operation {
	return {
		...operation,
		properties: [
			...(choices.length > 1 ? [productField(choices)] : []),
			documentIdField,
			...fields,
			optionsField([]),
		],
		serialKey: documentOf,
	};
}

const getMany = tagOperation(
	{
		value: 'getMany',
		name: 'Get Many',
		action: 'Get many tags of a document',
		description: 'Get many tags of a document',
		async run(context, itemIndex) {
			const path = `${documentOf(context, itemIndex)}/tags`;
			const { tags } = await veryfiRequest(context, { method: 'GET', path, itemIndex });
			return ((tags ?? []) as unknown[]).map(toTag);
		},
	},
	[],
);

const add = tagOperation(
	{
		value: 'add',
		name: 'Add',
		action: 'Add a tag to a document',
		description: 'Add a tag to a document, keeping those that it has',
		async run(context, itemIndex) {
			const name = context.getNodeParameter('tagName', itemIndex) as string;
			const answer = await veryfiRequest(context, {
				method: 'PUT',
				path: `${documentOf(context, itemIndex)}/tags`,
				body: { name },
				itemIndex,
			});
			// Veryfi documents both the tag and the list of all tags as the answer.
			const all = Array.isArray(answer.tags) ? answer.tags.map(toTag) : [answer];
			return all.find((tag) => tag.name === name) ?? { name };
		},
	},
	[nameField],
);

const addMany = tagOperation(
	{
		value: 'addMany',
		name: 'Add Many',
		action: 'Add many tags to a document',
		description: 'Add several tags to a document, keeping those that it has',
		async run(context, itemIndex) {
			const tags = readNames(context, itemIndex);
			const path = `${documentOf(context, itemIndex)}/tags`;
			await veryfiRequest(context, {
				method: 'POST',
				path,
				body: { tags },
				itemIndex,
				ignoreBody: true,
			});
			return { documentId: Number(readDocumentId(context, itemIndex)), added: tags };
		},
	},
	[namesField],
);

const replace = tagOperation(
	{
		value: 'replace',
		name: 'Replace',
		action: 'Replace all tags of a document',
		description: 'Put tags in place of all those that the document has',
		async run(context, itemIndex) {
			const tags = readNames(context, itemIndex);
			const document = await veryfiRequest(context, {
				method: 'PUT',
				path: documentOf(context, itemIndex),
				body: { tags },
				itemIndex,
			});
			return ((document.tags ?? []) as unknown[]).map(toTag);
		},
	},
	[namesField],
	replaceable,
);

const remove = tagOperation(
	{
		value: 'remove',
		name: 'Remove',
		action: 'Remove a tag from a document',
		description: 'Take one tag off a document',
		async run(context, itemIndex) {
			const tagId = readDigits(context, itemIndex, tagIdField);
			const path = `${documentOf(context, itemIndex)}/tags/${tagId}`;
			await veryfiRequest(context, { method: 'DELETE', path, itemIndex, ignoreBody: true });
			return { id: Number(tagId), removed: true };
		},
	},
	[tagIdField],
);

const removeAll = tagOperation(
	{
		value: 'removeAll',
		name: 'Remove All',
		action: 'Remove all tags from a document',
		description: 'Take all tags off a document',
		async run(context, itemIndex) {
			const path = `${documentOf(context, itemIndex)}/tags`;
			await veryfiRequest(context, { method: 'DELETE', path, itemIndex, ignoreBody: true });
			return { documentId: Number(readDocumentId(context, itemIndex)), removed: true };
		},
	},
	[],
);

export const tag: Resource = {
	value: 'tag',
	name: 'Tag',
	description: 'Names by which documents can be found',
	operations: [getMany, add, addMany, replace, remove, removeAll],
};
