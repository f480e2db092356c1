import type { IDataObject, INodeProperties } from 'n8n-workflow';

import {
	documentIdField,
	idOut,
	partIdField,
	readDocumentId,
	readId,
	withId,
} from '../../shared/fields/ids';
import type { Item } from '../../shared/fields/item';
import { readAmount, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import { entriesIn, entriesOf, entryAt, parts } from '../../shared/products/parts';
import { creationFields, readBody, updateField } from '../fields/updates';
import type { Prepared } from '../oneRequest';
import { oneRequest } from '../oneRequest';
import type { Operation, Resource } from '../operation';

/** Rows of a receipt or invoice. */
interface RowKind {
	value: 'lineItem' | 'taxLine';
	/** Names of fields without which no row can be made. */
	required: string[];
	/** True for rows of so many values that few want them all. */
	canSimplify: boolean;
	canDeleteAll: boolean;
}

const KINDS: RowKind[] = [
	{
		value: 'lineItem',
		required: ['order', 'description', 'total'],
		canSimplify: true,
		canDeleteAll: true,
	},
	{ value: 'taxLine', required: ['order'], canSimplify: false, canDeleteAll: false },
];

function operationsOf(kind: RowKind): Operation[] {
	const { value, required } = kind;
	const part = parts[value];
	const { one, many, path } = part;
	const rowId = partIdField(part, 'rowId');
	const documentOf = (item: Item) => `/documents/${readDocumentId(item)}`;
	const listOf = (item: Item) => `${documentOf(item)}/${path}`;
	const rowAt = (item: Item) => entryAt(documentOf(item), part, readId(item, rowId));

	const simplify: INodeProperties[] = kind.canSimplify ? viewFields(value) : [];
	/** How a row of this kind is shown. */
	const show = (item: Item) => {
		const view = kind.canSimplify ? readAmount(item) : { simplify: false };
		return (row: IDataObject) => present(value, row, view);
	};

	const showOne = (item: Item) => {
		const shown = show(item);
		const id = readId(item, rowId);
		return (row: IDataObject) => shown(withId(id, row));
	};

	const getMany = oneRequest(
		{
			value: 'getMany',
			name: 'Get Many',
			action: `Get many ${many}`,
			description: `Retrieve a list of the ${many} of a receipt or invoice`,
		},
		{
			fields: [documentIdField, ...simplify],
			prepare(item): Prepared {
				const shown = show(item);
				return {
					request: { method: 'GET', path: listOf(item), needed: entriesOf(part) },
					record: (answer) => entriesIn(part, answer).map(shown),
				};
			},
		},
	);

	const get = oneRequest(
		{
			value: 'get',
			name: 'Get',
			action: `Get ${one}`,
			description: `Retrieve a ${one} of a receipt or invoice`,
		},
		{
			fields: [documentIdField, rowId, ...simplify],
			prepare: (item) => ({
				request: { method: 'GET', ...rowAt(item) },
				record: showOne(item),
			}),
		},
	);

	const create = oneRequest(
		{
			value: 'create',
			name: 'Create',
			action: `Create ${one}`,
			description: `Add a ${one} to a receipt or invoice`,
		},
		{
			fields: [documentIdField, ...creationFields(value, required), ...simplify],
			serialKey: readDocumentId,
			prepare: (item) => ({
				request: {
					method: 'POST',
					path: listOf(item),
					body: readBody(item, value, required),
				},
				record: show(item),
			}),
		},
	);

	const update = oneRequest(
		{
			value: 'update',
			name: 'Update',
			action: `Update ${one}`,
			description: `Change values of a ${one}. Fields that you leave out stay as they are.`,
		},
		{
			fields: [documentIdField, rowId, updateField(value), ...simplify],
			serialKey: readDocumentId,
			prepare: (item) => ({
				request: {
					method: 'PUT',
					...rowAt(item),
					body: readBody(item, value),
				},
				record: showOne(item),
			}),
		},
	);

	const deleteOne = oneRequest(
		{
			value: 'delete',
			name: 'Delete',
			action: `Delete ${one}`,
			description: `Delete one ${one} of a receipt or invoice`,
		},
		{
			fields: [documentIdField, rowId],
			serialKey: readDocumentId,
			prepare: (item) => ({
				request: { method: 'DELETE', ...rowAt(item), ignoreBody: true },
				record: () => ({ id: idOut(readId(item, rowId)), deleted: true }),
			}),
		},
	);

	const deleteAll = oneRequest(
		{
			value: 'deleteAll',
			name: 'Delete All',
			action: `Delete all ${many}`,
			description: `Delete all ${many} of a receipt or invoice`,
		},
		{
			fields: [documentIdField],
			serialKey: readDocumentId,
			prepare: (item) => ({
				request: { method: 'DELETE', path: listOf(item), ignoreBody: true },
				record: () => ({ documentId: idOut(readDocumentId(item)), deleted: true }),
			}),
		},
	);

	return [getMany, get, create, update, deleteOne, ...(kind.canDeleteAll ? [deleteAll] : [])];
}

export const rowResources: Resource[] = KINDS.map((kind) => ({
	value: kind.value,
	name: parts[kind.value].name,
	description: `The ${parts[kind.value].many} of receipts and invoices`,
	operations: operationsOf(kind),
}));
