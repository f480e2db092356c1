import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { download, ExpiredLink } from '../../shared/download';
import { ID } from '../../shared/needed';
import { veryfiRequest } from '../../shared/transport';
import { documentIdField, idOut, readDocumentId } from '../fields/ids';
import { optionsField } from '../fields/options';
import { fieldError, readChoice, requiredText } from '../fields/reading';
import type { Operation } from '../operation';
import { WithFiles } from '../operation';
import type { Product } from '../products';
import { at } from '../products';

/** Where a document has each of its files; the first that it has is taken. */
const LINKS: Record<string, string[]> = {
	original: ['img_url', 'pdf_url'],
	pdf: ['pdf_url'],
	thumbnail: ['img_thumbnail_url', 'img_url', 'pdf_url'],
};

const fileField: INodeProperties = {
	displayName: 'File',
	name: 'file',
	type: 'options',
	default: 'original',
	options: [
		{
			name: 'Original',
			value: 'original',
			description: 'As it was handed in, or what Veryfi has made of it',
		},
		{ name: 'PDF', value: 'pdf', description: 'The document as a PDF' },
		{
			name: 'Thumbnail',
			value: 'thumbnail',
			description: 'A small picture of the first page, or the original if there is none',
		},
	],
	description: 'Which file of the document to download',
};

const outputField: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'outputField',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the file in',
};

/** The link to a file, out of a document that is read afresh: links are good for 15 minutes. */
async function readLink(
	context: IExecuteFunctions,
	itemIndex: number,
	product: Product,
	file: string,
): Promise<string> {
	const id = readDocumentId(context, itemIndex);
	const document = await veryfiRequest<IDataObject>(context, {
		method: 'GET',
		...at(product, `${product.path}/${id}`),
		itemIndex,
		needed: ID,
	});
	const url = LINKS[file].map((member) => document[member]).find((link) => link);
	if (typeof url === 'string') return url;
	throw fieldError(
		context,
		itemIndex,
		`Document ${id} has no such file`,
		"Choose another 'File'. What Veryfi has deleted cannot be downloaded.",
	);
}

/** Downloads a file of a document. */
export const downloadFile = (product: Product): Operation => ({
	value: 'download',
	name: 'Download File',
	action: `Download file of ${product.one}`,
	description: 'Retrieve the original file of a document, its PDF or its thumbnail, as binary data',
	properties: [documentIdField, fileField, outputField, optionsField()],
	async run(context, itemIndex) {
		const id = readDocumentId(context, itemIndex);
		const file = readChoice(context, itemIndex, fileField);
		const name = requiredText(context, itemIndex, outputField);
		const fetch = async () => {
			const url = await readLink(context, itemIndex, product, file);
			return await download(context, { url, name: id, itemIndex });
		};
		const begun = fetch();
		const [first] = await Promise.allSettled([begun]);
		const isExpired = first.status === 'rejected' && first.reason instanceof ExpiredLink;
		const { binary, fileName, mimeType, size } = await (isExpired ? fetch() : begun);
		const record = { id: idOut(id), file_name: fileName, mime_type: mimeType, size };
		return new WithFiles(record, { [name]: binary });
	},
});
