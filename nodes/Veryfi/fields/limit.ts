import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';

const returnAll: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limit: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	default: 50,
	typeOptions: { minValue: 1 },
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** How many records a list returns: all, or up to a limit. */
export const limitFields: INodeProperties[] = [returnAll, limit];

/**
 * @returns how many records are wanted; `Infinity` for all
 * @throws NodeOperationError when the limit is no number of records
 */
export const readLimit = (item: Item): number =>
	item.boolean(returnAll)
		? Infinity
		: Math.floor(item.checkNumber(limit, item.parameter(limit.name, 50)));
