import type { Operation, Resource } from './operation';
import { deleteDocument } from './operations/delete';
import { get } from './operations/get';
import { getMany } from './operations/getMany';
import { processDocument } from './operations/process';
import { submit } from './operations/submit';
import { webhook } from './operations/webhook';
import type { Product } from './products';
import { products } from './products';

/** What can be done with a product; a verb says by undefined that the product does not have it. */
const verbs: Array<(product: Product) => Operation | undefined> = [
	submit,
	processDocument,
	get,
	getMany,
	deleteDocument,
];

const isOperation = (operation?: Operation): operation is Operation => operation !== undefined;

const productResources = products.map((product): Resource => ({
	value: product.key,
	name: product.name,
	operations: verbs.map((verb) => verb(product)).filter(isOperation),
}));

/** Everything that the node can do. */
export const resources: Resource[] = [...productResources, webhook];
