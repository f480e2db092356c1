import type { Context } from './context.mts';
import { present, viewOf } from './presentation.mts';
import type { Product } from './products.mts';
import { boundsOf, contains, paging } from './search.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

const DATE_FIELDS = { created_date: 'created_date', updated_date: 'updated_date' };

/**
 * `GET /PRODUCT`: newest first, filtered and paged.
 *
 * @throws ApiError 400 for values that are not understood
 */
export function listProducts(context: Context, product: Product, query: Fields): Fields {
	const found = [...context.store.documents.values()]
		.filter((document) => document.product === product.path && document.state !== 'failed')
		.filter(product.plainList ? () => true : filterOf(query))
		.reverse();
	return pageOf(context, `/${product.path}`, query, found, (document) =>
		present(context, document, viewOf(query)),
	);
}

function filterOf(query: Fields): (document: StoredDocument) => boolean {
	const bounds = boundsOf(query, DATE_FIELDS);
	const tags = [query['meta.tags[]'] ?? query['meta.tags'] ?? []].flat() as string[];
	const externalId = query['meta.external_id'];
	const blueprint = query.blueprint_name ?? query.template_name;
	return ({ fields }) => {
		const meta = fields.meta as { external_id?: string; tags: Array<{ name: string }> };
		return (
			bounds.every((holds) => holds(fields)) &&
			tags.every((tag) => meta.tags.some(({ name }) => name === tag)) &&
			(externalId === undefined || meta.external_id === externalId) &&
			(blueprint === undefined || fields.blueprint_name === blueprint) &&
			(typeof query.q !== 'string' || contains(fields, query.q))
		);
	};
}

/** The list form of everything but `/documents`: count, links to the neighbours, results. */
export function pageOf<T>(
	context: Context,
	path: string,
	query: Fields,
	found: T[],
	show: (entry: T) => Fields,
): Fields {
	const { page, pageSize } = paging(query, context.switches.defaultPageSize);
	const link = (number: number) =>
		`${context.baseUrl}/api/v8/partner${path}?page=${number}&page_size=${pageSize}`;
	return {
		count: found.length,
		next: page * pageSize < found.length ? link(page + 1) : '',
		previous: page > 1 ? link(page - 1) : '',
		results: found.slice((page - 1) * pageSize, page * pageSize).map(show),
	};
}
