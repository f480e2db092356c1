import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { inParallel } from '../concurrency/inParallel';
import type { Product } from '../products/products';
import { pathsOf } from '../products/products';
import { listIn, listOf } from './answerShape';
import type { VeryfiContext } from './connection';
import { veryfiRequest } from './transport';

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
	/** How many pages there are, and how many records on all of them, where Veryfi tells. */
	pages?: number;
	count?: number;
}

/** Enough for 5 lists a second although each takes up to a second. */
const PAGES_AT_ONCE = 5;

const numberIn = (value: unknown): number | undefined =>
	typeof value === 'number' ? value : undefined;

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
		...pathsOf(product, path),
		query: { ...query, page, page_size: pageSize },
		itemIndex,
		rateLimit: 'list',
		needed: listOf(product.many, keys),
	});
	const records = listIn(answer, keys) as IDataObject[];
	// Some of Veryfi's own examples show a bare list.
	if (Array.isArray(answer)) return { records, isLast: records.length < pageSize };
	const { total_pages, total_results } = (answer.meta ?? {}) as IDataObject;
	const count = numberIn(answer.count ?? total_results);
	const pages =
		numberIn(total_pages) ?? (count === undefined ? undefined : Math.ceil(count / pageSize));
	const isLast =
		records.length === 0 ||
		('next' in answer
			? !answer.next
			: pages === undefined
				? records.length < pageSize
				: page >= pages);
	return { records, isLast, pages, count };
}

/** Where Veryfi does not tell how many pages there are, a list that repeats itself would never end. */
const endlessError = (context: VeryfiContext, page: number, itemIndex?: number) =>
	new NodeOperationError(context.getNode(), `Veryfi gave nothing new on page ${page} of the list`, {
		itemIndex,
		description: `Set 'Limit' to ${PAGE_SIZE} or less, or narrow the list down by filters, so that it fits on one page.`,
	});

/** Records by id: a document that comes in meanwhile moves the others one place on, to the next page. */
type Found = Map<unknown, IDataObject>;

/**
 * Reads as many pages as the limit needs, and not one more: the first tells how many there are, the
 * others are read several at once; where Veryfi does not tell, one after the other.
 *
 * @throws NodeOperationError when the list repeats itself instead of going on
 */
async function readPages(
	context: VeryfiContext,
	{ limit, ...listing }: Listing,
): Promise<{ found: Found; isComplete: boolean }> {
	const pageSize = Math.min(limit, PAGE_SIZE);
	const found: Found = new Map();
	/** By the first page: what comes in later need not be found. */
	let counted: number | undefined;
	for (let from = 1, to = 1; ;) {
		const before = found.size;
		const first = from;
		const read = await inParallel(
			to - first + 1,
			PAGES_AT_ONCE,
			async (index) => await readPage(context, listing, first + index, pageSize),
		);
		for (const record of read.flatMap(({ records }) => records)) {
			found.set(record.id ?? record, record);
		}
		counted ??= read[0].count;
		const { isLast, pages = 0 } = read[read.length - 1];
		if (isLast || found.size >= limit) {
			return { found, isComplete: found.size >= Math.min(counted ?? 0, limit) };
		}
		if (found.size === before) throw endlessError(context, to, listing.itemIndex);
		from = to + 1;
		to = Math.max(from, Math.min(pages, Math.ceil(limit / pageSize)));
	}
}

/**
 * Reads a list up to a limit. It is read once more when it has fewer records than Veryfi counts: one that was
 * deleted meanwhile has moved others to a page that had been read, or they have changed places.
 *
 * @throws NodeOperationError when the list repeats itself instead of going on
 */
export async function listRecords(
	context: VeryfiContext,
	listing: Listing,
): Promise<IDataObject[]> {
	const { found, isComplete } = await readPages(context, listing);
	const again = isComplete ? undefined : (await readPages(context, listing)).found;
	const records = again ? new Map([...again, ...found]) : found;
	return [...records.values()].slice(0, listing.limit);
}
