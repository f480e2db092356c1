import type { IDataObject } from 'n8n-workflow';

import type { InputFile, ReadableFile } from './files';
import { base64, base64Size } from './base64';
import type { OpenedUpload, UploadBody } from './transport';
import type { ZipEntry } from './zip';
import { zip, zipSize } from './zip';

type Chunks = AsyncIterable<Uint8Array>;

/** One or several files as the one file that Veryfi gets. */
export interface UploadFile {
	fileName: string;
	mimeType: string;
	/** Bytes. */
	size: number;
	/** The input files that it is made of. */
	parts: InputFile[];
	/** Turns the parts, opened, into the content of the file. */
	content: (parts: Chunks[]) => Chunks;
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
	yield chunk;
}

/**
 * The file to upload. Several input files become one ZIP, of which Veryfi makes one document with the
 * pages in alphabetical order of the names: the names get numbers, so that the given order stands.
 */
export function uploadFile(files: InputFile[]): UploadFile {
	if (files.length === 1) {
		const [{ fileName, mimeType, size }] = files;
		return { fileName, mimeType, size, parts: files, content: ([only]) => only };
	}
	const digits = String(files.length).length;
	const entriesOf = (parts: Chunks[]): ZipEntry[] =>
		files.map(({ fileName, size }, index) => ({
			name: `${String(index + 1).padStart(digits, '0')}_${fileName.replace(/[\\/]/g, '_')}`,
			size,
			open: () => parts[index],
		}));
	return {
		fileName: `${files[0].fileName.replace(/\.[a-z0-9]+$/i, '')}.zip`,
		mimeType: 'application/zip',
		size: zipSize(entriesOf([])),
		parts: files,
		content: (parts) => zip(entriesOf(parts)),
	};
}

/**
 * Opens the parts and puts the body together: as a stream where n8n can stream, else in one Buffer.
 *
 * @param wrap puts what surrounds the content of the file around it
 */
async function openBody(
	file: UploadFile,
	wrap: (content: Chunks) => Chunks,
	onRead: () => void,
): Promise<OpenedUpload> {
	const opened: ReadableFile[] = [];
	// Files are opened when their turn comes; only the first is needed at once, for its class.
	const first = await file.parts[0].stream?.();
	if (first) opened.push(first);
	async function* read(part: InputFile, stream?: ReadableFile): AsyncGenerator<Uint8Array> {
		if (!stream && part.stream) {
			stream = await part.stream();
			opened.push(stream);
		}
		yield* stream ?? one(await part.buffer());
	}
	const chunks = wrap(
		file.content(file.parts.map((part, index) => read(part, index === 0 ? first : undefined))),
	);
	async function* watched(): AsyncGenerator<Uint8Array> {
		try {
			yield* chunks;
		} finally {
			onRead();
		}
	}
	const close = () => opened.forEach((stream) => stream.destroy());
	// One chunk ahead is enough; the usual 16 of them live long enough to pile up in memory.
	if (first) return { body: first.constructor.from(watched(), { highWaterMark: 1 }), close };
	const buffers: Uint8Array[] = [];
	for await (const chunk of chunks) buffers.push(chunk);
	return { body: Buffer.concat(buffers), close };
}

/** Puts texts before and after a content. */
const surround = (head: string, tail: string) =>
	async function* (content: Chunks): AsyncGenerator<Uint8Array> {
		yield Buffer.from(head);
		yield* content;
		yield Buffer.from(tail);
	};

/** As browsers write names in a form (WHATWG, multipart/form-data encoding algorithm): no text ends its header. */
const quote = (name: string) =>
	name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');

/** A form with scalar fields and one file, which is streamed. */
export function formUpload(
	fields: Record<string, string>,
	file: UploadFile,
	boundary: string,
): UploadBody {
	const head =
		Object.entries(fields)
			.map(
				([name, value]) =>
					`--${boundary}\r\nContent-Disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`,
			)
			.join('') +
		`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quote(file.fileName)}"\r\n` +
		`Content-Type: ${quote(file.mimeType)}\r\n\r\n`;
	const tail = `\r\n--${boundary}--\r\n`;
	return {
		contentType: `multipart/form-data; boundary=${boundary}`,
		contentLength: Buffer.byteLength(head) + file.size + Buffer.byteLength(tail),
		open: async (onRead) => await openBody(file, surround(head, tail), onRead),
	};
}

/** A JSON object with the file in base64, encoded while it is sent. */
export function jsonUpload(body: IDataObject, file: UploadFile): UploadBody {
	const members = JSON.stringify(body).slice(1, -1);
	const head = `{${members}${members ? ',' : ''}"file_data":"`;
	const tail = '"}';
	return {
		contentType: 'application/json',
		contentLength: Buffer.byteLength(head) + base64Size(file.size) + Buffer.byteLength(tail),
		open: async (onRead) =>
			await openBody(file, (content) => surround(head, tail)(base64(content)), onRead),
	};
}
