import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { FormData, request } from 'undici';
import { startEmulator, type Emulator } from './index.mts';
import { switchValues } from './switches.mts';
import { call as callApi, INVOICE_TEXT, Receiver, textFile, useWebhook } from './testing.mts';

let veryfi: Emulator;
const call = (
	...given: Parameters<typeof callApi> extends [Emulator, ...infer Rest] ? Rest : never
) => callApi(veryfi, ...given);

beforeAll(async () => void (veryfi = await startEmulator()));
afterAll(() => veryfi.stop());
afterEach(() => {
	veryfi.reset();
	Object.assign(veryfi.switches, switchValues());
});

const process = async (options: object = {}) =>
	(await call('POST', '/documents', { ...textFile(), ...options })).body;
const messages = (body: { details?: Array<{ msg: string }> }) =>
	body.details?.map(({ msg }) => msg).join();

describe('credentials', () => {
	const get = async (headers: Record<string, string>) => {
		const response = await request(`${veryfi.baseUrl}/api/v8/partner/documents`, { headers });
		return { status: response.statusCode, body: await response.body.json() };
	};

	it('may be an API key or a Bearer key', async () => {
		const { clientId, username, apiKey, bearerKey } = veryfi.credentials;
		for (const authorization of [`apikey ${username}:${apiKey}`, `Bearer ${bearerKey}`]) {
			expect((await get({ 'client-id': clientId, authorization })).status).toBe(200);
		}
	});

	it('are refused when one of them is wrong', async () => {
		const { clientId, username, apiKey } = veryfi.credentials;
		for (const headers of [
			{ 'client-id': clientId, authorization: `apikey ${username}:wrong` },
			{ 'client-id': 'wrong', authorization: `apikey ${username}:${apiKey}` },
			{ 'client-id': clientId, authorization: 'Bearer vrfk_wrong' },
			{ 'client-id': clientId, authorization: `Basic ${apiKey}` },
		]) {
			expect(await get(headers)).toEqual({
				status: 401,
				body: { status: 'fail', message: 'Not Authorized' },
			});
		}
	});

	it('are a 403 when missing, or a 401 by switch', async () => {
		expect((await get({})).status).toBe(403);
		veryfi.switches.missingCredentialsStatus = 401;
		expect((await get({ 'client-id': veryfi.credentials.clientId })).status).toBe(401);
	});

	it('are limited to the routes in the scope of a Bearer key', async () => {
		const { clientId, bearerKey } = veryfi.credentials;
		veryfi.switches.bearerScope = '/api/v8/partner/checks';
		expect(
			(await get({ 'client-id': clientId, authorization: `Bearer ${bearerKey}` })).status,
		).toBe(403);
	});

	it('never stand in the request log', async () => {
		await call('GET', '/documents');
		const log = JSON.stringify(veryfi.requests);
		expect(log).toContain('/api/v8/partner/documents');
		for (const secret of Object.values(veryfi.credentials)) expect(log).not.toContain(secret);
	});
});

