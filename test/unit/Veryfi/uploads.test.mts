import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import type { NodeOperationError } from 'n8n-workflow';

import { base64, base64Size } from '../../../nodes/Veryfi/upload/base64.ts';
import type { ReadableFile } from '../../../nodes/shared/files/readableFile.ts';
import type { InputFile } from '../../../nodes/Veryfi/upload/files.ts';
import { formUpload, jsonUpload, uploadFile } from '../../../nodes/Veryfi/upload/uploads.ts';
import { zip, zipSize } from '../../../nodes/Veryfi/upload/zip.ts';

async function* chunked(bytes: Buffer, size: number) {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const all: Uint8Array[] = [];
	for await (const chunk of chunks) all.push(chunk);
	return Buffer.concat(all);
}

const opened: Readable[] = [];

const file = (content: Buffer, fileName: string, kind: 'stored' | 'memory'): InputFile => ({
	field: 'data',
	fileName,
	mimeType: 'application/pdf',
	size: content.length,
	buffer: async () => content,
	unreadable: (why) => new Error(`${fileName}: ${why}`) as NodeOperationError,
	stream:
		kind === 'memory'
			? undefined
			: async () => {
					const stream = Readable.from(chunked(content, 1000));
					opened.push(stream);
					return stream as unknown as ReadableFile;
				},
});

describe('base64 on the way', () => {
	it.each([1, 2, 3, 4, 5, 64, 1000, 4096])('equals base64 at once (chunks of %i)', async (size) => {
		for (const length of [0, 1, 2, 3, 4, 5, 999, 1000, 10_001]) {
			const bytes = randomBytes(length);
			const encoded = await collect(base64(chunked(bytes, size)));
			expect(encoded.toString()).toBe(bytes.toString('base64'));
			expect(base64Size(length)).toBe(encoded.length);
		}
	});
});

describe('a ZIP written on the way', () => {
	it('has exactly the size told beforehand, and gives back every byte', async () => {
		const contents = [0, 1, 250, 70_000, 300_001].map((length) => randomBytes(length));
		const names = ['1_leer.txt', '2_ä ö.pdf', '3_日本.png', `4_${'x'.repeat(200)}.pdf`, '5_😀.jpg'];
		const entries = contents.map((content, index) => ({
			name: names[index],
			size: content.length,
			open: () => chunked(content, 1234),
		}));
		const bytes = await collect(zip(entries));
		expect(bytes).toHaveLength(zipSize(entries));
		const archive = await JSZip.loadAsync(bytes, { checkCRC32: true });
		expect(Object.keys(archive.files)).toEqual(names);
		for (const [index, name] of names.entries()) {
			expect(await archive.files[name].async('nodebuffer')).toEqual(contents[index]);
		}
	});
});

describe('several files as one', () => {
	it('get names in whose alphabetical order they stand as given', async () => {
		const files = Array.from({ length: 12 }, (_, index) =>
			file(Buffer.from(`page ${index}`), `${String.fromCharCode(122 - index)}/../x.pdf`, 'memory'),
		);
		const { content, parts, size } = uploadFile(files);
		const bytes = await collect(
			content(parts.map((part) => chunked(Buffer.from(part.fileName), 9))),
		);
		expect(size).toBeGreaterThan(0);
		const names = Object.keys((await JSZip.loadAsync(bytes)).files);
		expect([...names].sort()).toEqual(names);
		expect(names[0]).toBe('01_z_.._x.pdf');
		expect(names.every((name) => !name.includes('/'))).toBe(true);
	});
});

