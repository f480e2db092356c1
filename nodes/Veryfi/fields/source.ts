import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';
import { sizeOfBase64, standardBase64 } from '../upload/base64';
import { checkSize, checkType, inputFile } from '../upload/files';
import type { UploadFile } from '../upload/uploads';
import { uploadFile } from '../upload/uploads';
import { binaryFieldNames } from './binaryFields';
import { checkUrl, fileUrlsField, readUrls } from './fileUrls';

/** Where the file comes from: something to upload, or what tells Veryfi where to fetch it. */
export type Source = { file: UploadFile } | { body: IDataObject };

/** What Veryfi takes. */
export interface FileLimits {
	fileTypes: string[];
	maxMegabytes: number;
	/** What the user calls the file. */
	fileName?: string;
}

type Reader = (item: Item, limits: FileLimits) => Promise<Source> | Source;

const show = (source: string) => ({ show: { source: [source] } });

const binaryField: INodeProperties = {
	displayName: 'Input Data Field Name',
	name: 'binaryField',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the input field containing the file. Several (a, b or attachment_*) make one document.',
	displayOptions: show('binary'),
};

const fileUrl: INodeProperties = {
	displayName: 'File URL',
	name: 'fileUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://example.com/receipt.jpg',
	description: 'Must be public while Veryfi processes the document',
	displayOptions: show('url'),
};

const fileData: INodeProperties = {
	displayName: 'File Content',
	name: 'fileData',
	type: 'string',
	typeOptions: { rows: 3 },
	required: true,
	default: '',
	placeholder: 'e.g. JVBERi0xLjcK...',
	description: 'The file in base64, with or without "data:...;base64," before it',
	displayOptions: show('base64'),
};

const bucket: INodeProperties = {
	displayName: 'Bucket',
	name: 'bucket',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. my-receipts',
	displayOptions: show('s3'),
};

const packagePath: INodeProperties = {
	displayName: 'Package Path',
	name: 'packagePath',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 2026/03/receipt.pdf',
	description: 'Path of the file in the bucket',
	displayOptions: show('s3'),
};

/** Where the file comes from, and the fields of each source. */
export const sourceFields: INodeProperties[] = [
	{
		displayName: 'File Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		default: 'binary',
		description: 'Where the file of the document comes from',
		options: [
			{ name: 'Amazon S3', value: 's3', description: 'A file in a bucket that Veryfi can read' },
			{ name: 'Base64', value: 'base64', description: 'A file as base64 text' },
			{
				name: 'Input Data Field',
				value: 'binary',
				description: 'A file of the input item, or several that make one document',
			},
			{ name: 'URL', value: 'url', description: 'A file that Veryfi downloads' },
			{
				name: 'URLs',
				value: 'urls',
				description: 'Several files that Veryfi downloads and makes one document of',
			},
		],
	},
	binaryField,
	fileUrl,
	{
		...fileUrlsField(
			'One URL per line, separated by commas, or a list by expression. The files become the pages of one document.',
		),
		displayOptions: show('urls'),
	},
	fileData,
	bucket,
	packagePath,
];

const READERS: Record<string, Reader> = {
	async binary(item, { fileTypes, maxMegabytes, fileName }) {
		const fields = binaryFieldNames(item, binaryField);
		const ownName = fields.length === 1 ? fileName : undefined;
		const files = await Promise.all(
			fields.map(async (field) => await inputFile(item, field, ownName)),
		);
		for (const part of files) {
			checkType(item, part, fileTypes);
			const name = `The file "${part.fileName}" in field '${part.field}'`;
			checkSize(item, name, part.size, maxMegabytes);
		}
		const file = uploadFile(files, fileName);
		const together = `The ZIP of the fields ${fields.map((field) => `'${field}'`).join(', ')}`;
		if (files.length > 1) checkSize(item, together, file.size, maxMegabytes);
		return { file };
	},

	async url(item) {
		const url = item.requiredText(fileUrl);
		return { body: { file_url: await checkUrl(item, url, fileUrl) } };
	},

	async urls(item) {
		return { body: { file_urls: await readUrls(item) } };
	},

	base64(item, { maxMegabytes }) {
		const data = standardBase64(item.requiredText(fileData));
		if (data === undefined) {
			throw item.error(
				`'${fileData.displayName}' is not base64`,
				"Give the file itself in base64, or choose another 'File Source'.",
			);
		}
		const size = sizeOfBase64(data.content);
		checkSize(item, "The file in 'File Content'", size, maxMegabytes);
		return { body: { file_data: data.prefix + data.content } };
	},

	s3(item) {
		return {
			body: {
				bucket: item.requiredText(bucket),
				package_path: item.requiredText(packagePath),
			},
		};
	},
};

/** Whether Veryfi itself loads the file from a URL. */
export const isByUrl = (item: Item): boolean =>
	['url', 'urls'].includes(String(item.parameter('source', '')));

/**
 * Reads where the file of an item comes from, and checks what can be checked without reading it.
 *
 * @throws NodeOperationError naming item and field
 */
export async function readSource(item: Item, limits: FileLimits): Promise<Source> {
	const source = String(item.parameter('source'));
	if (!Object.hasOwn(READERS, source)) throw item.unknownChoice('File Source', source);
	return await READERS[source](item, limits);
}
