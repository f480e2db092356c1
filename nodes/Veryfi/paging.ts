import type { IDataObject } from 'n8n-workflow';

import type { VeryfiContext } from '../shared/transport';
import { veryfiRequest } from '../shared/transport';
import type { Product } from './products';
import { at } from './products';

/** Records on a page; Veryfi gives no more (docs.veryfi.com, Search documents). */
export const PAGE_SIZE = 50;

export interface Listing {
	product: Product;
	/** Path of the list; the product's own when absent. */
	path?: string;
	query: IDataObject;
	/** Records wanted; `Infinity` for all. */
	limit: number;
	itemIndex?: number;
}

export interface Page {
	records: IDataObject[];
	/** True when there is nothing after this page. */
	isLast: boolean;
}

/**
 * Reads one page of a product's list.
 *
 * @param page counted from 1
 */
export async function readPage(
	context: VeryfiContext,
	{ product, path = product.path, query, itemIndex }: Omit<Listing, 'limit'>,
	page: number,
	pageSize = PAGE_SIZE,
): Promise<Page> {
	const answer = await veryfiRequest<IDataObject | IDataObject[]>(context, {
		method: 'GET',
		...at(product, path),
		query: { ...query, page, page_size: pageSize },
		itemIndex,
		lane: 'list',
	});
	// Some of Veryfi's own examples show a bare list.
	if (Array.isArray(answer)) return { records: answer, isLast: answer.length < pageSize };
	const records = (answer[product.list.recordsKey] ?? answer.results ?? []) as IDataObject[];
	const total = (answer.meta as IDataObject | undefined)?.total_pages;
	const isLast =
		records.length === 0 ||
		('next' in answer
			? !answer.next
			: typeof total === 'number'
				? page >= total
				: records.length < pageSize);
	return { records, isLast };
}

/** Reads as many pages as the limit needs, and not one more. */
export async function listRecords(
	context: VeryfiContext,
	{ limit, ...listing }: Listing,
): Promise<IDataObject[]> {
	const pageSize = Math.min(limit, PAGE_SIZE);
	// By id: a document that comes in meanwhile moves the others one place on, to the next page.
	const found = new Map<unknown, IDataObject>();
	for (let page = 1; ; page++) {
		const { records, isLast } = await readPage(context, listing, page, pageSize);
		for (const record of records) found.set(record.id ?? record, record);
		if (isLast || found.size >= limit) return [...found.values()].slice(0, limit);
	}
}
