import { describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { FormData, request } from 'undici';
import { INVOICE_TEXT, sharedEmulator, textFile } from './testing.mts';

const stage = sharedEmulator();

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
		const { status, body } = await stage.call('POST', '/documents', form(fields));
		expect(status).toBe(201);
		expect(body.tags.map(({ name }: { name: string }) => name)).toEqual(['a', 'b']);
	});

	it('take booleans, numbers and objects as text', async () => {
		const { body } = await stage.call(
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
			meta: { processed_pages: 1, device_id: 'd-1' },
		});
	});

	it('are logged as name, size and hash', async () => {
		await stage.call('POST', '/documents', form([['external_id', 'x']]));
		expect(stage.veryfi.requests.at(-1)).toMatchObject({
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
		const big = await stage.call('POST', '/documents', form([], 'x'.repeat(20 * 1024 * 1024 + 1)));
		expect(big).toMatchObject({ status: 413, body: { error: 'Request body too large' } });
		const small = await stage.call('POST', '/documents', form([], 'x'.repeat(249)));
		expect(small).toMatchObject({ status: 400, body: { error: 'Received empty or missing data' } });
		expect((await stage.call('POST', '/documents', form([], 'x'.repeat(250)))).status).toBe(201);
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
		const { body } = await stage.call('POST', '/documents', {
			file_name: 'pages.zip',
			file_data: bytes.toString('base64'),
		});
		expect(body).toMatchObject({
			vendor: { name: 'Kiosk Mitte' },
			invoice_number: 'Z-9',
			total: 6,
			line_items: [{ description: 'Postcards', total: 5 }],
			total_pages: 2,
			meta: { source_documents: [{ size_kb: 1 }, { size_kb: 1 }] },
		});
	});

	it('refuse images below the size that the account wants', async () => {
		stage.veryfi.switches.smallestImage = 100;
		const gif = Buffer.concat([
			Buffer.from('GIF89a'),
			Buffer.from([99, 0, 200, 0]),
			Buffer.alloc(300),
			Buffer.from(';'),
		]);
		const body = { file_name: 'a.gif', file_data: gif.toString('base64') };
		expect(await stage.call('POST', '/documents', body)).toMatchObject({
			status: 400,
			body: { error: 'File is too small. Minimal size is 100x100' },
		});
		stage.veryfi.switches.smallestImage = 99;
		expect((await stage.call('POST', '/documents', body)).body).toMatchObject({
			notes: expect.stringContaining('did not read'),
			meta: {
				source_documents: [{ width: 99, height: 200 }],
				warnings: [{ type: 'canned_by_emulator' }],
			},
		});
	});

	it('can be fetched back by the links in the document', async () => {
		const { body } = await stage.call('POST', '/documents', textFile());
		const response = await request(body.pdf_url as string);
		expect(await response.body.text()).toBe(INVOICE_TEXT);
	});
});
