import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collection } from '../../shared/fields/collection';
import * as kinds from '../../shared/fields/parameterKinds';
import { reading } from '../../shared/fields/reading';
import { isGiven } from '../../shared/fields/values';
import type { Product } from '../../shared/products/products';

const { wire, parse, field } = kinds.choice(
	'order_by',
	'Order By',
	'In which order to return the documents',
	{ '-created': 'Newest First', created: 'Oldest First' },
);

const orderBy: INodeProperties = { ...field, name: 'orderBy' };

/** Veryfi orders the list of receipts and invoices, and no other. */
export const sortFields = ({ list }: Product): INodeProperties[] =>
	list.filters === 'documents' ? [collection('Sort', 'sort', 'Add Sort', [orderBy])] : [];

/**
 * The query for the order that the user chose, if any.
 *
 * @throws NodeOperationError when it cannot be read
 */
export function readSortQuery(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const chosen = context.getNodeParameter('sort', itemIndex, {}) as IDataObject;
	const value = chosen[orderBy.name];
	if (!isGiven(value)) return {};
	const zone = context.getTimezone();
	return reading(context, itemIndex, () => ({
		[wire]: parse(value, field.displayName, zone) as string,
	}));
}