describe('processing', () => {
	it('answers a synchronous request with what stands on the paper', async () => {
		const { status, body } = await call('POST', '/documents/', {
			...textFile(),
			external_id: 'inv-77',
			tags: ['demo'],
		});
		expect(status).toBe(201);
		expect(body).toMatchObject({
			external_id: 'inv-77',
			status: 'processed',
			document_type: 'invoice',
			vendor: { name: 'Papier Nord', address: '1 Quai Sud\n59000 Lille' },
			invoice_number: 'A-1042',
			purchase_order_number: 'PO-77',
			date: '2026-02-27 00:00:00',
			due_date: '2026-03-29',
			currency_code: 'EUR',
			subtotal: 110,
			tax: 22,
			total: 132,
			line_items: [
				{ order: 0, description: 'A4 paper', quantity: 10, price: 10, total: 100 },
				{ order: 1, description: 'Pens, blue', quantity: 4, price: 2.5, total: 10 },
			],
			tax_lines: [{ name: 'VAT', rate: 20, total: 22 }],
			tags: [{ name: 'demo' }],
			payment: { terms: '30 days' },
			meta: { owner: 'emulator.user', total_pages: 1, processed_pages: 1, warnings: [] },
		});
		expect((await call('GET', `/documents/${body.id}`)).body).toEqual(body);
	});

	it('answers an asynchronous request with the bare id, and shows the document in progress', async () => {
		veryfi.switches.processingDelay = [200];
		const { status, body } = await call('POST', '/documents', { ...textFile(), async: true });
		expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(Number) } });
		expect((await call('GET', `/documents/${body.id}`)).body).toMatchObject({
			status: 'in_progress',
			line_items: [],
		});
		await veryfi.idle();
		expect((await call('GET', `/documents/${body.id}`)).body).toMatchObject({
			status: 'processed',
			total: 132,
		});
	});

	it('hides documents in progress and failed ones by switch', async () => {
		Object.assign(veryfi.switches, { processingDelay: [200], inProgressGet: 'not_found' });
		const { body } = await call('POST', '/documents', {
			file_url: 'http://127.0.0.1:1/a.pdf',
			async: true,
		});
		expect((await call('GET', `/documents/${body.id}`)).status).toBe(404);
		await veryfi.idle();
		expect((await call('GET', `/documents/${body.id}`)).status).toBe(404);
		veryfi.switches.failedGet = 'in_progress';
		expect((await call('GET', `/documents/${body.id}`)).body).toMatchObject({
			status: 'in_progress',
		});
	});

	it('fetches file_url, and merges file_urls into one document', async () => {
		const url = (name: string, text: string) => {
			veryfi.files.set(name, Buffer.from(text));
			return `${veryfi.baseUrl}/_emulator/files/${name}`;
		};
		const one = url('one.txt', INVOICE_TEXT);
		const two = url('two.txt', INVOICE_TEXT.replaceAll('A-1042', 'A-1043'));
		expect((await call('POST', '/documents', { file_url: one })).body).toMatchObject({
			total_pages: 1,
		});
		expect((await call('POST', '/documents', { file_urls: [one, two] })).body).toMatchObject({
			total_pages: 2,
			invoice_number: 'A-1042',
			meta: { source_documents: [{ file_name: 'one.txt' }, { file_name: 'two.txt' }] },
		});
		expect((await call('POST', '/documents', { bucket: 'b', package_path: 'x.txt' })).status).toBe(
			400,
		);
		url('b/x.txt', INVOICE_TEXT);
		expect((await call('POST', '/documents', { bucket: 'b', package_path: 'x.txt' })).status).toBe(
			201,
		);
	});

	it.each(['data:text/plain;base64,', 'text/plain;base64,', ''])(
		'takes base64 after %j',
		async (prefix) => {
			const { file_data } = textFile();
			expect(await process({ file_data: prefix + file_data })).toMatchObject({ total: 132 });
		},
	);

	it('deletes an auto_delete document once it was processed', async () => {
		const { id } = await process({ auto_delete: true });
		expect((await call('GET', `/documents/${id}`)).status).toBe(404);
	});

	it.each([
		['first_get', [200, 404]],
		['extraction', [404, 404]],
	] as const)(
		'deletes an asynchronous auto_delete document at %s',
		async (autoDelete, statuses) => {
			Object.assign(veryfi.switches, { autoDelete });
			const { id } = await process({ auto_delete: true, async: true });
			await veryfi.idle();
			const seen = [];
			for (let time = 0; time < 2; time++)
				seen.push((await call('GET', `/documents/${id}`)).status);
			expect(seen).toEqual(statuses);
		},
	);

	it('adds scores and places on the paper when asked', async () => {
		const body = await process({ confidence_details: true, bounding_boxes: true });
		expect(body.total).toEqual({
			value: 132,
			score: expect.any(Number),
			ocr_score: expect.any(Number),
			bounding_box: [
				0,
				expect.any(Number),
				expect.any(Number),
				expect.any(Number),
				expect.any(Number),
			],
			bounding_region: expect.any(Array),
			rotation: 0,
		});
		expect(body.line_items[0].description).toMatchObject({
			value: 'A4 paper',
			bounding_box: [
				0,
				expect.any(Number),
				expect.any(Number),
				expect.any(Number),
				expect.any(Number),
			],
		});
		expect((await call('GET', `/documents/${body.id}`)).body.total).toBe(132);
		expect(
			(await call('GET', `/documents/${body.id}?confidence_details=true`)).body.vendor.name,
		).toMatchObject({ value: 'Papier Nord' });
	});

	it('tells the webhook when background enrichments are done', async () => {
		const receiver = await Receiver.start();
		useWebhook(veryfi, receiver.url);
		const wanted = { allowed_async_enrichments: ['rules', 'duplicates', 'fraud'] };
		const first = await process();
		const second = await process(wanted);
		await veryfi.idle();
		expect(receiver.received).toMatchObject([
			{ event: 'document.enriched', data: { id: second.id } },
		]);
		expect((await call('GET', `/documents/${second.id}`)).body.meta.duplicates).toMatchObject([
			{ id: first.id },
		]);
		await process({ ...wanted, boost_mode: true });
		await veryfi.idle();
		expect(receiver.received).toHaveLength(1);
		expect(messages(await process({ allowed_async_enrichments: ['fraud'] }))).toContain('rules');
		await receiver.stop();
	});
});

