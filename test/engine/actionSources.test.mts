import { createHash } from 'node:crypto';
import { rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { API, inMemory, pdf } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;
let invoice: Buffer;

useActionStage(async (started) => {
	stage = started;
	invoice = await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00');
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const submit = { resource: 'document', operation: 'submit' };
const lastRequest = () => {
	const request = stage.veryfi.requests.at(-1);
	if (!request) throw new Error('Veryfi got no request');
	return { ...request, body: request.body as IDataObject };
};
const extracted = (id: unknown) => {
	const document = stage.veryfi.documents.get(Number(id));
	if (!document) throw new Error(`Veryfi has no document ${String(id)}`);
	return document;
};

describe('a file in a binary field', () => {
	it('is streamed in a form, byte by byte, with its name, type and length', async () => {
		const data = await stage.stored(invoice, 'résumé "1".pdf');
		const { items } = await stage.run(submit, [{ json: {}, binary: { data } }]);

		expect(items).toEqual([{ json: { id: expect.any(Number) }, pairedItem: { item: 0 } }]);
		const { path, method, headers, body } = lastRequest();
		expect({ path, method }).toEqual({ path: `${API}/documents/`, method: 'POST' });
		expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(Number(headers['content-length'])).toBeGreaterThan(invoice.length);
		expect(headers['transfer-encoding']).toBeUndefined();
		expect(body).toEqual({
			async: 'true',
			file_name: 'résumé "1".pdf',
			file: expect.objectContaining({ size: invoice.length, sha256: sha256(invoice) }),
		});
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.invoice_number).toBe('A-1042');
	});

	it('is sent from memory where n8n keeps files in memory', async () => {
		const binary = { data: inMemory(invoice, 'invoice.pdf') };
		await stage.run(submit, [{ json: {}, binary }]);
		const { headers, body } = lastRequest();
		expect(headers['content-length']).toMatch(/^\d+$/);
		expect(body.file).toEqual({
			fileName: 'invoice.pdf',
			size: invoice.length,
			sha256: sha256(invoice),
		});
	});

	it.each([
		['stored', async () => await stage.stored(invoice, 'invoice.pdf')],
		['in memory', () => inMemory(invoice, 'invoice.pdf')],
	])('goes as base64 in JSON when lists go with it (%s)', async (_, make) => {
		const data = await make();
		const additionalFields = { tags: 'march, travel' };
		const { items } = await stage.run({ ...submit, additionalFields }, [
			{ json: {}, binary: { data } },
		]);
		const { headers, body } = lastRequest();
		expect(headers['content-type']).toBe('application/json');
		expect(headers['transfer-encoding']).toBeUndefined();
		expect(body).toEqual({
			async: true,
			tags: ['march', 'travel'],
			file_name: 'invoice.pdf',
			file_data: expect.anything(),
		});
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.invoice_number).toBe('A-1042');
	});

	it('of 19 MB arrives whole, as form and as JSON', async () => {
		const big = Buffer.concat([invoice, Buffer.alloc(19 * 1024 * 1024 - invoice.length, '%\n')]);
		const data = await stage.stored(big, 'big.pdf');
		const items = [{ json: {}, binary: { data } }];
		await stage.run(submit, items);
		expect(lastRequest().body.file).toMatchObject({ size: big.length, sha256: sha256(big) });
		const inJson = await stage.run({ ...submit, additionalFields: { tags: 'a' } }, items);
		expect(inJson.error).toBeUndefined();
		const length = Math.ceil(big.length / 3) * 4;
		expect(lastRequest().body.file_data).toBe(`[${length} characters]`);
	});

	it.each([
		['has none', 'scan', 'scan.pdf'],
		['ends in something that only looks like one', 'A-1042.2026', 'A-1042.2026.pdf'],
	])('gets an extension by its content type when its name %s', async (_, name, sent) => {
		const data = await stage.stored(invoice, name);
		await stage.run(submit, [{ json: {}, binary: { data } }]);
		expect(lastRequest().body.file_name).toBe(sent);
	});

	it('can be renamed', async () => {
		const data = await stage.stored(invoice, 'scan.pdf');
		const additionalFields = { fileName: 'A-1042.pdf' };
		await stage.run({ ...submit, additionalFields }, [{ json: {}, binary: { data } }]);
		const { body } = lastRequest();
		expect(body.file_name).toBe('A-1042.pdf');
		expect((body.file as IDataObject).fileName).toBe('A-1042.pdf');
	});

	it('is processed at once by Process', async () => {
		const data = await stage.stored(invoice, 'invoice.pdf');
		const { items } = await stage.run({ resource: 'document', operation: 'process' }, [
			{ json: {}, binary: { data } },
		]);
		expect(items[0].json).toMatchObject({ invoice_number: 'A-1042', total: 120 });
		expect(lastRequest().body).not.toHaveProperty('async');
	});
});

describe('several files in binary fields', () => {
	const pages = async () => ({
		b: await stage.stored(await pdf('Corner Cafe', 'first page'), 'zebra.pdf'),
		a: await stage.stored(await pdf('second page', 'Total 7.50'), 'apple.pdf'),
	});

	it('become one ZIP, opened by Veryfi with the pages in the given order', async () => {
		const { items } = await stage.run({ ...submit, binaryField: 'b, a' }, [
			{ json: {}, binary: await pages() },
		]);
		const { headers, body } = lastRequest();
		expect(body.file_name).toBe('zebra.zip');
		expect(headers['transfer-encoding']).toBeUndefined();
		await stage.veryfi.idle();
		const { state, fields } = extracted(items[0].json.id);
		expect(state).toBe('processed');
		expect((fields.meta as IDataObject).total_pages).toBe(2);
		expect(fields.ocr_text).toMatch(/first page[\s\S]*second page/);
	});

	it('become one ZIP inside JSON when lists go with them', async () => {
		const parameters = {
			...submit,
			binaryField: 'a, b',
			additionalFields: { categories: 'Travel' },
		};
		const { items } = await stage.run(parameters, [{ json: {}, binary: await pages() }]);
		expect(lastRequest().headers['content-type']).toBe('application/json');
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.ocr_text).toMatch(/second page[\s\S]*first page/);
	});

	it('may lie partly in storage and partly in memory', async () => {
		const binary = {
			a: inMemory(await pdf('from memory'), 'same name.pdf'),
			b: await stage.stored(await pdf('from storage'), 'same name.pdf'),
		};
		const { items } = await stage.run({ ...submit, binaryField: 'a,b' }, [{ json: {}, binary }]);
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.ocr_text).toMatch(/from memory[\s\S]*from storage/);
	});

	it.each(['attachment_*', '*t*m*_*'])('are found by %s, in natural order', async (pattern) => {
		const binary = {
			attachment_10: await stage.stored(await pdf('page ten'), 'x.pdf'),
			attachment_2: await stage.stored(await pdf('page two'), 'y.pdf'),
			logo: await stage.stored(await pdf('not this'), 'z.pdf'),
		};
		const parameters = { ...submit, binaryField: pattern };
		const { items } = await stage.run(parameters, [{ json: {}, binary }]);
		await stage.veryfi.idle();
		const text = extracted(items[0].json.id).fields.ocr_text as string;
		expect(text).toMatch(/page two[\s\S]*page ten/);
		expect(text).not.toContain('not this');
	});
});

