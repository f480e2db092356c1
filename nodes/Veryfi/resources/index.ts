import type { Product } from '../../shared/products/products';
import { products } from '../../shared/products/products';
import type { Operation, Resource } from '../operation';
import { deleteDocument } from '../operations/delete';
import { downloadFile } from '../operations/download';
import { getDocument } from '../operations/get';
import { getManyDocuments } from '../operations/getMany';
import { processDocument, processWithRemittance } from '../operations/process';
import { getManySplits, getSplit, split } from '../operations/split';
import { submit } from '../operations/submit';
import { submitMany } from '../operations/submitMany';
import { update } from '../operations/update';
import { file } from './file';
import { rowResources } from './row';
import { tag } from './tag';
import { webhook } from './webhook';

/**
 * What can be done with a product; a verb says by undefined that the product does not have it. The panel of actions
 * and the drop-down keep this order: what people come for is first.
 */
const verbs: Array<(product: Product) => Operation | undefined> = [
	processDocument,
	processWithRemittance,
	submit,
	submitMany,
	getDocument,
	getManyDocuments,
	downloadFile,
	update,
	deleteDocument,
	split,
	getSplit,
	getManySplits,
];

const isOperation = (operation?: Operation): operation is Operation => operation !== undefined;

const productResources = products.map((product): Resource => ({
	value: product.key,
	name: product.name,
	description: product.description,
	operations: verbs.map((verb) => verb(product)).filter(isOperation),
}));

/** Everything that the node can do. */
export const resources: Resource[] = [...productResources, ...rowResources, tag, file, webhook];