describe('uploads', () => {
	const form = (fields: Array<[string, string]>, text = INVOICE_TEXT, name = 'invoice.txt') => {
		const data = new FormData();
		data.append('file', new Blob([text]), name);
		for (const [field, value] of fields) data.append(field, value);
		return data;
	};

	it.each([
		['JSON', [['tags', '["a","b"]']]],
		[
			'repeated fields',
			[
				['tags', 'a'],
				['tags', 'b'],
			],
		],
		[
			'name[]',
			[
				['tags[]', 'a'],
				['tags[]', 'b'],
			],
		],
		['commas', [['tags', 'a,b']]],
	] as Array<[string, Array<[string, string]>]>)('take lists written as %s', async (_, fields) => {
		const { status, body } = await call('POST', '/documents', form(fields));
		expect(status).toBe(201);
		expect(body.tags.map(({ name }: { name: string }) => name)).toEqual(['a', 'b']);
	});

	it('take booleans, numbers and objects as text', async () => {
		const { body } = await call(
			'POST',
			'/documents',
			form(
				[
					['async', 'false'],
					['boost_mode', 'true'],
					['max_pages_to_process', '1'],
					['device_data', '{"uuid":"d-1"}'],
				],
				`${INVOICE_TEXT}\f second page`,
			),
		);
		expect(body).toMatchObject({
			total_pages: 2,
			category: null,
			meta: { processed_pages: 1, device_data: { uuid: 'd-1' } },
		});
	});

	it('are logged as name, size and hash', async () => {
		await call('POST', '/documents', form([['external_id', 'x']]));
		expect(veryfi.requests.at(-1)).toMatchObject({
			method: 'POST',
			path: '/api/v8/partner/documents',
			status: 201,
			body: {
				external_id: 'x',
				file: {
					fileName: 'invoice.txt',
					size: INVOICE_TEXT.length,
					sha256: expect.stringMatching(/^[\da-f]{64}$/),
				},
			},
		});
	});

	it('are refused above 20 MB with 413 and below 250 bytes with 400', async () => {
		const big = await call('POST', '/documents', form([], 'x'.repeat(20 * 1024 * 1024 + 1)));
		expect(big).toMatchObject({ status: 413, body: { error: 'Request body too large' } });
		const small = await call('POST', '/documents', form([], 'x'.repeat(249)));
		expect(small).toMatchObject({ status: 400, body: { error: 'Received empty or missing data' } });
		expect((await call('POST', '/documents', form([], 'x'.repeat(250)))).status).toBe(201);
	});

	it('open ZIPs, whose files in alphabetical order are the pages of one document', async () => {
		const zip = new JSZip();
		zip.file('b.txt', 'Subtotal   5.00\nVAT 20%   1.00\nTotal   6.00 EUR');
		zip.file(
			'a.txt',
			'Kiosk Mitte\n\nInvoice No: Z-9\nDate: 2026-01-02\n\nDescription   Amount\nPostcards   5.00',
		);
		zip.file('__MACOSX/._a.txt', 'junk');
		const bytes = await zip.generateAsync({ type: 'nodebuffer' });
		const { body } = await call('POST', '/documents', {
			file_name: 'pages.zip',
			file_data: bytes.toString('base64'),
		});
		expect(body).toMatchObject({
			vendor: { name: 'Kiosk Mitte' },
			invoice_number: 'Z-9',
			total: 6,
			line_items: [{ description: 'Postcards', total: 5 }],
			total_pages: 2,
			meta: { source_documents: [{ file_name: 'a.txt' }, { file_name: 'b.txt' }] },
		});
	});

	it('refuse images below the size that the account wants', async () => {
		veryfi.switches.smallestImage = 100;
		const gif = Buffer.concat([
			Buffer.from('GIF89a'),
			Buffer.from([99, 0, 200, 0]),
			Buffer.alloc(300),
		]);
		const body = { file_name: 'a.gif', file_data: gif.toString('base64') };
		expect(await call('POST', '/documents', body)).toMatchObject({
			status: 400,
			body: { error: 'Image dimensions are too small' },
		});
		veryfi.switches.smallestImage = 99;
		expect((await call('POST', '/documents', body)).body).toMatchObject({
			notes: expect.stringContaining('cannot read'),
			meta: {
				source_documents: [{ width: 99, height: 200 }],
				warnings: [{ type: 'canned_by_emulator' }],
			},
		});
	});

	it('can be fetched back by the links in the document', async () => {
		const { body } = await call('POST', '/documents', textFile());
		const response = await request(body.pdf_url as string);
		expect(await response.body.text()).toBe(INVOICE_TEXT);
	});

	it('refuse an empty ZIP, a broken ZIP, a broken PDF and an unknown type', async () => {
		const empty = new JSZip();
		empty.folder('x'.repeat(200));
		const error = async (file_name: string, bytes: Buffer) => {
			const { status, body } = await call('POST', '/documents', {
				file_name,
				file_data: bytes.toString('base64'),
			});
			return [status, body.error];
		};
		const junk = Buffer.alloc(300, 7);
		expect(await error('a.zip', await empty.generateAsync({ type: 'nodebuffer' }))).toEqual([
			400,
			'No files to process',
		]);
		expect(await error('a.zip', Buffer.concat([Buffer.from('PK\x03\x04'), junk]))).toEqual([
			400,
			'File is corrupted',
		]);
		expect(await error('a.pdf', Buffer.concat([Buffer.from('%PDF-1.4'), junk]))).toEqual([
			400,
			'File is corrupted',
		]);
		expect(await error('a.exe', junk)).toEqual([400, 'File is corrupted']);
	});
});