describe('other sources', () => {
	it('passes a URL on', async () => {
		stage.veryfi.files.set('invoice.pdf', invoice);
		const fileUrl = `${stage.veryfi.baseUrl}/_emulator/files/invoice.pdf`;
		const { items } = await stage.run({ ...submit, source: 'url', fileUrl });
		expect(lastRequest().body).toEqual({ async: true, file_url: fileUrl });
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.invoice_number).toBe('A-1042');
	});

	it.each([
		['lines', (urls: string[]) => urls.join('\n')],
		['a list by expression', (urls: string[]) => `={{ ${JSON.stringify(urls)} }}`],
		['a JSON array', (urls: string[]) => JSON.stringify(urls)],
	])('passes several URLs on, given as %s', async (_, write) => {
		stage.veryfi.files.set('1.pdf', await pdf('page one'));
		stage.veryfi.files.set('2,b.pdf', await pdf('page two'));
		const urls = ['1.pdf', '2,b.pdf'].map(
			(name) => `${stage.veryfi.baseUrl}/_emulator/files/${name}`,
		);
		const { items } = await stage.run({ ...submit, source: 'urls', fileUrls: write(urls) });
		expect(lastRequest().body).toEqual({ async: true, file_urls: urls });
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.ocr_text).toMatch(/page one[\s\S]*page two/);
	});

	it.each(['', 'data:application/pdf;base64,'])(
		'passes base64 on (prefix "%s")',
		async (prefix) => {
			const fileData = prefix + invoice.toString('base64');
			const parameters = {
				...submit,
				source: 'base64',
				fileData,
				additionalFields: { fileName: 'invoice.pdf' },
			};
			const { items } = await stage.run(parameters);
			expect(lastRequest().body).toMatchObject({ async: true, file_name: 'invoice.pdf' });
			await stage.veryfi.idle();
			expect(extracted(items[0].json.id).fields.invoice_number).toBe('A-1042');
		},
	);

	it('passes an S3 path on', async () => {
		stage.veryfi.files.set('my-bucket/2026/a.pdf', invoice);
		const parameters = { ...submit, source: 's3', bucket: 'my-bucket', packagePath: '2026/a.pdf' };
		const { items } = await stage.run(parameters);
		expect(lastRequest().body).toEqual({
			async: true,
			bucket: 'my-bucket',
			package_path: '2026/a.pdf',
		});
		await stage.veryfi.idle();
		expect(extracted(items[0].json.id).fields.invoice_number).toBe('A-1042');
	});
});

