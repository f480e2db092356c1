import { documentIdField, readDocumentId, withId } from '../../shared/fields/ids';
import { readAmount, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { readBody, updateField } from '../fields/updates';
import { oneRequest } from '../oneRequest';
import type { Operation } from '../operation';

/** Changes values of a document. */
export const update = (product: Product): Operation =>
	oneRequest(
		{
			value: 'update',
			name: 'Update',
			action: `Update ${product.one}`,
			description: `Change values of a ${product.one}. Fields that you leave out stay as they are.`,
		},
		{
			fields: [documentIdField, updateField(product.updates), ...viewFields(product.key)],
			serialKey: readDocumentId,
			prepare(item) {
				const id = readDocumentId(item);
				const view = readAmount(item);
				return {
					request: {
						method: 'PUT',
						...pathsOf(product, `${product.path}/${id}`),
						body: readBody(item, product.updates),
					},
					record: (document) => present(product.key, withId(id, document), view),
				};
			},
		},
	);
