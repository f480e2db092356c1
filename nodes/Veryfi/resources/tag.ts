import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { VeryfiRequest } from '../../shared/api/transport';
import {
	documentIdField,
	idOut,
	partIdField,
	readDocumentId,
	readId,
} from '../../shared/fields/ids';
import type { Item } from '../../shared/fields/item';
import { entriesIn, entriesOf, entryAt, parts } from '../../shared/products/parts';
import { products } from '../../shared/products/products';
import { productField, readProduct } from '../fields/productChoice';
import { oneRequest } from '../oneRequest';
import type { Operation, Resource, Words } from '../operation';

const tagged = products.filter(({ hasTags }) => hasTags);

/** Only receipts and invoices are documented to take all their tags with an update. */
const replaceable = products.filter(({ updates }) => updates === 'document');

const nameField: INodeProperties = {
	displayName: 'Tag Name',
	name: 'tagName',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. march',
};

const namesField: INodeProperties = {
	...nameField,
	displayName: 'Tag Names',
	name: 'tagNames',
	placeholder: 'e.g. march, travel',
	description: 'Names separated by commas, or a list by expression',
};

const tagIdField = partIdField(parts.tag, 'tagId');

const tagsIn = (answer: IDataObject) => entriesIn(parts.tag, answer);

/** The named tags as far as the answer tells of them: it may be one of them, all of a document's, or none. */
const namedTags = (answer: IDataObject, names: string[]): IDataObject[] => {
	const told = [answer, ...tagsIn(answer)];
	return [...new Set(names)].map((name) => told.find((tag) => tag.name === name) ?? { name });
};

/** What an operation on tags does, when it is known to which document and with what. */
interface TagVerb<Given> {
	/** The field that tells with what, if there is one. */
	field?: INodeProperties;
	read?: (item: Item) => Given;
	choices?: typeof products;
	/** @param path of the document */
	request: (path: string, given: Given) => VeryfiRequest;
	/** What comes out of Veryfi's answer. */
	record: (
		answer: IDataObject,
		given: Given,
		documentId: number | string,
	) => IDataObject | IDataObject[];
}

const pathOf = (item: Item) => `${readProduct(item).path}/${readDocumentId(item)}`;

function tagOperation<Given>(words: Words, verb: TagVerb<Given>): Operation {
	const { field, read, choices = tagged } = verb;
	return oneRequest(words, {
		fields: [
			...(choices.length > 1 ? [productField(choices)] : []),
			documentIdField,
			...(field ? [field] : []),
		],
		serialKey: pathOf,
		prepare(item) {
			const path = pathOf(item);
			const given = read?.(item) as Given;
			const documentId = idOut(readDocumentId(item));
			return {
				request: verb.request(path, given),
				record: (answer) => verb.record(answer, given, documentId),
			};
		},
	});
}

const getMany = tagOperation(
	{
		value: 'getMany',
		name: 'Get Many',
		action: 'Get many tags',
		description: 'Retrieve a list of the tags',
	},
	{
		request: (path) => ({ method: 'GET', path: `${path}/tags`, needed: entriesOf(parts.tag) }),
		record: tagsIn,
	},
);

const add = tagOperation(
	{
		value: 'add',
		name: 'Add',
		action: 'Add tag to document',
		description: 'Add a tag to a document and keep its other tags',
	},
	{
		field: nameField,
		read: (item) => item.requiredText(nameField),
		request: (path, name) => ({
			method: 'PUT',
			path: `${path}/tags`,
			body: { name },
			ignoreBody: true,
		}),
		record: (answer, name) => namedTags(answer, [name]),
	},
);

const names = {
	field: namesField,
	read: (item: Item) => item.requiredList(namesField),
};

const addMany = tagOperation(
	{
		value: 'addMany',
		name: 'Add Many',
		action: 'Add many tags to document',
		description: 'Add several tags to a document and keep its other tags',
	},
	{
		...names,
		request: (path, tags) => ({
			method: 'POST',
			path: `${path}/tags`,
			body: { tags },
			ignoreBody: true,
		}),
		record: (_, added, documentId) => ({ documentId, added }),
	},
);

const replace = tagOperation(
	{
		value: 'replace',
		name: 'Replace',
		action: 'Replace all tags of document',
		description: 'Replace all tags of the document',
	},
	{
		...names,
		choices: replaceable,
		request: (path, tags) => ({ method: 'PUT', path, body: { tags }, ignoreBody: true }),
		record: namedTags,
	},
);

const remove = tagOperation(
	{
		value: 'remove',
		name: 'Remove',
		action: 'Remove tag from document',
		description: 'Take one tag off a document',
	},
	{
		field: tagIdField,
		read: (item) => readId(item, tagIdField),
		request: (path, id) => ({
			method: 'DELETE',
			...entryAt(path, parts.tag, id),
			ignoreBody: true,
		}),
		record: (_, id) => ({ id: idOut(id), removed: true }),
	},
);

const removeAll = tagOperation(
	{
		value: 'removeAll',
		name: 'Remove All',
		action: 'Remove all tags from document',
		description: 'Take all tags off a document',
	},
	{
		request: (path) => ({ method: 'DELETE', path: `${path}/tags`, ignoreBody: true }),
		record: (_answer, _given, documentId) => ({ documentId, removed: true }),
	},
);

export const tag: Resource = {
	value: 'tag',
	name: 'Tag',
	description: 'Names by which documents can be found',
	operations: [getMany, add, addMany, replace, remove, removeAll],
};
