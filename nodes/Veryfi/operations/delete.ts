import { veryfiRequest } from '../../shared/transport';
import { documentIdField, readDocumentId } from '../fields/documentId';
import { optionsField } from '../fields/options';
import type { Operation } from '../operation';
import type { Product } from '../products';
import { at } from '../products';

/** Deletes one document. */
export const deleteDocument = (product: Product): Operation => ({
	value: 'delete',
	name: 'Delete',
	action: `Delete ${product.one}`,
	description: `Delete ${product.one} permanently`,
	properties: [documentIdField, optionsField([])],
	async run(context, itemIndex) {
		const id = readDocumentId(context, itemIndex);
		await veryfiRequest(context, {
			method: 'DELETE',
			...at(product, `${product.path}/${id}`),
			itemIndex,
			ignoreBody: true,
		});
		return { id: Number(id), deleted: true };
	},
});
