import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Item } from '../fields/item';
import type { Downloaded } from './downloadLink';
import { downloadLink, ExpiredLink } from './downloadLink';

/** Where a document has each of its files; the first that it has is taken. */
const LINKS: Record<string, string[]> = {
	original: ['img_url', 'pdf_url'],
	pdf: ['pdf_url'],
	thumbnail: ['img_thumbnail_url', 'img_url', 'pdf_url'],
};

/** Which file of a document is wanted. */
export const fileField: INodeProperties = {
	displayName: 'File',
	name: 'file',
	type: 'options',
	default: 'original',
	options: [
		{
			name: 'Original',
			value: 'original',
			description: 'The submitted file, or the file that Veryfi has made of it',
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

/** Where in the item to put it. */
export const outputField: INodeProperties = {
	displayName: 'Output Data Field Name',
	name: 'outputField',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the file in',
};

/** A file to download, and where its links come from. */
export interface FileOfDocument {
	documentId: string;
	/** One of the values of `fileField`. */
	file: string;
	/** Reads the document as Veryfi has it now: its links are good for 15 minutes. */
	read: () => Promise<IDataObject>;
}

async function fetchFile(
	item: Item,
	{ documentId, file }: FileOfDocument,
	document: IDataObject,
): Promise<Downloaded> {
	const url = LINKS[file].map((member) => document[member]).find((link) => link);
	if (typeof url === 'string') return await downloadLink(item, { url, name: documentId });
	throw item.error(
		`Document ${documentId} has no such file`,
		"Choose another 'File'. A file that Veryfi has deleted cannot be downloaded.",
	);
}

/**
 * Downloads a file of a document into n8n's storage, once more by a fresh link where the first has expired.
 *
 * @param document as it was read a moment ago, if it was
 * @throws NodeOperationError when the document has no such file, and what `downloadLink` throws
 */
export async function downloadFileOf(
	item: Item,
	wanted: FileOfDocument,
	document?: IDataObject,
): Promise<Downloaded> {
	const begun = fetchFile(item, wanted, document ?? (await wanted.read()));
	const [first] = await Promise.allSettled([begun]);
	const isExpired = first.status === 'rejected' && first.reason instanceof ExpiredLink;
	return await (isExpired ? fetchFile(item, wanted, await wanted.read()) : begun);
}
