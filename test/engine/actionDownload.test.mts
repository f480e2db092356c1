/** Files of documents as binary data of n8n. */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';

import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { IBinaryData } from 'n8n-workflow';

import { products } from '../../nodes/shared/products/products.ts';
import { freePorts } from '../host/ports.mts';
import type { Stage } from './actionStage.mts';
import { API, byId, pdf } from './actionStage.mts';
import { serve } from './harness/index.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;
let invoice: Buffer;
let data: IBinaryData;

useActionStage(async (started) => {
	stage = started;
	invoice = await pdf('Papier Nord', 'Invoice A-1042', 'Total 120.00');
	data = await stage.stored(invoice, 'invoice.pdf');
});

/** A host of files that is not Veryfi's. */
let host: string;
let answer: RequestListener;
const seen: Array<{ url?: string; headers: IncomingHttpHeaders }> = [];

beforeAll(async () => {
	host = await serve((request, response) => {
		seen.push({ url: request.url, headers: request.headers });
		answer(request, response);
	});
});

afterEach(() => void (seen.length = 0));

const process = async (resource: string, source: object = {}) =>
	await stage.run({ resource, operation: 'process', simplify: false, ...source }, [
		{ json: {}, binary: { data } },
	]);

const download = async (id: unknown, parameters: object = {}) =>
	await stage.run({
		resource: 'document',
		operation: 'download',
		documentId: byId(id),
		...parameters,
	});

/** Downloads by a link to the other host. */
const from = async (url: string, listener: RequestListener) => {
	answer = listener;
	stage.veryfi.faults.add({
		method: 'GET',
		path: `${API}/documents/7`,
		status: 200,
		body: { id: 7, img_url: url },
	});
	return await download(7);
};

it.each(products.map(({ key }) => key))('is the file of a document (%s)', async (resource) => {
	const [{ json }] = (await process(resource)).items;
	const { items } = await download(json.id, { resource, outputField: 'paper' });
	// Veryfi keeps the picture of a business card.
	const [extension, mimeType] =
		resource === 'businessCard' ? ['jpg', 'image/jpeg'] : ['pdf', 'application/pdf'];
	const record = { id: json.id, mime_type: mimeType, size: invoice.length };
	expect(items).toMatchObject([{ json: record, pairedItem: { item: 0 } }]);
	expect(items[0].json.file_name).toBe(`${String(Number(json.id))}.${extension}`);
	// A download is no request to the API.
	expect(stage.veryfi.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
	const { paper } = items[0].binary ?? {};
	expect(paper).toMatchObject({
		fileName: `${String(Number(json.id))}.${extension}`,
		mimeType,
		fileExtension: extension,
		id: expect.stringMatching(/^filesystem/),
	});
	expect(await stage.engine.content(paper)).toEqual(invoice);
});

it.each([
	['original', 'pdf'],
	['pdf', 'pdf'],
	['thumbnail', 'jpg'],
])('is the %s of it, as chosen', async (file, extension) => {
	const [{ json }] = (await process('document')).items;
	const { items } = await download(json.id, { file });
	expect(items[0].json.file_name).toBe(`${String(Number(json.id))}.${extension}`);
});

describe('from the host of files', () => {
	const send: RequestListener = (_request, response) =>
		response.setHeader('content-type', 'image/png').end(invoice);

	it('is fetched without any credential', async () => {
		const { items } = await from(`${host}/file?Signature=secret`, send);
		expect(items[0].json).toMatchObject({ file_name: '7.png', mime_type: 'image/png' });
		const text = JSON.stringify(seen);
		const { clientId, apiKey, username } = stage.veryfi.credentials;
		for (const secret of [clientId, apiKey, username]) expect(text).not.toContain(secret);
		expect(seen[0].headers).not.toHaveProperty('authorization');
	});

	it('is fetched once more by a fresh link when the link has expired', async () => {
		let count = 0;
		const { items } = await from(`${host}/1.pdf`, (request, response) => {
			if (count++ > 0) send(request, response);
			else response.writeHead(403).end('expired');
		});
		expect(items[0].json.size).toBe(invoice.length);
		expect(stage.veryfi.requests).toHaveLength(2);
	});

	it('is not fetched for ever', async () => {
		const { error } = await from(`${host}/1.pdf?Signature=secret`, (_request, response) => {
			response.writeHead(403).end('expired');
		});
		expect(error?.message).toMatch(/^127\.0\.0\.1:\d+ answered 403 for the file$/);
		expect(JSON.stringify(error)).not.toContain('Signature');
		expect(seen).toHaveLength(2);
	});

	it('is fetched from where the link leads, a few times', async () => {
		const { items } = await from(`${host}/a`, (request, response) => {
			if (request.url === '/b.pdf') send(request, response);
			else response.writeHead(302, { location: '/b.pdf' }).end();
		});
		expect(items[0].json.size).toBe(invoice.length);
		const { error } = await from(`${host}/a`, (_request, response) => {
			response.writeHead(302, { location: '/a' }).end();
		});
		expect(error?.message).toBe('The link to the file leads from one address to the next');
	});

	it.each(['ftp://files.example.com/a', 'http://files.example.com/a', 'file:///etc/passwd', 'x'])(
		'is not fetched from %s, nor where a link leads there',
		async (url) => {
			const { error } = await from(url, send);
			expect(error?.message).toBe('Veryfi returned a file link that is not fetched');
			expect(seen).toEqual([]);
			if (url === 'x') return;
			const redirected = await from(`${host}/a`, (_request, response) => {
				response.writeHead(302, { location: url }).end();
			});
			expect(redirected.error?.message).toBe('Veryfi returned a file link that is not fetched');
		},
	);

	it.each([404, 500])('is told of, without its link, when the host answers %d', async (status) => {
		const { error } = await from(`${host}/1.pdf?Signature=secret`, (_request, response) => {
			response.writeHead(status).end();
		});
		expect(error?.message).toBe(`${new URL(host).host} answered ${status} for the file`);
		expect(error?.context?.itemIndex).toBe(0);
		expect(JSON.stringify(error)).not.toContain('Signature');
	});

	it('is told of, without its link, when the host cannot be reached', async () => {
		const [port] = await freePorts(1);
		const { error } = await from(`http://127.0.0.1:${port}/1.pdf?Signature=secret`, send);
		expect(error?.message).toBe(`127.0.0.1:${port} could not be reached for the file`);
		expect(JSON.stringify(error)).not.toContain('Signature');
	});

	it('is refused when it is too large, by what is announced', async () => {
		const { error } = await from(`${host}/1.pdf`, (_request, response) => {
			response.writeHead(200, { 'content-length': String(200 * 1024 * 1024) });
			response.write(invoice);
		});
		expect(error?.message).toBe('The file is larger than 100 MB');
	});

	it.each([true, false])(
		'is refused when it breaks off, its length announced: %s',
		async (says) => {
			const { error } = await from(`${host}/1.pdf`, (_request, response) => {
				response.writeHead(200, says ? { 'content-length': String(invoice.length + 1) } : {});
				response.write(invoice, () => response.destroy());
			});
			expect(error?.message).toBe('The file broke off while it was downloaded');
			expect(error?.context?.itemIndex).toBe(0);
		},
	);
});

it('tells when a document has no such file', async () => {
	stage.veryfi.faults.add({ method: 'GET', status: 200, body: { id: 7, pdf_url: null } });
	const { error } = await download(7, { file: 'pdf' });
	expect(error?.message).toBe('Document 7 has no such file');
});

it('Process keeps the files of the item', async () => {
	const { items } = await process('document');
	expect(items[0].binary).toEqual({ data });
});