describe('validation', () => {
	it.each([
		['no file at all', {}, 'One of file'],
		['two files at once', { ...textFile(), file_url: 'https://example.com/a.pdf' }, 'Only one of'],
		['an unknown field', { ...textFile(), no_such_field: 1 }, 'Extra inputs'],
		['a flag that is none', { ...textFile(), async: 'maybe' }, 'boolean'],
		['a list that is none', { ...textFile(), tags: 'a' }, 'list'],
		['too many pages', { ...textFile(), max_pages_to_process: 16 }, 'less than or equal to 15'],
		['half a page', { ...textFile(), max_pages_to_process: 1.5 }, 'integer'],
		['an unknown document type', { ...textFile(), document_type: 'novel' }, 'one of check'],
		['a country that is no code', { ...textFile(), country: 'France' }, 'at most 2'],
		['an empty list of URLs', { file_urls: [] }, 'at least 1'],
		['empty file data', { file_data: '' }, 'at least 1'],
	])('refuses %s', async (_, body, message) => {
		const answer = await call('POST', '/documents', body);
		expect(answer).toMatchObject({ status: 400, body: { code: 400, error: 'Bad Request' } });
		expect(messages(answer.body)).toContain(message);
	});

	it('ignores unknown fields by switch', async () => {
		veryfi.switches.unknownFields = 'ignore';
		expect(await process({ no_such_field: 1 })).toMatchObject({ total: 132 });
	});

	it('refuses broken JSON, and base64 that is none', async () => {
		const { clientId, username, apiKey } = veryfi.credentials;
		const response = await request(`${veryfi.baseUrl}/api/v8/partner/documents`, {
			method: 'POST',
			headers: {
				'client-id': clientId,
				authorization: `apikey ${username}:${apiKey}`,
				'content-type': 'application/json',
			},
			body: '{"file_url":',
		});
		expect(response.statusCode).toBe(400);
		expect(await response.body.json()).toMatchObject({ error: 'Malformed parameters' });
		expect(await process({ file_data: 'not base64!' })).toMatchObject({
			error: 'File is corrupted',
		});
	});

	it('answers an unknown path with 404 and a wrong method with 405', async () => {
		expect((await call('GET', '/no-such-thing')).status).toBe(404);
		expect((await call('DELETE', '/documents')).status).toBe(405);
		expect(veryfi.requests.map(({ status }) => status)).toEqual([404, 405]);
	});

	it('wants a valid request signature only by switch', async () => {
		veryfi.switches.requestSignature = 'require';
		expect((await call('GET', '/documents')).status).toBe(401);
	});
});

