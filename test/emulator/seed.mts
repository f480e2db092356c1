import type { Context } from './context.mts';
import { emptyDocument } from './documents.mts';
import { emptyProduct } from './productJob.mts';
import { PRODUCTS } from './products.mts';
import type { Fields } from './validation.mts';

/**
 * Puts a finished document into the account, as if it had been processed earlier.
 *
 * @param given  fields that differ from an empty document's; `product` names another product by its path
 * @returns its id
 * @throws Error for a product that does not exist
 */
export function seedDocument(context: Context, given: Fields = {}): number {
	const { product: path = 'documents', tags, meta, ...fields } = given;
	const id = (fields.id as number | undefined) ?? context.store.nextId();
	const empty = emptyOf(context, path as string, id);
	const parties = PARTIES.filter((name) => name in fields && isObject(fields[name]));
	context.store.documents.set(id, {
		id,
		product: path as string,
		state: 'processed',
		fields: {
			...empty,
			...fields,
			...Object.fromEntries(
				parties.map((name) => [name, { ...(empty[name] as Fields), ...(fields[name] as Fields) }]),
			),
			...(Array.isArray(tags) ? { tags: tags.map((tag) => named(context, tag)) } : {}),
			meta: { ...(empty.meta as Fields), ...(meta as Fields | undefined) },
		},
		boxes: {},
		deleteOnGet: false,
	});
	return id;
}

/** Objects of which a seed gives only what matters to it. */
const PARTIES = ['vendor', 'bill_to', 'ship_to', 'payment'];
const isObject = (value: unknown) => value !== null && typeof value === 'object';

function emptyOf(context: Context, path: string, id: number): Fields {
	if (path === 'documents') {
		return { ...emptyDocument(context, id, {}), status: 'processed', document_type: 'invoice' };
	}
	const product = PRODUCTS.find((row) => row.path === path);
	if (product === undefined) throw new Error(`There is no product "${path}".`);
	return emptyProduct(context, product, id, {});
}

const named = ({ store }: Context, tag: unknown) =>
	typeof tag === 'string' ? store.tag(tag) : tag;
