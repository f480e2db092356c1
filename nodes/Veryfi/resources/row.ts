import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import {
	documentIdField,
	idOut,
	partIdField,
	readDocumentId,
	readId,
	withId,
} from '../../shared/fields/ids';
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
	const documentOf = (context: IExecuteFunctions, itemIndex: number) =>
		`/documents/${readDocumentId(context, itemIndex)}`;
	const listOf = (context: IExecuteFunctions, itemIndex: number) =>
		`${documentOf(context, itemIndex)}/${path}`;
	const rowAt = (context: IExecuteFunctions, itemIndex: number) =>
		entryAt(documentOf(context, itemIndex), part, readId(context, itemIndex, rowId));

	const simplify: INodeProperties[] = kind.canSimplify ? viewFields(value) : [];
	/** How a row of this kind is shown. */
	const show = (context: IExecuteFunctions, itemIndex: number) => {
		const view = kind.canSimplify ? readAmount(context, itemIndex) : { simplify: false };
		return (row: IDataObject) => present(value, row, view);
	};

	const showOne = (context: IExecuteFunctions, itemIndex: number) => {
		const shown = show(context, itemIndex);
		const id = readId(context, itemIndex, rowId);
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
			prepare(context, itemIndex): Prepared {
				const shown = show(context, itemIndex);
				return {
					request: { method: 'GET', path: listOf(context, itemIndex), needed: entriesOf(part) },
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
			prepare: (context, itemIndex) => ({
				request: { method: 'GET', ...rowAt(context, itemIndex) },
				record: showOne(context, itemIndex),
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
			prepare: (context, itemIndex) => ({
				request: {
					method: 'POST',
					path: listOf(context, itemIndex),
					body: readBody(context, itemIndex, value, required),
				},
				record: show(context, itemIndex),
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
			prepare: (context, itemIndex) => ({
				request: {
					method: 'PUT',
					...rowAt(context, itemIndex),
					body: readBody(context, itemIndex, value),
				},
				record: showOne(context, itemIndex),
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
			prepare: (context, itemIndex) => ({
				request: { method: 'DELETE', ...rowAt(context, itemIndex), ignoreBody: true },
				record: () => ({ id: idOut(readId(context, itemIndex, rowId)), deleted: true }),
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
			prepare: (context, itemIndex) => ({
				request: { method: 'DELETE', path: listOf(context, itemIndex), ignoreBody: true },
				record: () => ({ documentId: idOut(readDocumentId(context, itemIndex)), deleted: true }),
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
