import type { IDataObject } from 'n8n-workflow';

import { simplify } from '../../shared/simplify';
import { veryfiRequest } from '../../shared/transport';
import { documentIdField, readDocumentId } from '../fields/documentId';
import { optionsField, readSimplify, simplifyField } from '../fields/options';
import { readBody, updateField } from '../fields/updates';
import type { Operation } from '../operation';
import type { Product } from '../products';
import { at } from '../products';

/** Changes values of a document. */
export const update = (product: Product): Operation => ({
	value: 'update',
	name: 'Update',
	action: `Update ${product.one}`,
	description: `Change values of ${product.one}; what is not given stays as it is`,
	properties: [documentIdField, updateField(product.updates), simplifyField, optionsField([])],
	serialKey: (context, itemIndex) => readDocumentId(context, itemIndex),
	async run(context, itemIndex) {
		const document = await veryfiRequest<IDataObject>(context, {
			method: 'PUT',
			...at(product, `${product.path}/${readDocumentId(context, itemIndex)}`),
			body: readBody(context, itemIndex, product.updates),
			itemIndex,
		});
		return readSimplify(context, itemIndex) ? simplify(product.key, document) : document;
	},
});
