import type { IDataObject } from 'n8n-workflow';

import { ID } from '../../shared/api/answerShape';
import { veryfiRequest } from '../../shared/api/transport';
import { documentIdField, idOut, readDocumentId } from '../../shared/fields/ids';
import { readChoice, requiredText } from '../../shared/fields/reading';
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
	async run(context, itemIndex) {
		const id = readDocumentId(context, itemIndex);
		const file = readChoice(context, itemIndex, fileField);
		const name = requiredText(context, itemIndex, outputField);
		const read = async () =>
			await veryfiRequest<IDataObject>(context, {
				method: 'GET',
				...pathsOf(product, `${product.path}/${id}`),
				itemIndex,
				needed: ID,
			});
		const wanted = { documentId: id, file, itemIndex, read };
		const { binary, fileName, mimeType, size } = await downloadFileOf(context, wanted);
		const record = { id: idOut(id), file_name: fileName, mime_type: mimeType, size };
		return new WithFiles(record, { [name]: binary });
	},
});
