import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { inParallel } from '../shared/inParallel';
import type { VeryfiContext } from '../shared/connection';
import { listIn, listOf } from '../shared/needed';
import { veryfiRequest } from '../shared/transport';
import type { Product } from './products';
import { at } from './products';

/** Records on a page; Veryfi gives no more (docs.veryfi.com, Search documents). */
export const PAGE_SIZE = 50;

/** A list to be read, and how much of it. */
export interface Listing {
	product: Product;
	/** Path of the list; the product's own when absent. */
	path?: string;
	query: IDataObject;
	/** Records wanted; `Infinity` for all. */
	limit: number;
	itemIndex?: number;
}

/** What one request for a list brings. */
export interface Page {
	records: IDataObject[];
	/** True when there is nothing after this page. */
	isLast: boolean;
	/** How many pages there are, where Veryfi tells. */
	total?: number;
}

/** Enough for 5 lists a second although each takes up to a second. */
const PAGES_AT_ONCE = 5;

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
	const keys = [product.list.recordsKey, 'results'];
	const answer = await veryfiRequest<IDataObject | IDataObject[]>(context, {
		method: 'GET',
		...at(product, path),
		query: { ...query, page, page_size: pageSize },
		itemIndex,
		lane: 'list',
		needed: listOf(product.many, keys),
	});
	const records = listIn(answer, keys) as IDataObject[];
	// Some of Veryfi's own examples show a bare list.
	if (Array.isArray(answer)) return { records, isLast: records.length < pageSize };
	const { total_pages: pages } = (answer.meta ?? {}) as IDataObject;
	const { count } = answer;
	const total =
		typeof pages === 'number'
			? pages
			: typeof count === 'number'
				? Math.ceil(count / pageSize)
				: undefined;
	const isLast =
		records.length === 0 ||
		('next' in answer
			? !answer.next
			: total === undefined
				? records.length < pageSize
				: page >= total);
	return { records, isLast, total };
}

/** Where Veryfi does not tell how many pages there are, a list that repeats itself would never end. */
const endlessError = (context: VeryfiContext, page: number, itemIndex?: number) =>
	new NodeOperationError(context.getNode(), `Veryfi gave nothing new on page ${page} of the list`, {
		itemIndex,
		description: `Set Limit to ${PAGE_SIZE} or less, or narrow the list down by filters, so that it fits on one page.`,
	});

/**
 * Reads as many pages as the limit needs, and not one more: the first tells how many there are, the
 * others are read several at once; where Veryfi does not tell, one after the other.
 *
 * @throws NodeOperationError when the list repeats itself instead of going on
 */
export async function listRecords(
	context: VeryfiContext,
	{ limit, ...listing }: Listing,
): Promise<IDataObject[]> {
	const pageSize = Math.min(limit, PAGE_SIZE);
	// By id: a document that comes in meanwhile moves the others one place on, to the next page.
	const found = new Map<unknown, IDataObject>();
	for (let from = 1, to = 1; ;) {
		const before = found.size;
		const first = from;
		const pages = await inParallel(
			to - first + 1,
			PAGES_AT_ONCE,
			async (index) => await readPage(context, listing, first + index, pageSize),
		);
		for (const record of pages.flatMap(({ records }) => records)) {
			found.set(record.id ?? record, record);
		}
		const { isLast, total = 0 } = pages[pages.length - 1];
		if (isLast || found.size >= limit) return [...found.values()].slice(0, limit);
		if (found.size === before) throw endlessError(context, to, listing.itemIndex);
		from = to + 1;
		to = Math.max(from, Math.min(total, Math.ceil(limit / pageSize)));
	}
}
