import type { IDataObject } from 'n8n-workflow';

import { ID } from '../../shared/api/answerShape';
import { veryfiRequest } from '../../shared/api/transport';
import { documentIdField, idOut, readDocumentId } from '../../shared/fields/ids';
import { downloadFileOf, fileField, outputField } from '../../shared/files/documentFile';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { optionsField } from '../fields/options';
import type { Operation } from '../operation';
import { WithFiles } from '../operation';

/** Downloads a file of a document. */
export const downloadFile = (product: Product): Operation => ({
	value: 'download',
	name: 'Download File',
	action: `Download file of ${product.one}`,
	description:
		'Retrieve the original file of a document, its PDF or its thumbnail, as a file of the item',
	properties: [documentIdField, fileField, outputField, optionsField()],
	async run(item) {
		const id = readDocumentId(item);
		const file = item.choice(fileField);
		const name = item.requiredText(outputField);
		const read = async () =>
			await veryfiRequest<IDataObject>(item.context, {
				method: 'GET',
				...pathsOf(product, `${product.path}/${id}`),
				itemIndex: item.index,
				needed: ID,
			});
		const wanted = { documentId: id, file, read };
		const { binary, fileName, mimeType, size } = await downloadFileOf(item, wanted);
		const record = { id: idOut(id), file_name: fileName, mime_type: mimeType, size };
		return new WithFiles(record, { [name]: binary });
	},
});