describe.each(['stored', 'memory'] as const)('an upload (%s)', (kind) => {
	const content = randomBytes(100_003);
	const files = () => [file(content, 'a "b"\r\n.pdf', kind), file(content, 'c.pdf', kind)];

	it.each([
		['one file', 1],
		['two files', 2],
	])('as a form tells its exact length (%s)', async (_, count) => {
		const upload = formUpload({ größe: 'ä' }, uploadFile(files().slice(0, count)), 'xyz');
		const { body } = await upload.open(() => {});
		const bytes = Buffer.isBuffer(body) ? body : await collect(body as Readable);
		expect(bytes).toHaveLength(upload.contentLength);
		expect(Buffer.isBuffer(body)).toBe(kind === 'memory');
	});

	it('as JSON tells its exact length and can be parsed', async () => {
		const upload = jsonUpload({ tags: ['ä'], file_name: 'ö' }, uploadFile(files()));
		const { body } = await upload.open(() => {});
		const bytes = Buffer.isBuffer(body) ? body : await collect(body as Readable);
		expect(bytes).toHaveLength(upload.contentLength);
		const parsed = JSON.parse(bytes.toString()) as Record<string, string>;
		expect(parsed).toMatchObject({ tags: ['ä'], file_name: 'ö' });
		const archive = await JSZip.loadAsync(Buffer.from(parsed.file_data, 'base64'));
		expect(Object.keys(archive.files)).toHaveLength(2);
	});

	it('cannot be led out of the file name', async () => {
		const { open } = formUpload({}, uploadFile(files().slice(0, 1)), 'xyz');
		const { body } = await open(() => {});
		const bytes = Buffer.isBuffer(body) ? body : await collect(body as Readable);
		expect(bytes.toString('latin1')).toContain('filename="a %22b%22%0D%0A.pdf"');
	});

	it('cannot be led out of the content type', async () => {
		const odd = { ...files()[0], mimeType: 'image/png\r\nX-Other: 1\r\n\r\n' };
		const { body } = await formUpload({}, uploadFile([odd]), 'xyz').open(() => {});
		const bytes = Buffer.isBuffer(body) ? body : await collect(body as Readable);
		expect(bytes.toString('latin1')).toContain('Content-Type: image/png%0D%0AX-Other: 1');
	});
});

it('closes what a request has left unread', async () => {
	opened.length = 0;
	const { close } = await formUpload(
		{},
		uploadFile([file(randomBytes(5000), 'a.pdf', 'stored')]),
		'x',
	).open(() => {});
	close();
	expect(opened).toHaveLength(1);
	expect(opened[0].destroyed).toBe(true);
});

it('opens a file only when its turn comes', async () => {
	opened.length = 0;
	const many = Array.from({ length: 5 }, (_, index) =>
		file(randomBytes(5000), `${index}.pdf`, 'stored'),
	);
	const { body } = await formUpload({}, uploadFile(many), 'x').open(() => {});
	expect(opened).toHaveLength(1);
	await collect(body as Readable);
	expect(opened).toHaveLength(5);
});

it('tells which file broke off while it was read, and why', async () => {
	async function* breaking() {
		yield randomBytes(1000);
		throw new Error('the disk is gone');
	}
	const whole = file(randomBytes(5000), '1.pdf', 'stored');
	const broken = {
		...whole,
		fileName: '2.pdf',
		unreadable: (why: string) => new Error(`2.pdf: ${why}`) as NodeOperationError,
		stream: async () => Readable.from(breaking()) as unknown as ReadableFile,
	};
	const { body, failure } = await formUpload({}, uploadFile([whole, broken]), 'x').open(() => {});
	expect(failure()).toBeUndefined();
	await expect(collect(body as Readable)).rejects.toThrow('the disk is gone');
	expect(failure()?.message).toBe('2.pdf: the disk is gone');
});

describe('tells that it has been read', () => {
	async function openOne() {
		const upload = formUpload({}, uploadFile([file(randomBytes(5000), 'a.pdf', 'stored')]), 'x');
		let tell: (value: string) => void;
		const told = new Promise<string>((resolve) => (tell = resolve));
		const { body } = await upload.open(() => tell('read'));
		return { chunks: (body as Readable)[Symbol.asyncIterator](), told };
	}

	it('at its end and not before', async () => {
		const { chunks, told } = await openOne();
		await chunks.next();
		expect(await Promise.race([told, Promise.resolve('reading')])).toBe('reading');
		while (!(await chunks.next()).done);
		expect(await told).toBe('read');
	});

	it('when it is broken off', async () => {
		const { chunks, told } = await openOne();
		await chunks.next();
		await chunks.return?.();
		expect(await told).toBe('read');
	});
});
