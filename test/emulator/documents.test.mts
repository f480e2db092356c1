import { describe, expect, it } from '@jest/globals';
import { startEmulator } from './index.mts';
import {
	call,
	INVOICE_TEXT,
	messages,
	processInvoice,
	Receiver,
	sharedEmulator,
	textFile,
	useWebhook,
} from './testing.mts';

const stage = sharedEmulator();
const process = (options?: object) => processInvoice(stage, options);

describe('processing', () => {
	it('answers a synchronous request with what stands on the paper', async () => {
		const { status, body } = await stage.call('POST', '/documents/', {
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
		expect((await stage.call('GET', `/documents/${body.id}`)).body).toEqual(body);
	});

	it('answers an asynchronous request with the bare id, and finishes later', async () => {
		const { status, body } = await stage.call('POST', '/documents', { ...textFile(), async: true });
		expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(Number) } });
		await stage.veryfi.idle();
		expect((await stage.call('GET', `/documents/${body.id}`)).body).toMatchObject({
			status: 'processed',
			total: 132,
		});
	});

	it('shows a document in progress as such, or not at all by switch', async () => {
		const slow = await startEmulator({ processingDelay: [600_000] });
		const { body } = await call(slow, 'POST', '/documents', { ...textFile(), async: true });
		const get = () => call(slow, 'GET', `/documents/${body.id}`);
		expect((await get()).body).toMatchObject({ status: 'in_progress', line_items: [] });
		slow.switches.inProgressGet = 'not_found';
		expect((await get()).status).toBe(404);
		await slow.stop();
	});

	it('hides a failed document, or shows it in progress for ever by switch', async () => {
		const { body } = await stage.call('POST', '/documents', {
			file_url: 'http://127.0.0.1:1/a.pdf',
			async: true,
		});
		await stage.veryfi.idle();
		const get = () => stage.call('GET', `/documents/${body.id}`);
		expect((await get()).status).toBe(404);
		stage.veryfi.switches.failedGet = 'in_progress';
		expect((await get()).body).toMatchObject({ status: 'in_progress' });
	});

	it('fetches file_url, and merges file_urls into one document', async () => {
		const url = (name: string, text: string) => {
			stage.veryfi.files.set(name, Buffer.from(text));
			return `${stage.veryfi.baseUrl}/_emulator/files/${name}`;
		};
		const one = url('one.txt', INVOICE_TEXT);
		const two = url('two.txt', INVOICE_TEXT.replaceAll('A-1042', 'A-1043'));
		expect((await stage.call('POST', '/documents', { file_url: one })).body).toMatchObject({
			total_pages: 1,
		});
		expect((await stage.call('POST', '/documents', { file_urls: [one, two] })).body).toMatchObject({
			total_pages: 2,
			invoice_number: 'A-1042',
			meta: { source_documents: [{ size_kb: 1 }, { size_kb: 1 }] },
		});
		expect(
			(await stage.call('POST', '/documents', { bucket: 'b', package_path: 'x.txt' })).status,
		).toBe(400);
		url('b/x.txt', INVOICE_TEXT);
		expect(
			(await stage.call('POST', '/documents', { bucket: 'b', package_path: 'x.txt' })).status,
		).toBe(201);
	});

	it.each(['data:text/plain;base64,', 'text/plain;base64,', ''])(
		'takes base64 after %j',
		async (prefix) => {
			const { file_data } = textFile();
			expect(await process({ file_data: prefix + file_data })).toMatchObject({ total: 132 });
		},
	);

	it('takes a data URI without a file name', async () => {
		const file_data = `data:text/plain;base64,${textFile().file_data}`;
		expect((await stage.call('POST', '/documents', { file_data })).body).toMatchObject({
			total: 132,
			img_file_name: expect.stringMatching(/\.txt$/),
		});
	});

	it('deletes an auto_delete document once it was processed', async () => {
		const { id } = await process({ auto_delete: true });
		expect((await stage.call('GET', `/documents/${id}`)).status).toBe(404);
	});

	it.each([
		['first_get', [200, 404]],
		['extraction', [404, 404]],
	] as const)(
		'deletes an asynchronous auto_delete document at %s',
		async (autoDelete, statuses) => {
			Object.assign(stage.veryfi.switches, { autoDelete });
			const { id } = await process({ auto_delete: true, async: true });
			await stage.veryfi.idle();
			const seen = [];
			for (let time = 0; time < 2; time++)
				seen.push((await stage.call('GET', `/documents/${id}`)).status);
			expect(seen).toEqual(statuses);
		},
	);

	it('adds scores and places on the paper when asked, those of rows beside the rows', async () => {
		const body = await process({ confidence_details: true, bounding_boxes: true });
		const number: unknown = expect.any(Number);
		const evidence = {
			score: number,
			ocr_score: number,
			bounding_box: [0, number, number, number, number],
			bounding_region: Array<unknown>(8).fill(number),
			rotation: 0,
		};
		expect(body.total).toEqual({ value: 132, ...evidence });
		expect(body.line_items[0]).toMatchObject({ description: 'A4 paper', total: 100 });
		expect(body.tax_lines).toMatchObject([{ name: 'VAT', total: 22 }]);
		expect(body.line_items_with_scores).toHaveLength(2);
		expect(body.line_items_with_scores[0]).toMatchObject({
			id: body.line_items[0].id,
			order: 0,
			type: 'product',
			description: { value: 'A4 paper', ...evidence },
			total: { value: 100, ...evidence },
			sku: { value: null },
		});
		expect(body.line_items_with_scores[0].sku).toEqual({ value: null });
		expect(body.tax_lines_with_scores[0].rate).toEqual({ value: 20, ...evidence });
		expect(body.tip).toEqual({ value: null, score: 1 });
		expect(body.vendor.address).toEqual({ value: '1 Quai Sud\n59000 Lille' });
		expect(body.date).toMatchObject({ value: '2026-02-27 00:00:00', enriched: true });
		expect((await stage.call('GET', `/documents/${body.id}`)).body.total).toBe(132);
		expect(
			(await stage.call('GET', `/documents/${body.id}?confidence_details=true`)).body.vendor.name,
		).toMatchObject({ value: 'Papier Nord' });
	});

	it('computes what is not printed, unless told not to', async () => {
		const text = `Shop\n12 High Street\n1000 Sampleton\n\nInvoice No: 1\n\nDescription   Amount\nTea   5.00\nMilk   1.50${' '.repeat(250)}`;
		expect(await process({ ...textFile(text), country: 'GB', parse_address: true })).toMatchObject({
			subtotal: 6.5,
			tax: null,
			total: 6.5,
			currency_code: 'GBP',
			line_items: [{ quantity: 1 }, { quantity: 1 }],
			vendor: {
				parsed_address: { street_address: '12 High Street', city: 'Sampleton', postcode: '1000' },
			},
		});
		expect(await process({ ...textFile(text), compute: false })).toMatchObject({
			subtotal: null,
			total: null,
			line_items: [{ quantity: null }, { quantity: null }],
		});
	});

	it('tells the webhook when background enrichments are done', async () => {
		const receiver = await Receiver.start();
		useWebhook(stage.veryfi, receiver.url);
		const wanted = { allowed_async_enrichments: ['rules', 'duplicates', 'fraud'] };
		const first = await process();
		const second = await process(wanted);
		await stage.veryfi.idle();
		expect(receiver.received).toMatchObject([
			{ event: 'document.enriched', data: { id: second.id } },
		]);
		expect((await stage.call('GET', `/documents/${second.id}`)).body.meta.duplicates).toMatchObject(
			[{ id: first.id }],
		);
		await process({ ...wanted, boost_mode: true });
		await stage.veryfi.idle();
		expect(receiver.received).toHaveLength(1);
		expect(messages(await process({ allowed_async_enrichments: ['fraud'] }))).toContain('rules');
		await receiver.stop();
	});
});