describe('a file that n8n cannot read whole fails its item, named, and is not in doubt', () => {
	/** A stored file that happens to something on the disk; no two tests have files of one size. */
	const spoilt = async (size: number, spoil: (path: string) => void) => {
		const data = await stage.stored(Buffer.concat([invoice, Buffer.alloc(size)]), 'a.pdf');
		const [, path] = String(data.id).split(':');
		spoil(join(process.env.N8N_USER_FOLDER ?? '', '.n8n', 'storage', path));
		return data;
	};

	it.each([
		['that is gone', (path: string) => rmSync(path), /: .*not found$/i],
		[
			'that is shorter than it was',
			(path: string) => truncateSync(path, 700),
			/it has 700 of the \d+ bytes/,
		],
		[
			'that is longer than it was',
			(path: string) => truncateSync(path, 900_000),
			/it has more than the \d+ bytes/,
		],
	] as const)('one %s', async (_, spoil, words) => {
		const data = await spoilt(200_000, spoil);
		const { error } = await stage.run(submit, [{ json: {}, binary: { data } }]);
		expect(error?.message).toMatch(/^The file "a.pdf" in field 'data' could not be read/);
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/^Veryfi did not get the document/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(stage.veryfi.documents.size).toBe(0);
	});

	it('one of several that make one document', async () => {
		const first = await stage.stored(Buffer.concat([invoice, Buffer.alloc(300_000)]), 'b.pdf');
		const second = await spoilt(200_001, (path) => rmSync(path));
		const { error } = await stage.run({ ...submit, binaryField: 'first, second' }, [
			{ json: {}, binary: { first, second } },
		]);
		expect(error?.message).toMatch(/^The file "a.pdf" in field 'second' could not be read/);
		expect(stage.veryfi.documents.size).toBe(0);
	});
});

it.each([250, 20 * 1024 * 1024])(
	'sends a file of %i bytes, which Veryfi just takes',
	async (size) => {
		const data = await stage.stored(Buffer.alloc(size, 'a'), 'a.txt', 'text/plain');
		const { error } = await stage.run(submit, [{ json: {}, binary: { data } }]);
		expect(error).toBeUndefined();
		expect(lastRequest().body.file).toMatchObject({ size });
	},
);

it('submits a hundred URLs with one request, and no more', async () => {
	const submitMany = async (count: number) =>
		await stage.run({
			resource: 'document',
			operation: 'submitMany',
			fileUrls: Array.from({ length: count }, (_, at) => `https://a.example.com/${at}`).join('\n'),
		});
	expect((await submitMany(100)).items).toHaveLength(100);
	const { error } = await submitMany(101);
	expect(error?.message).toBe('101 URLs are too many for one request');
	expect(stage.veryfi.requests).toHaveLength(1);
});

