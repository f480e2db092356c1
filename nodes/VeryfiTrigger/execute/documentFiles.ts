import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { readBoolean, readChoice, requiredText } from '../../shared/fields/reading';
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
	context: IExecuteFunctions,
	itemIndex: number,
	documentId: DocumentId,
	document: IDataObject,
	read: () => Promise<IDataObject>,
): Promise<IBinaryKeyData | undefined> {
	if (!readBoolean(context, itemIndex, downloadFile)) return undefined;
	const file = readChoice(context, itemIndex, fileField);
	const name = requiredText(context, itemIndex, outputField);
	const wanted = { documentId: String(documentId), file, itemIndex, read };
	try {
		return { [name]: (await downloadFileOf(context, wanted, document)).binary };
	} catch (error) {
		const { message, description } = error as NodeOperationError;
		throw new NodeOperationError(
			context.getNode(),
			`The file of document ${documentId} could not be downloaded. ${message}`,
			{ itemIndex, description: description ?? undefined },
		);
	}
}
