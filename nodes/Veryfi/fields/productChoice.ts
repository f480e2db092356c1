import type { ILoadOptionsFunctions, INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';
import type { Product } from '../../shared/products/products';
import { findProduct } from '../../shared/products/products';

/** What it is about where there is nothing to choose. */
const DEFAULT_PRODUCT = 'document';

/** Selects a product where the resource does not tell it. */
export const productField = (choices: Product[]): INodeProperties => ({
	displayName: 'Document Kind',
	name: 'product',
	type: 'options',
	noDataExpression: true,
	default: DEFAULT_PRODUCT,
	description: 'The kind of document',
	options: choices
		.map(({ key, name }) => ({ name, value: key as string }))
		.sort((a, b) => a.name.localeCompare(b.name)),
});

/** @throws NodeOperationError when there is no such product (a workflow made with another version) */
export function readProduct(item: Item): Product {
	const key = String(item.parameter('product', DEFAULT_PRODUCT));
	const product = findProduct(key);
	if (product) return product;
	throw item.unknownChoice('Document Kind', key);
}

/**
 * The product that a node is about while the workflow is edited.
 *
 * @returns undefined when there is no such product (a workflow made with another version)
 */
export function currentProduct(context: ILoadOptionsFunctions): Product | undefined {
	const parameter = (name: string) => String(context.getCurrentNodeParameter(name) ?? '');
	// Tags have a field for the product; line items and tax lines are those of receipts and invoices.
	return findProduct(parameter('resource')) ?? findProduct(parameter('product') || DEFAULT_PRODUCT);
}
