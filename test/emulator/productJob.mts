import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { acceptDocument, type Job } from './processing.mts';
import { extractProduct, type Product } from './products.mts';
import { CANNED_NOTICE } from './reading/canned.mts';
import type { Reading } from './reading/readFiles.mts';
import type { Source } from './sources.mts';
import type { Fields } from './validation.mts';

/** A document of one of the other products to be processed. */
export function productJob(
	context: Context,
	product: Product,
	source: Source,
	options: Fields,
): Job {
	const id = context.store.nextId();
	return {
		document: acceptDocument(
			context,
			product.path,
			id,
			emptyProduct(context, product, id, options),
		),
		source,
		maxPages: (options.max_pages_to_process as number | undefined) ?? product.pages[0],
		extract: (reading) => productValues(context, product, id, reading, options),
	};
}

const FILE_OF: Record<string, string> = {
	pdf_url: '1.pdf',
	img_url: '1.jpg',
	img_thumbnail_url: 'thumbnail.jpg',
};

/** The values of a product's document. */
export const productValues = (
	context: Context,
	product: Product,
	id: number,
	reading: Reading,
	options: Fields,
) => ({
	fields: {
		...extractProduct(product, reading, options, context.switches),
		...Object.fromEntries(
			(product.links ?? ['pdf_url', 'img_thumbnail_url']).map((name) => [
				name,
				`${context.baseUrl}/_emulator/links/${id}/${FILE_OF[name]}`,
			]),
		),
		meta: {
			total_pages: reading.pages.length,
			processed_pages: reading.processedPages,
			warnings: reading.hasText ? [] : [{ type: 'canned_by_emulator', message: CANNED_NOTICE }],
		},
	},
	boxes: {},
});

/** What all products have in common before anything was read. Markdown has its own date names. */
export function emptyProduct(
	{ store, credentials }: Context,
	product: Product,
	id: number,
	options: Fields,
): Fields {
	const now = dateTime();
	const meta = (options.meta ?? {}) as { external_id?: string; tags?: string[] };
	const isMarkdown = product.path === 'parse';
	const tags = ((options.tags as string[] | undefined) ?? []).map((name) => store.tag(name));
	return {
		id,
		external_id: options.external_id ?? meta.external_id ?? null,
		...(isMarkdown
			? { created: now, updated: now, tags }
			: { created_date: now, updated_date: now }),
		meta: {
			owner: credentials.username,
			source: 'api',
			external_id: null,
			pages: [],
			...meta,
			tags: (meta.tags ?? []).map((name) => store.tag(name)),
		},
	};
}

/** Event names for an asynchronous document of this product. */
export function productEvents({ switches }: Context, { event }: Product) {
	if (switches.otherEvents === 'none') return undefined;
	const own = switches.eventPrefixes === 'joined' ? event.replaceAll('_', '') : event;
	const name = switches.otherEvents === 'product' ? own : 'document';
	return { created: `${name}.created`, failed: `${name}.failed` };
}
