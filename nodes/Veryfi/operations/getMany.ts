import type { IDataObject } from 'n8n-workflow';

import { listRecords, PAGE_SIZE } from '../../shared/api/paging';
import { detailLevelOptions, readDetailQuery } from '../../shared/fields/detailLevels';
import { readView, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import { filtersCollection, readFilterQuery } from '../../shared/products/filters';
import type { Product } from '../../shared/products/products';
import { limitFields, readLimit } from '../fields/limit';
import { optionsField, readOptions } from '../fields/options';
import { readSortQuery, sortFields } from '../fields/sort';
import type { Operation } from '../operation';

/** Lists documents, page by page. */
export const getManyDocuments = (product: Product): Operation => ({
	value: 'getMany',
	name: 'Get Many',
	action: `Get many ${product.many}`,
	description: `Retrieve a list of ${product.many}`,
	properties: [
		...limitFields,
		...viewFields(product.key),
		...(product.list.filters === 'none' ? [] : [filtersCollection(product.list.filters)]),
		optionsField(detailLevelOptions(product.list.details)),
		...sortFields(product),
	],
	async run(context, itemIndex) {
		const options = readOptions(context, itemIndex);
		const view = readView(context, itemIndex, options);
		const limit = readLimit(context, itemIndex);
		const filters = readFilterQuery(context, itemIndex, product.list.filters);
		const query: IDataObject = {
			...filters,
			...readSortQuery(context, itemIndex),
			...readDetailQuery(context, itemIndex, options),
			// Of a search Veryfi tells how many pages there are only when asked; then they are read together.
			...(filters.q && limit > PAGE_SIZE ? { track_total_results: true } : {}),
		};
		const records = await listRecords(context, { product, query, limit, itemIndex });
		return records.map((record) => present(product.key, record, view));
	},
});
