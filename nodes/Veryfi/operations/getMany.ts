import type { IDataObject } from 'n8n-workflow';

import { listRecords, PAGE_SIZE } from '../../shared/api/paging';
import { detailLevelOptions, readDetailQuery } from '../../shared/fields/detailLevels';
import { readView, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import { filtersCollection, readFilterQuery } from '../../shared/products/filters';
import type { Product } from '../../shared/products/products';
import { limitFields, readLimit } from '../fields/limit';
import { optionsField } from '../fields/options';
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
	async run(item) {
		const view = readView(item);
		const limit = readLimit(item);
		const filters = readFilterQuery(item, product.list.filters);
		const query: IDataObject = {
			...filters,
			...readSortQuery(item),
			...readDetailQuery(item),
			// Of a search Veryfi tells how many pages there are only when asked; then they are read together.
			...(filters.q && limit > PAGE_SIZE ? { track_total_results: true } : {}),
		};
		const records = await listRecords(item.context, {
			product,
			query,
			limit,
			itemIndex: item.index,
		});
		return records.map((record) => present(product.key, record, view));
	},
});
