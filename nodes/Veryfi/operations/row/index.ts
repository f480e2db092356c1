import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { veryfiRequest } from '../../../shared/transport';
import { digitsField, readDigits } from '../../fields/digits';
import { documentIdField, readDocumentId } from '../../fields/documentId';
import { optionsField } from '../../fields/options';
import type { UpdateKind } from '../../fields/updates';
import { creationFields, readBody, updateField } from '../../fields/updates';
import type { Operation, Resource } from '../../operation';

/** Rows of a receipt or invoice that have routes of their own. */
interface RowKind {
	value: UpdateKind;
	name: string;
	/** In running text, without article. */
	one: string;
	many: string;
	/** Below `/documents/{id}`. */
	path: string;
	/** Where the list has its rows; Veryfi documents it clearly for line items only. */
	listKeys: string[];
	/** Wire names without which no row can be made. */
	required: string[];
	canDeleteAll: boolean;
}

const KINDS: RowKind[] = [
	{
		value: 'lineItem',
		name: 'Line Item',
		one: 'line item',
		many: 'line items',
		path: 'line-items',
		listKeys: ['line_items'],
		required: ['order', 'description', 'total'],
		canDeleteAll: true,
	},
	{
		value: 'taxLine',
		name: 'Tax Line',
		one: 'tax line',
		many: 'tax lines',
		path: 'tax-lines',
		listKeys: ['tax_lines', 'results'],
		required: ['order'],
		canDeleteAll: false,
	},
];

function operationsOf(kind: RowKind): Operation[] {
	const { one, many, path, required } = kind;
	const idField = digitsField(
		`${kind.name} ID`,
		'rowId',
		`The ID of the ${one}, as Get Many gives it`,
		'e.g. 9000001',
	);
	const list = (context: IExecuteFunctions, itemIndex: number) =>
		`/documents/${readDocumentId(context, itemIndex)}/${path}`;
	const row = (context: IExecuteFunctions, itemIndex: number) =>
		`${list(context, itemIndex)}/${readDigits(context, itemIndex, idField)}`;
	const serialKey = (context: IExecuteFunctions, itemIndex: number) =>
		readDocumentId(context, itemIndex);

	const operations: Operation[] = [
		{
			value: 'getMany',
			name: 'Get Many',
			action: `Get many ${many}`,
			description: `Get many ${many} of a receipt or invoice`,
			properties: [documentIdField, optionsField([])],
			async run(context, itemIndex) {
				const answer = await veryfiRequest<IDataObject | IDataObject[]>(context, {
					method: 'GET',
					path: list(context, itemIndex),
					itemIndex,
				});
				if (Array.isArray(answer)) return answer;
				return kind.listKeys.flatMap((key) => (answer[key] ?? []) as IDataObject[]);
			},
		},
		{
			value: 'get',
			name: 'Get',
			action: `Get a ${one}`,
			description: `Get one ${one} of a receipt or invoice`,
			properties: [documentIdField, idField, optionsField([])],
			async run(context, itemIndex) {
				return await veryfiRequest(context, {
					method: 'GET',
					path: row(context, itemIndex),
					itemIndex,
				});
			},
		},
		{
			value: 'create',
			name: 'Create',
			action: `Create a ${one}`,
			description: `Add a ${one} to a receipt or invoice`,
			properties: [documentIdField, ...creationFields(kind.value, required), optionsField([])],
			serialKey,
			async run(context, itemIndex) {
				return await veryfiRequest(context, {
					method: 'POST',
					path: list(context, itemIndex),
					body: readBody(context, itemIndex, kind.value, required),
					itemIndex,
				});
			},
		},
		{
			value: 'update',
			name: 'Update',
			action: `Update a ${one}`,
			description: `Change values of a ${one}; what is not given stays as it is`,
			properties: [documentIdField, idField, updateField(kind.value), optionsField([])],
			serialKey,
			async run(context, itemIndex) {
				return await veryfiRequest(context, {
					method: 'PUT',
					path: row(context, itemIndex),
					body: readBody(context, itemIndex, kind.value),
					itemIndex,
				});
			},
		},
		{
			value: 'delete',
			name: 'Delete',
			action: `Delete a ${one}`,
			description: `Delete one ${one} of a receipt or invoice`,
			properties: [documentIdField, idField, optionsField([])],
			serialKey,
			async run(context, itemIndex) {
				const request = { path: row(context, itemIndex), itemIndex, ignoreBody: true };
				await veryfiRequest(context, { method: 'DELETE', ...request });
				return { id: Number(readDigits(context, itemIndex, idField)), deleted: true };
			},
		},
	];
	if (!kind.canDeleteAll) return operations;
	return [
		...operations,
		{
			value: 'deleteAll',
			name: 'Delete All',
			action: `Delete all ${many}`,
			description: `Delete all ${many} of a receipt or invoice`,
			properties: [documentIdField, optionsField([])],
			serialKey,
			async run(context, itemIndex) {
				const request = { path: list(context, itemIndex), itemIndex, ignoreBody: true };
				await veryfiRequest(context, { method: 'DELETE', ...request });
				return { documentId: Number(readDocumentId(context, itemIndex)), deleted: true };
			},
		},
	];
}

export const rowResources: Resource[] = KINDS.map((kind) => ({
	value: kind.value,
	name: kind.name,
	description: `The ${kind.many} of receipts and invoices`,
	operations: operationsOf(kind),
}));
