import type {
	IBinaryKeyData,
	IDataObject,
	INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';
import { downloadFileOf, fileField, outputField } from '../../shared/files/documentFile';
import type { DocumentId } from './documentIds';

const downloadFile: INodeProperties = {
	displayName: 'Download File',
	name: 'downloadFile',
	type: 'boolean',
	default: false,
	description: 'Whether to add the file of each finished document to its item',
	displayOptions: { show: { fetchDocument: [true] } },
};

const displayOptions = { show: { fetchDocument: [true], downloadFile: [true] } };

/** What the user can say about the files of documents. */
export const fileFields: INodeProperties[] = [
	downloadFile,
	{ ...fileField, displayOptions },
	{ ...outputField, displayOptions },
];

/**
 * The file of a document as binary data, if the user wants it.
 *
 * @param document as it was fetched a moment ago
 * @param read fetches it again, should its links have expired
 * @throws NodeOperationError naming the document when there is no such file, or it cannot be downloaded
 */
export async function readFile(
	item: Item,
	documentId: DocumentId,
	document: IDataObject,
	read: () => Promise<IDataObject>,
): Promise<IBinaryKeyData | undefined> {
	if (!item.boolean(downloadFile)) return undefined;
	const file = item.choice(fileField);
	const name = item.requiredText(outputField);
	const wanted = { documentId: String(documentId), file, read };
	try {
		return { [name]: (await downloadFileOf(item, wanted, document)).binary };
	} catch (error) {
		const { message, description } = error as NodeOperationError;
		throw item.error(
			`The file of document ${documentId} could not be downloaded. ${message}`,
			description ?? undefined,
		);
	}
}