describe('get, update, delete', () => {
	it('answer 404 for an unknown document', async () => {
		for (const method of ['GET', 'PUT', 'DELETE'] as const) {
			expect(
				await stage.call(method, '/documents/1', method === 'PUT' ? {} : undefined),
			).toMatchObject({
				status: 404,
				body: { status: 'fail', error: 'Document not found' },
			});
		}
	});

	it('change writable fields, merge objects, replace lists, and leave the rest alone', async () => {
		const { id } = await process();
		const { status, body } = await stage.call('PUT', `/documents/${id}`, {
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
		expect((await stage.call('GET', `/documents/${id}`)).body).toEqual(body);
	});

	it('refuse a status that cannot be set, and a date far away', async () => {
		const { id } = await process();
		expect((await stage.call('PUT', `/documents/${id}`, { status: 'in_progress' })).status).toBe(
			400,
		);
		expect((await stage.call('PUT', `/documents/${id}`, { date: '2001-01-01' })).status).toBe(400);
		expect(
			(await stage.call('PUT', `/documents/${id}`, { date: new Date().toISOString().slice(0, 10) }))
				.status,
		).toBe(200);
	});

	it('delete for good, whatever body comes along', async () => {
		const { id } = await process();
		expect(await stage.call('DELETE', `/documents/${id}/`, { id })).toMatchObject({
			status: 200,
			body: { status: 'ok', message: 'Document has been deleted' },
		});
		expect((await stage.call('GET', `/documents/${id}`)).status).toBe(404);
	});
});

describe('rows and tags', () => {
	it('keep line items: list, create, get, update, delete', async () => {
		const id = stage.veryfi.seedDocument();
		const base = `/documents/${id}/line-items`;
		expect((await stage.call('POST', base, { order: 0 })).status).toBe(400);
		const { body: item } = await stage.call('POST', `${base}/`, {
			order: 3,
			description: 'Tea',
			total: 2.5,
			tags: ['hot'],
		});
		expect(item).toMatchObject({ order: 3, description: 'Tea', total: 2.5, tags: ['hot'] });
		expect((await stage.call('GET', base)).body).toEqual({ line_items: [item] });
		expect((await stage.call('PUT', `${base}/${item.id}`, { total: 3 })).body).toMatchObject({
			description: 'Tea',
			total: 3,
		});
		expect((await stage.call('GET', `${base}/${item.id}`)).body).toMatchObject({ total: 3 });
		expect((await stage.call('DELETE', `${base}/${item.id}`)).body).toEqual({
			status: 'ok',
			message: 'Line item has been deleted',
		});
		expect((await stage.call('GET', `${base}/${item.id}`)).status).toBe(404);
		await stage.call('POST', base, { order: 0, description: 'a', total: 1 });
		expect((await stage.call('DELETE', base)).body).toEqual({
			status: 'ok',
			message: 'Line items have been deleted',
		});
		expect((await stage.call('GET', base)).body).toEqual({ line_items: [] });
	});

	it('keep tax lines', async () => {
		const id = stage.veryfi.seedDocument();
		const base = `/documents/${id}/tax-lines`;
		expect((await stage.call('POST', base, { rate: 20 })).status).toBe(400);
		const { body: line } = await stage.call('POST', base, { order: 0, rate: 20, total: 2 });
		expect((await stage.call('GET', base)).body).toEqual({ tax_lines: [line] });
		expect((await stage.call('PUT', `${base}/${line.id}`, { name: 'VAT' })).body).toMatchObject({
			name: 'VAT',
			rate: 20,
		});
		expect((await stage.call('DELETE', `${base}/${line.id}`)).status).toBe(200);
		expect((await stage.call('DELETE', base)).status).toBe(405);
	});

	it('keep tags, in either documented answer', async () => {
		const id = stage.veryfi.seedDocument();
		const base = `/documents/${id}/tags`;
		const { body: tag } = await stage.call('PUT', base, { name: 'a' });
		expect(tag).toEqual({ id: expect.any(Number), name: 'a' });
		expect((await stage.call('POST', base, { tags: ['a', 'b'] })).body).toEqual({
			status: 'ok',
			message: 'Tags have been added',
		});
		expect((await stage.call('GET', base)).body.tags).toMatchObject([tag, { name: 'b' }]);
		Object.assign(stage.veryfi.switches, {
			addTagAnswer: 'tags',
			addTagsAnswer: 'tags',
			unlinkAnswer: 'empty',
			tagsAs: 'strings',
		});
		expect((await stage.call('PUT', base, { name: 'c' })).body.tags).toHaveLength(3);
		expect((await stage.call('GET', `/documents/${id}`)).body.tags).toEqual(['a', 'b', 'c']);
		expect((await stage.call('DELETE', `${base}/${tag.id}`)).body).toEqual({});
		expect((await stage.call('DELETE', `${base}/${tag.id}`)).status).toBe(404);
		await stage.call('DELETE', base);
		expect((await stage.call('GET', base)).body).toEqual({ tags: [] });
		expect((await stage.call('POST', base, { tags: [] })).status).toBe(400);
	});
});
