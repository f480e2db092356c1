import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

/** The stream class, which may not be imported: taken from a stream that n8n gives. */
interface StreamClass {
	from(chunks: AsyncIterable<Uint8Array>, options?: { highWaterMark: number }): object;
}

/** A file being read, chunk by chunk. */
export interface ReadableFile extends AsyncIterable<Uint8Array> {
	destroy(): void;
	constructor: StreamClass;
}

/** A file of an input item, not yet read. */
export interface InputFile {
	/** Name of the binary field that it lies in. */
	field: string;
	fileName: string;
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

/** File extensions that Veryfi reads (same source), with the content types they go by. */
const FILE_TYPES: Record<string, string[]> = {
	avif: ['image/avif'],
	bmp: ['image/bmp', 'image/x-ms-bmp'],
	csv: ['text/csv'],
	doc: ['application/msword'],
	docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	eml: ['message/rfc822'],
	gif: ['image/gif'],
	heic: ['image/heic', 'image/heic-sequence'],
	heif: ['image/heif', 'image/heif-sequence'],
	htm: ['text/html'],
	html: ['text/html'],
	jpeg: ['image/jpeg', 'image/jpg'],
	jpg: ['image/jpeg', 'image/jpg'],
	odt: ['application/vnd.oasis.opendocument.text'],
	ofd: ['application/ofd'],
	pdf: ['application/pdf', 'application/x-pdf'],
	png: ['image/png'],
	rtf: ['application/rtf', 'text/rtf'],
	txt: ['text/plain'],
	webp: ['image/webp'],
	xls: ['application/vnd.ms-excel'],
	xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	zip: ['application/zip', 'application/x-zip-compressed'],
};

/** Every extension that Veryfi reads for one product or another. */
export const ALL_FILE_TYPES = Object.keys(FILE_TYPES);

const extensionOf = (fileName: string): string =>
	/\.([a-z0-9]+)$/i.exec(fileName)?.[1].toLowerCase() ?? '';

/** The file's name; Veryfi goes by the extension, so a name without one that it reads gets that of its type. */
function nameOf({ fileName, mimeType, fileExtension }: IBinaryData, field: string): string {
	const name = fileName || field;
	const own = extensionOf(name);
	if (ALL_FILE_TYPES.includes(own)) return name;
	const extension =
		ALL_FILE_TYPES.find((type) => FILE_TYPES[type].includes(mimeType)) ??
		(own ? undefined : fileExtension);
	return extension ? `${name}.${extension}` : name;
}

/**
 * A file of an input item, found but not yet read.
 *
 * @throws NodeOperationError when the item has no such binary field
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
): Promise<InputFile> {
	const binary = context.helpers.assertBinaryData(itemIndex, field);
	const { id } = binary;
	const fileName = nameOf(binary, field);
	const buffer = async () => await context.helpers.getBinaryDataBuffer(itemIndex, field);
	return {
		field,
		fileName,
		mimeType: binary.mimeType,
		// What lies in the item is any base64, with line breaks for one: its length tells nothing.
		size: id ? (await context.helpers.getBinaryMetadata(id)).fileSize : (await buffer()).length,
		stream: id
			? async () => (await context.helpers.getBinaryStream(id, CHUNK)) as unknown as ReadableFile
			: undefined,
		buffer,
		unreadable: (why) =>
			new NodeOperationError(
				context.getNode(),
				`The file "${fileName}" in field "${field}" could not be read: ${why}`,
				{
					itemIndex,
					description:
						'Veryfi did not get the document. n8n deletes the files of old executions: run the workflow again from the node that provides the file.',
				},
			),
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
export function checkSize(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	size: number,
	maxMegabytes: number,
): void {
	if (size >= MIN_FILE_SIZE && size <= maxMegabytes * MEGABYTE) return;
	const isSmall = size < MIN_FILE_SIZE;
	throw new NodeOperationError(
		context.getNode(),
		`${name} is too ${isSmall ? 'small' : 'big'}: it has ${readable(size)}`,
		{
			itemIndex,
			description: isSmall
				? `Veryfi takes files from ${MIN_FILE_SIZE} bytes. Check that the field contains the document itself.`
				: `Veryfi takes files of up to ${maxMegabytes} MB here. Make the file smaller, or split it.`,
		},
	);
}

/** @throws NodeOperationError when neither the name nor the content type is one that Veryfi reads */
export function checkType(
	context: IExecuteFunctions,
	itemIndex: number,
	file: InputFile,
	types: string[],
): void {
	const isKnown =
		types.includes(extensionOf(file.fileName)) ||
		types.some((type) => FILE_TYPES[type].includes(file.mimeType));
	if (isKnown) return;
	throw new NodeOperationError(
		context.getNode(),
		`The file "${file.fileName}" in field "${file.field}" is of a type that Veryfi does not read: ${file.mimeType}`,
		{ itemIndex, description: `Veryfi reads these types here: ${types.join(', ')}.` },
	);
}
