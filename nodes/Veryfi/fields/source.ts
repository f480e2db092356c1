import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { checkSize, checkType, inputFile } from '../../shared/files';
import type { UploadFile } from '../../shared/uploads';
import { uploadFile } from '../../shared/uploads';
import { binaryFieldNames } from './binaryFields';
import { toList } from './values';

/** Where the file comes from: something to upload, or what tells Veryfi where to fetch it. */
export type Source = { file: UploadFile } | { body: IDataObject };

/** What Veryfi takes. */
export interface FileLimits {
	fileTypes: string[];
	maxMegabytes: number;
}

type Reader = (
	context: IExecuteFunctions,
	itemIndex: number,
	limits: FileLimits,
) => Promise<Source> | Source;

const show = (source: string) => ({ show: { source: [source] } });

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
				name: 'Binary Field',
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
	{
		displayName: 'Input Binary Field',
		name: 'binaryField',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the file. Several names separated by commas, or a pattern such as attachment_*, make one document of several files.',
		displayOptions: show('binary'),
	},
	{
		displayName: 'File URL',
		name: 'fileUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/receipt.jpg',
		description: 'Must be public while Veryfi processes the document',
		displayOptions: show('url'),
	},
	{
		displayName: 'File URLs',
		name: 'fileUrls',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. https://example.com/page-1.jpg',
		description:
			'One URL per line, or a list by expression. The files become the pages of one document.',
		displayOptions: show('urls'),
	},
	{
		displayName: 'File Content',
		name: 'fileData',
		type: 'string',
		typeOptions: { rows: 3 },
		required: true,
		default: '',
		placeholder: 'e.g. JVBERi0xLjcK...',
		description: 'The file in base64, with or without "data:...;base64," before it',
		displayOptions: show('base64'),
	},
	{
		displayName: 'Bucket',
		name: 'bucket',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. my-receipts',
		displayOptions: show('s3'),
	},
	{
		displayName: 'Package Path',
		name: 'packagePath',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 2026/03/receipt.pdf',
		description: 'Path of the file in the bucket',
		displayOptions: show('s3'),
	},
];

const emptyError = (context: IExecuteFunctions, itemIndex: number, name: string) =>
	new NodeOperationError(context.getNode(), `${name} is empty`, {
		itemIndex,
		description: `Fill in ${name}, or check the expression in it.`,
	});

function requireText(
	context: IExecuteFunctions,
	itemIndex: number,
	parameter: string,
	name: string,
): string {
	const text = String(context.getNodeParameter(parameter, itemIndex, '') ?? '').trim();
	if (text === '') throw emptyError(context, itemIndex, name);
	return text;
}

function requireUrl(context: IExecuteFunctions, itemIndex: number, url: string): string {
	if (URL.canParse(url) && /^https?:/i.test(url)) return url;
	throw new NodeOperationError(context.getNode(), `"${url}" is not a URL that Veryfi could load`, {
		itemIndex,
		description: 'Give a public address that begins with https:// or http://.',
	});
}

/**
 * Reads the field File URLs: lines, a JSON array, or a list by expression. URLs may contain commas, so
 * that those do not separate them.
 *
 * @throws NodeOperationError when there is none, or one is no URL
 */
export function readUrls(context: IExecuteFunctions, itemIndex: number): string[] {
	const given = context.getNodeParameter('fileUrls', itemIndex, '');
	const urls =
		typeof given === 'string' && !given.trim().startsWith('[')
			? given.split(/\s+/).filter((url) => url !== '')
			: toList(given, 'File URLs');
	if (urls.length === 0) throw emptyError(context, itemIndex, 'File URLs');
	return urls.map((url) => requireUrl(context, itemIndex, url));
}

const READERS: Record<string, Reader> = {
	async binary(context, itemIndex, { fileTypes, maxMegabytes }) {
		const fields = binaryFieldNames(context, itemIndex);
		const files = await Promise.all(
			fields.map(async (field) => await inputFile(context, itemIndex, field)),
		);
		for (const file of files) {
			checkType(context, itemIndex, file, fileTypes);
			const name = `The file "${file.fileName}" in field "${file.field}"`;
			checkSize(context, itemIndex, name, file.size, maxMegabytes);
		}
		const file = uploadFile(files);
		const together = `The ZIP of the fields ${fields.map((field) => `"${field}"`).join(', ')}`;
		if (files.length > 1) checkSize(context, itemIndex, together, file.size, maxMegabytes);
		return { file };
	},

	url(context, itemIndex) {
		const url = requireText(context, itemIndex, 'fileUrl', 'File URL');
		return { body: { file_url: requireUrl(context, itemIndex, url) } };
	},

	urls(context, itemIndex) {
		return { body: { file_urls: readUrls(context, itemIndex) } };
	},

	base64(context, itemIndex, { maxMegabytes }) {
		const data = requireText(context, itemIndex, 'fileData', 'File Content').replace(/\s+/g, '');
		const bytes = Math.floor(
			(data.slice(data.indexOf(',') + 1).replace(/={1,2}$/, '').length * 3) / 4,
		);
		checkSize(context, itemIndex, 'The file in File Content', bytes, maxMegabytes);
		return { body: { file_data: data } };
	},

	s3(context, itemIndex) {
		return {
			body: {
				bucket: requireText(context, itemIndex, 'bucket', 'Bucket'),
				package_path: requireText(context, itemIndex, 'packagePath', 'Package Path'),
			},
		};
	},
};

/**
 * Reads where the file of an item comes from, and checks what can be checked without reading it.
 *
 * @throws NodeOperationError naming item and field
 */
export async function readSource(
	context: IExecuteFunctions,
	itemIndex: number,
	limits: FileLimits,
): Promise<Source> {
	const source = context.getNodeParameter('source', itemIndex) as string;
	return await READERS[source](context, itemIndex, limits);
}