it('sends base64 with line breaks from memory, as a Code node may have put it there', async () => {
	const base64 = invoice.toString('base64').replace(/.{76}/g, '$&\r\n');
	const binary = { data: { ...inMemory(invoice, 'a.pdf'), data: base64 } };
	const { error } = await stage.run(submit, [{ json: {}, binary }]);
	expect(error).toBeUndefined();
	expect(lastRequest().body.file).toMatchObject({ sha256: sha256(invoice) });
});

describe('before anything is sent, refuses', () => {
	const refused = async (parameters: Record<string, string>, binary = {}) => {
		const { error, status } = await stage.run({ ...submit, ...parameters }, [{ json: {}, binary }]);
		expect(status).toBe('error');
		expect(stage.veryfi.requests).toEqual([]);
		expect(error?.context?.itemIndex).toBe(0);
		return `${error?.message} | ${error?.description}`;
	};

	it('a file that is too small', async () => {
		const data = await stage.stored(Buffer.alloc(249, 'a'), 'tiny.pdf');
		expect(await refused({}, { data })).toMatch(
			/"tiny.pdf" in field 'data' is too small: it has 249 bytes.*250 bytes/,
		);
	});

	it('a file that is too big', async () => {
		const data = await stage.stored(Buffer.alloc(20 * 1024 * 1024 + 1, 'a'), 'huge.pdf');
		expect(await refused({}, { data })).toMatch(/"huge.pdf" in field 'data' is too big.*20 MB/);
	});

	it('files that are too big together', async () => {
		const half = await stage.stored(Buffer.alloc(11 * 1024 * 1024, 'a'), 'half.pdf');
		expect(await refused({ binaryField: 'a,b' }, { a: half, b: half })).toMatch(
			/ZIP of the fields 'a', 'b' is too big/,
		);
	});

	it('a file of a type that Veryfi does not read', async () => {
		const data = await stage.stored(invoice, 'movie.mp4', 'video/mp4');
		expect(await refused({}, { data })).toMatch(/"movie.mp4" in field 'data'.*video\/mp4.*pdf/);
	});

	it('a type that only other products read', async () => {
		const data = await stage.stored(invoice, 'a.docx', 'application/msword');
		expect(await refused({ resource: 'bankStatement' }, { data })).toMatch(
			/pdf, zip, png, jpg, jpeg/,
		);
	});

	it('a binary field that the item lacks, naming those that it has', async () => {
		const photo = await stage.stored(invoice, 'a.pdf');
		expect(await refused({ binaryField: 'data' }, { photo })).toMatch(
			/no file in field 'data'.*fields: photo/,
		);
		expect(await refused({ binaryField: 'data' })).toMatch(/no files at all/);
		expect(await refused({ binaryField: ' , ' }, { photo })).toMatch(
			/'Input Data Field Name' is empty/,
		);
	});

	it('a source that another version of the package has', async () => {
		const { error } = await stage.run({ ...submit, source: 'carrierPigeon' });
		expect(error?.message).toBe(`'File Source' has the unknown value "carrierPigeon"`);
	});

	it('empty or unusable URLs and texts', async () => {
		expect(await refused({ source: 'url', fileUrl: '={{ "" }}' })).toMatch(/'File URL' is empty/);
		expect(await refused({ source: 'url', fileUrl: 'file:///etc/passwd' })).toMatch(/not a URL/);
		expect(await refused({ source: 'urls', fileUrls: '={{ [] }}' })).toMatch(
			/'File URLs' is empty/,
		);
		expect(await refused({ source: 'urls', fileUrls: 'https://a.example/1 nonsense' })).toMatch(
			/"nonsense" in 'File URLs' is not a URL/,
		);
		expect(await refused({ source: 'base64', fileData: '={{ undefined }}' })).toMatch(
			/'File Content' is empty/,
		);
		expect(await refused({ source: 'base64', fileData: 'the file.pdf!' })).toMatch(
			/'File Content' is not base64/,
		);
		expect(await refused({ source: 'base64', fileData: 'AAAA' })).toMatch(
			/too small: it has 3 bytes/,
		);
		expect(await refused({ source: 's3', bucket: 'b', packagePath: '={{ null }}' })).toMatch(
			/'Package Path' is empty/,
		);
	});
});
