import { ID } from '../../shared/api/answerShape';
import { detailLevelOptions, readDetailQuery } from '../../shared/fields/detailLevels';
import { documentIdField, readDocumentId, withId } from '../../shared/fields/ids';
import { readView, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { oneRequest } from '../oneRequest';
import type { Operation } from '../operation';

/** Reads one document. */
export const getDocument = (product: Product): Operation =>
	oneRequest(
		{
			value: 'get',
			name: 'Get',
			action: `Get ${product.one}`,
			description: `Retrieve a ${product.one} by its ID`,
		},
		{
			fields: [documentIdField, ...viewFields(product.key)],
			options: detailLevelOptions(product.details),
			prepare(item) {
				const view = readView(item);
				const id = readDocumentId(item);
				return {
					request: {
						method: 'GET',
						...pathsOf(product, `${product.path}/${id}`),
						query: readDetailQuery(item),
						needed: ID,
					},
					record: (document) => present(product.key, withId(id, document), view),
				};
			},
		},
	);
