import type { IDataObject } from 'n8n-workflow';

import type { OpenedUpload, UploadBody } from '../../shared/api/uploadBudget';
import type { ReadableFile } from '../../shared/files/readableFile';
import { base64, base64Size } from './base64';
import type { InputFile } from './files';
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
 *
 * @param givenName what the user calls several files together
 */
export function uploadFile(files: InputFile[], givenName?: string): UploadFile {
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
		fileName: `${(givenName ?? files[0].fileName).replace(/\.[a-z0-9]+$/i, '')}.zip`,
		mimeType: 'application/zip',
		size: zipSize(entriesOf([])),
		parts: files,
		content: (parts) => zip(entriesOf(parts)),
	};
}

/** Sees to it that a file gives as many bytes as the request announces. */
async function* whole(part: InputFile, content: Chunks): AsyncGenerator<Uint8Array> {
	let read = 0;
	for await (const chunk of content) {
		read += chunk.length;
		// Before it is sent: what follows would count as another request.
		if (read > part.size)
			throw new Error(`it has more than the ${part.size} bytes that n8n has on record`);
		yield chunk;
	}
	if (read < part.size)
		throw new Error(`it has ${read} of the ${part.size} bytes that n8n has on record`);
}

/**
 * Opens the parts and puts the body together: as a stream where n8n can stream, else in one Buffer.
 *
 * @param wrap puts what surrounds the content of the file around it
 * @throws NodeOperationError for a file that cannot be opened; of one that breaks off later `failure` tells
 */
async function openBody(
	file: UploadFile,
	wrap: (content: Chunks) => Chunks,
	onRead: () => void,
): Promise<OpenedUpload> {
	const opened: ReadableFile[] = [];
	let failed: Error | undefined;
	const fail = (part: InputFile, { message }: Error) => (failed = part.unreadable(message));
	const open = async (part: InputFile): Promise<ReadableFile | undefined> => {
		try {
			const stream = await part.stream?.();
			if (stream) opened.push(stream);
			return stream;
		} catch (error) {
			throw fail(part, error as Error);
		}
	};
	// Files are opened when they are to be read; only the first is needed at once, for its class.
	const first = await open(file.parts[0]);
	async function* read(part: InputFile, index: number): AsyncGenerator<Uint8Array> {
		const stream = index === 0 ? first : await open(part);
		try {
			yield* whole(part, stream ?? one(await part.buffer()));
		} catch (error) {
			throw fail(part, error as Error);
		}
	}
	const chunks = wrap(file.content(file.parts.map(read)));
	async function* watched(): AsyncGenerator<Uint8Array> {
		try {
			yield* chunks;
		} finally {
			onRead();
		}
	}
	const failure = () => failed;
	const close = () => opened.forEach((stream) => stream.destroy());
	// One chunk ahead is enough; the usual 16 of them live long enough to pile up in memory.
	if (first)
		return { body: first.constructor.from(watched(), { highWaterMark: 1 }), failure, close };
	const buffers: Uint8Array[] = [];
	for await (const chunk of chunks) buffers.push(chunk);
	return { body: Buffer.concat(buffers), failure, close };
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
