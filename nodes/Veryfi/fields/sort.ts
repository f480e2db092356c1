import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collection } from '../../shared/fields/collection';
import type { Item } from '../../shared/fields/item';
import * as kinds from '../../shared/fields/parameterKinds';
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
export function readSortQuery(item: Item): IDataObject {
	const chosen = item.collection('sort');
	const value = chosen[orderBy.name];
	if (!isGiven(value)) return {};
	const zone = item.timezone;
	return item.reading(() => ({
		[wire]: parse(value, field.displayName, zone) as string,
	}));
}
