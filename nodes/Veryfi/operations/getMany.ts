import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { simplify } from '../../shared/simplify';
import { detailLevelOptions, detailLevelQuery } from '../fields/detailLevels';
import { filtersField, readFilters } from '../fields/filters';
import { optionsField, readOptions, readSimplify, simplifyField } from '../fields/options';
import type { Operation } from '../operation';
import { listRecords } from '../paging';
import type { Product } from '../products';

const limits: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		default: 50,
		typeOptions: { minValue: 1 },
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** Lists documents, page by page. */
export const getMany = (product: Product): Operation => ({
	value: 'getMany',
	name: 'Get Many',
	action: `Get many ${product.many}`,
	description: `Get many ${product.many}`,
	properties: [
		...limits,
		simplifyField,
		...filtersField(product),
		optionsField(product.list.filters === 'none' ? [] : detailLevelOptions(product)),
	],
	async run(context, itemIndex) {
		const returnAll = context.getNodeParameter('returnAll', itemIndex, false) as boolean;
		const query: IDataObject = {
			...readFilters(context, itemIndex, product),
			...detailLevelQuery(readOptions(context, itemIndex)),
		};
		const limit = returnAll ? Infinity : Number(context.getNodeParameter('limit', itemIndex, 50));
		const records = await listRecords(context, { product, query, limit, itemIndex });
		return readSimplify(context, itemIndex)
			? records.map((record) => simplify(product.key, record))
			: records;
	},
});