describe('get, update, delete', () => {
	it('answer 404 for an unknown document', async () => {
		for (const method of ['GET', 'PUT', 'DELETE'] as const) {
			expect(await call(method, '/documents/1', method === 'PUT' ? {} : undefined)).toMatchObject({
				status: 404,
				body: { status: 'fail', error: 'Document not found' },
			});
		}
	});

	it('change writable fields, merge objects, replace lists, and leave the rest alone', async () => {
		const { id } = await process();
		const { status, body } = await call('PUT', `/documents/${id}`, {
			total: 1.5,
			notes: 'checked',
			status: 'reviewed',
			vendor: { vat_number: 'FR1' },
			tags: ['x', 'y'],
			line_items: [{ description: 'only', total: 1.5 }],
			id: 5,
			ocr_text: 'no',
		});
		expect(status).toBe(200);
		expect(body).toMatchObject({
			id,
			total: 1.5,
			notes: 'checked',
			status: 'reviewed',
			vendor: { name: 'Papier Nord', vat_number: 'FR1' },
			tags: [{ name: 'x' }, { name: 'y' }],
			line_items: [{ description: 'only', total: 1.5 }],
			ocr_text: expect.stringContaining('Papier Nord'),
		});
		expect((await call('GET', `/documents/${id}`)).body).toEqual(body);
	});

	it('refuse a status that cannot be set, and a date far away', async () => {
		const { id } = await process();
		expect((await call('PUT', `/documents/${id}`, { status: 'in_progress' })).status).toBe(400);
		expect((await call('PUT', `/documents/${id}`, { date: '2001-01-01' })).status).toBe(400);
		expect(
			(await call('PUT', `/documents/${id}`, { date: new Date().toISOString().slice(0, 10) }))
				.status,
		).toBe(200);
	});

	it('delete for good, whatever body comes along', async () => {
		const { id } = await process();
		expect(await call('DELETE', `/documents/${id}/`, { id })).toMatchObject({
			status: 200,
			body: { status: 'ok', message: 'Document has been deleted' },
		});
		expect((await call('GET', `/documents/${id}`)).status).toBe(404);
	});
});

describe('search', () => {
	const ids = async (query: string) => {
		const { body } = await call('GET', `/documents?${query}`);
		return (body.documents as Array<{ id: number }>).map(({ id }) => id);
	};

	it('pages through documents, newest first, 50 at most', async () => {
		const seeded = Array.from({ length: 120 }, () => veryfi.seedDocument()).reverse();
		const { body } = await call('GET', '/documents?page_size=100');
		expect(body.meta).toEqual({
			documents_per_page: 50,
			page_number: 1,
			total_pages: 3,
			total_results: 120,
		});
		expect(await ids('page=2&page_size=50')).toEqual(seeded.slice(50, 100));
		expect(await ids('page=3')).toEqual(seeded.slice(100));
		expect(await ids('page=4')).toEqual([]);
		expect(await ids('order_by=created&page_size=2')).toEqual(seeded.slice(-2).reverse());
		expect((await call('GET', '/documents?page=0')).status).toBe(400);
	});

	it('filters by every documented parameter', async () => {
		const a = veryfi.seedDocument({
			external_id: 'A',
			status: 'archived',
			tags: ['t1'],
			created_date: '2026-01-01 10:00:00',
			date: '2025-12-31 00:00:00',
			notes: 'pay soon',
		});
		const b = veryfi.seedDocument({
			external_id: 'B',
			created_date: '2026-01-02 10:00:00',
			updated_date: '2026-03-01 00:00:00',
			date: '2026-01-02 00:00:00',
			meta: { owner: 'somebody', device_data: { uuid: 'd', user_uuid: 'u' } },
			vendor: { name: 'Papier Nord' },
		});
		expect(await ids('external_id=A')).toEqual([a]);
		expect(await ids('status=archived')).toEqual([a]);
		expect(await ids('tag=t1')).toEqual([a]);
		expect(await ids('owner=somebody')).toEqual([b]);
		expect(await ids('device_id=d')).toEqual([b]);
		expect(await ids('device_user_uuid=u')).toEqual([b]);
		expect(await ids('created__gt=2026-01-01+10:00:00')).toEqual([b]);
		expect(await ids('created__gte=2026-01-01T10:00:00Z')).toEqual([b, a]);
		expect(await ids('created__lt=2026-01-02')).toEqual([a]);
		expect(await ids('created__lte=2026-01-02T12:00:00%2B02:00')).toEqual([b, a]);
		expect(await ids('updated__lt=2026-04-01')).toEqual([b]);
		expect(await ids('date__gte=2026-01-01')).toEqual([b]);
		expect(await ids('q=Papier')).toEqual([b]);
		expect(await ids('q=papier')).toEqual([]);
		expect(await ids('q=pay+*')).toEqual([a]);
	});

	it('counts results of a text search only when asked', async () => {
		veryfi.seedDocument({ notes: 'x' });
		expect((await call('GET', '/documents?q=x')).body.meta).not.toHaveProperty('total_results');
		expect((await call('GET', '/documents?q=x&track_total_results=true')).body.meta).toMatchObject({
			total_results: 1,
		});
	});

	it('refuses bounds that exclude each other, and dates that are none', async () => {
		expect(
			(await call('GET', '/documents?created__gt=2026-01-01&created__gte=2026-01-01')).status,
		).toBe(400);
		expect((await call('GET', '/documents?created__gt=yesterday')).status).toBe(400);
	});
});

