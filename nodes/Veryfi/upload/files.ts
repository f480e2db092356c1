import type { IBinaryData, NodeOperationError } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';
import {
	ALL_FILE_TYPES,
	essenceOf,
	extensionOf,
	FILE_TYPES,
	HEAD_SIZE,
	isVague,
	typeByContent,
	typeByMime,
} from '../../shared/files/fileTypes';
import type { ReadableFile } from '../../shared/files/readableFile';

/** A file of an input item, not yet read. */
export interface InputFile {
	/** Name of the binary field that it lies in. */
	field: string;
	fileName: string;
	/** An extension; absent where nothing tells. */
	type?: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	/** Opens the file in n8n's binary storage; absent where n8n keeps files in memory. */
	stream?: () => Promise<ReadableFile>;
	/** Reads the whole file. */
	buffer: () => Promise<Buffer>;
	/** The error that says of this file why it could not be read. */
	unreadable: (why: string) => NodeOperationError;
}

/** Smallest file that Veryfi takes, in bytes (Veryfi help centre, "Supported file types and sizes"). */
const MIN_FILE_SIZE = 250;

const MEGABYTE = 1024 * 1024;

/** Bytes read at once: with the usual 64 kB ten uploads leave more behind than is collected in time. */
const CHUNK = 16 * 1024;

const isRead = (type: string) => ALL_FILE_TYPES.includes(type);

/** The first bytes of a file. */
async function headOf(file: ReadableFile): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	try {
		for await (const chunk of file) {
			chunks.push(chunk);
			size += chunk.length;
			if (size >= HEAD_SIZE) break;
		}
	} finally {
		file.destroy();
	}
	return Buffer.concat(chunks).subarray(0, HEAD_SIZE);
}

/** What type a file is of: by its name, else by its content type, else by its first bytes. */
async function typeOf(
	name: string,
	{ mimeType = '', fileExtension = '' }: IBinaryData,
	readHead: () => Promise<Buffer>,
): Promise<string | undefined> {
	if (isRead(extensionOf(name))) return extensionOf(name);
	if (!isVague(mimeType)) return typeByMime(mimeType);
	const type = typeByContent(await readHead()) ?? typeByMime(mimeType);
	return type ?? (isRead(fileExtension) ? fileExtension : undefined);
}

/**
 * A file of an input item, found and not read further than to know its type. Veryfi goes by the extension, so a name
 * without one that it reads gets that of the type.
 *
 * @param givenName what the user calls the file, in place of its own name
 * @throws NodeOperationError when the item has no such binary field
 */
export async function inputFile(item: Item, field: string, givenName?: string): Promise<InputFile> {
	const { helpers } = item.context;
	const binary = helpers.assertBinaryData(item.index, field);
	const { id, mimeType = '' } = binary;
	const name = givenName ?? (binary.fileName || field);
	const buffer = async () => await helpers.getBinaryDataBuffer(item.index, field);
	const stream = id
		? async () => (await helpers.getBinaryStream(id, CHUNK)) as unknown as ReadableFile
		: undefined;
	const unreadable = (why: string) =>
		item.error(
			`The file "${name}" in field '${field}' could not be read: ${why}`,
			'Veryfi did not get the document. n8n deletes the files of old executions: run the workflow again from the node that provides the file.',
		);
	const readHead = async () => {
		try {
			return stream ? await headOf(await stream()) : (await buffer()).subarray(0, HEAD_SIZE);
		} catch (error) {
			throw unreadable((error as Error).message);
		}
	};
	const type = await typeOf(name, binary, readHead);
	const isNamed = type === undefined || !isRead(type) || isRead(extensionOf(name));
	return {
		field,
		fileName: isNamed ? name : `${name}.${type}`,
		type,
		mimeType: isVague(mimeType) && type && isRead(type) ? FILE_TYPES[type][0] : mimeType,
		// What lies in the item is any base64, with line breaks for one: its length tells nothing.
		size: id ? (await helpers.getBinaryMetadata(id)).fileSize : (await buffer()).length,
		stream,
		buffer,
		unreadable,
	};
}

const readable = (bytes: number) =>
	bytes < MEGABYTE ? `${bytes} bytes` : `${(bytes / MEGABYTE).toFixed(1)} MB`;

/**
 * Refuses what Veryfi would refuse, before it is uploaded.
 *
 * @param name what to call the file in the error, e.g. `The file "a.pdf" in field "data"`
 * @throws NodeOperationError
 */
export function checkSize(item: Item, name: string, size: number, maxMegabytes: number): void {
	if (size >= MIN_FILE_SIZE && size <= maxMegabytes * MEGABYTE) return;
	const isSmall = size < MIN_FILE_SIZE;
	throw item.error(
		`${name} is too ${isSmall ? 'small' : 'big'}: it has ${readable(size)}`,
		isSmall
			? `Veryfi takes files from ${MIN_FILE_SIZE} bytes. Check that the field contains the document itself.`
			: `Veryfi takes files of up to ${maxMegabytes} MB here. Make the file smaller, or split it.`,
	);
}

/** @throws NodeOperationError when neither name nor content type nor content is of a type that Veryfi reads */
export function checkType(
	item: Item,
	{ field, fileName, type = '', mimeType }: InputFile,
	types: string[],
): void {
	if (types.includes(type) || types.includes(typeByMime(mimeType) ?? '')) return;
	const what = isVague(mimeType) && type ? type : essenceOf(mimeType) || 'unknown';
	throw item.error(
		`The file "${fileName}" in field '${field}' is of a type that Veryfi does not read: ${what}`,
		`Veryfi reads these types here: ${types.join(', ')}. If it is one of them, say so by the extension in 'File Name' ('Additional Fields').`,
	);
}
