import { documentIdField, idOut, readDocumentId } from '../../shared/fields/ids';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { oneRequest } from '../oneRequest';
import type { Operation } from '../operation';

/** Deletes one document. */
export const deleteDocument = (product: Product): Operation =>
	oneRequest(
		{
			value: 'delete',
			name: 'Delete',
			action: `Delete ${product.one}`,
			description: `Delete a ${product.one} permanently`,
		},
		{
			fields: [documentIdField],
			prepare(item) {
				const id = readDocumentId(item);
				return {
					request: {
						method: 'DELETE',
						...pathsOf(product, `${product.path}/${id}`),
						ignoreBody: true,
					},
					record: () => ({ id: idOut(id), deleted: true }),
				};
			},
		},
	);
