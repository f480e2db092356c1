import { describe, expect, it } from '@jest/globals';
import { printPdf } from '../samples/printPdf.mts';
import { INVOICE_TEXT, sharedEmulator, sharedReceiver, textFile } from './testing.mts';

const stage = sharedEmulator();
const receiver = sharedReceiver(stage);

describe('sets', () => {
	/** One page per text; a page without a number or date belongs to the invoice before it. */
	const pdf = async (pages: string[]) => {
		const bytes = await printPdf(
			(document) => {
				for (const text of pages) document.addPage().text(text);
			},
			{ autoFirstPage: false },
		);
		return { file_name: 'set.pdf', file_data: bytes.toString('base64') };
	};
	const twoInvoices = () =>
		pdf(['Shop One\nInvoice No: 1\nTotal: 5.00 EUR', 'Invoice No: 2\nShop Two', 'Total: 7.00 EUR']);

	it('split invoices where a page begins one', async () => {
		const { status, body } = await stage.call('POST', '/documents-set', await twoInvoices());
		expect({ status, body }).toEqual({
			status: 202,
			body: { id: expect.any(Number), documents_id: [], status: 'in_progress' },
		});
		await stage.veryfi.idle();
		const set = (await stage.call('GET', `/documents-set/${body.id}`)).body;
		expect(set).toEqual({
			id: body.id,
			documents_id: [expect.any(Number), expect.any(Number)],
			status: 'processed',
		});
		expect(receiver.events()).toEqual([
			{ event: 'document.created', data: { id: set.documents_id, created: expect.any(String) } },
		]);
		const [first, second] = await Promise.all(
			(set.documents_id as number[]).map(
				async (id) => (await stage.call('GET', `/documents/${id}`)).body,
			),
		);
		expect([first, second]).toMatchObject([
			{ invoice_number: '1', total: 5, total_pages: 1 },
			{ invoice_number: '2', total: 7, total_pages: 2 },
		]);
		expect((await stage.call('GET', '/documents-set')).body).toMatchObject({
			count: 1,
			results: [{ id: body.id }],
		});
	});

	it.each(['document_set.created', 'documents_set.created'] as const)(
		'are announced as %s by switch',
		async (name) => {
			Object.assign(stage.veryfi.switches, {
				documentsSetEvent: name,
				documentsSetKey: 'document_ids',
				setAnswer: 'id',
			});
			const { body } = await stage.call('POST', '/documents-set', await twoInvoices());
			expect(Object.keys(body)).toEqual(['id']);
			await stage.veryfi.idle();
			const set = (await stage.call('GET', `/documents-set/${body.id}`)).body;
			expect(receiver.events()).toEqual([
				{
					event: name,
					data: { parent_id: body.id, id: set.document_ids, created: expect.any(String) },
				},
			]);
		},
	);

	it.each([
		['bank-statements-set', 'bank_statement_set', 'bank-statements', true],
		['w2s-set', 'w2_set', 'w2s', false],
		['parse-set', 'parse_set', 'parse', true],
	])(
		'of %s are announced as %s.created with parent_id first',
		async (path, event, child, hasBreaks) => {
			stage.veryfi.switches.setInProgress = 'split_in_progress';
			const { body } = await stage.call('POST', `/${path}`, await pdf(['one', 'two']));
			expect(body).toMatchObject({ document_ids: [], status: 'split_in_progress' });
			await stage.veryfi.idle();
			const [delivery] = receiver.received;
			expect(delivery).toMatchObject({ event: `${event}.created`, data: { parent_id: body.id } });
			expect(Object.keys(delivery.data)).toEqual(['parent_id', 'id', 'created']);
			expect(delivery.data.id).toHaveLength(2);
			expect(delivery.headers['x-veryfi-signature']).toBe(stage.veryfi.sign(delivery.data));
			const set = (await stage.call('GET', `/${path}/${body.id}`)).body;
			expect(set.page_breaks).toEqual(hasBreaks ? [1, 2] : undefined);
			for (const id of set.document_ids as number[]) {
				expect((await stage.call('GET', `/${child}/${id}`)).status).toBe(200);
			}
		},
	);

	it('that fail say so, with an empty list', async () => {
		const { body } = await stage.call('POST', '/w2s-set', { file_url: 'http://127.0.0.1:1/a.pdf' });
		await stage.veryfi.idle();
		expect(receiver.events()).toEqual([
			{ event: 'w2_set.failed', data: { parent_id: body.id, id: [], created: expect.any(String) } },
		]);
		expect((await stage.call('GET', `/w2s-set/${body.id}`)).body).toMatchObject({
			status: 'failed',
		});
	});

	it('respect the page limit', async () => {
		const { body } = await stage.call('POST', '/w2s-set', {
			...(await pdf(['one', 'two'])),
			max_pages_to_process: 1,
		});
		await stage.veryfi.idle();
		expect((await stage.call('GET', `/w2s-set/${body.id}`)).body.document_ids).toHaveLength(1);
		expect(
			(await stage.call('POST', '/w2s-set', { ...textFile(), max_pages_to_process: 101 })).status,
		).toBe(400);
	});
});

describe('bulk', () => {
	it('makes a document of every URL, and announces each', async () => {
		stage.veryfi.files.set('a.txt', Buffer.from(INVOICE_TEXT));
		const url = `${stage.veryfi.baseUrl}/_emulator/files/a.txt`;
		const { status, body } = await stage.call('POST', '/documents/bulk', {
			file_urls: [url, `${url}-missing`, url],
		});
		expect({ status, ids: body.ids.length }).toEqual({ status: 201, ids: 3 });
		await stage.veryfi.idle();
		const outcome = new Map(receiver.events().map(({ event, data }) => [data.id as number, event]));
		expect((body.ids as number[]).map((id) => outcome.get(id))).toEqual([
			'document.created',
			'document.failed',
			'document.created',
		]);
	});

	it('takes 1 to 100 URLs, and only accounts that may', async () => {
		expect((await stage.call('POST', '/documents/bulk', { file_urls: [] })).status).toBe(400);
		expect(
			(
				await stage.call('POST', '/documents/bulk', {
					file_urls: Array(101).fill('https://a.example/'),
				})
			).status,
		).toBe(400);
		stage.veryfi.switches.bulkEnabled = false;
		expect(
			(await stage.call('POST', '/documents/bulk', { file_urls: ['https://a.example/'] })).status,
		).toBe(403);
	});
});