describe('rows and tags', () => {
	it('keep line items: list, create, get, update, delete', async () => {
		const id = veryfi.seedDocument();
		const base = `/documents/${id}/line-items`;
		expect((await call('POST', base, { order: 0 })).status).toBe(400);
		const { body: item } = await call('POST', `${base}/`, {
			order: 3,
			description: 'Tea',
			total: 2.5,
			tags: ['hot'],
		});
		expect(item).toMatchObject({ order: 3, description: 'Tea', total: 2.5, tags: ['hot'] });
		expect((await call('GET', base)).body).toEqual({ line_items: [item] });
		expect((await call('PUT', `${base}/${item.id}`, { total: 3 })).body).toMatchObject({
			description: 'Tea',
			total: 3,
		});
		expect((await call('GET', `${base}/${item.id}`)).body).toMatchObject({ total: 3 });
		expect((await call('DELETE', `${base}/${item.id}`)).body).toEqual({
			status: 'ok',
			message: 'Line item has been deleted',
		});
		expect((await call('GET', `${base}/${item.id}`)).status).toBe(404);
		await call('POST', base, { order: 0, description: 'a', total: 1 });
		expect((await call('DELETE', base)).body).toEqual({
			status: 'ok',
			message: 'Line items have been deleted',
		});
		expect((await call('GET', base)).body).toEqual({ line_items: [] });
	});

	it('keep tax lines', async () => {
		const id = veryfi.seedDocument();
		const base = `/documents/${id}/tax-lines`;
		expect((await call('POST', base, { rate: 20 })).status).toBe(400);
		const { body: line } = await call('POST', base, { order: 0, rate: 20, total: 2 });
		expect((await call('GET', base)).body).toEqual({ tax_lines: [line] });
		expect((await call('PUT', `${base}/${line.id}`, { name: 'VAT' })).body).toMatchObject({
			name: 'VAT',
			rate: 20,
		});
		expect((await call('DELETE', `${base}/${line.id}`)).status).toBe(200);
		expect((await call('DELETE', base)).status).toBe(405);
	});

	it('keep tags, in either documented answer', async () => {
		const id = veryfi.seedDocument();
		const base = `/documents/${id}/tags`;
		const { body: tag } = await call('PUT', base, { name: 'a' });
		expect(tag).toEqual({ id: expect.any(Number), name: 'a' });
		expect((await call('POST', base, { tags: ['a', 'b'] })).body).toEqual({
			status: 'ok',
			message: 'Tags have been added',
		});
		expect((await call('GET', base)).body.tags).toMatchObject([tag, { name: 'b' }]);
		Object.assign(veryfi.switches, {
			addTagAnswer: 'tags',
			addTagsAnswer: 'tags',
			unlinkAnswer: 'empty',
			tagsAs: 'strings',
		});
		expect((await call('PUT', base, { name: 'c' })).body.tags).toHaveLength(3);
		expect((await call('GET', `/documents/${id}`)).body.tags).toEqual(['a', 'b', 'c']);
		expect((await call('DELETE', `${base}/${tag.id}`)).body).toEqual({});
		expect((await call('DELETE', `${base}/${tag.id}`)).status).toBe(404);
		await call('DELETE', base);
		expect((await call('GET', base)).body).toEqual({ tags: [] });
		expect((await call('POST', base, { tags: [] })).status).toBe(400);
	});
});
