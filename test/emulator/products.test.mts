import { describe, expect, it } from '@jest/globals';
import { PRODUCTS } from './products.mts';
import { INVOICE_TEXT, sharedEmulator, sharedReceiver, textFile } from './testing.mts';

const stage = sharedEmulator();
const { events } = sharedReceiver(stage);

const padded = (text: string) => textFile(`${text}\n${' '.repeat(250)}`, 'paper.txt');
const kept = PRODUCTS.filter(({ isPostOnly }) => !isPostOnly);

describe.each(kept.map((product) => [product.path, product] as const))('%s', (path, product) => {
	it('are processed, listed, got, updated and deleted', async () => {
		const { status, body } = await stage.call('POST', `/${path}/`, {
			...padded('Name: Ada\nDate: 2026-01-02'),
			meta: { external_id: 'x-1', tags: ['t'] },
		});
		expect(status).toBe(201);
		expect(body).toMatchObject({
			id: expect.any(Number),
			meta: { external_id: 'x-1', tags: [{ name: 't' }] },
		});
		expect((await stage.call('GET', `/${path}/${body.id}`)).body).toEqual(body);
		expect((await stage.call('GET', `/${path}?page_size=10`)).body).toEqual({
			count: 1,
			next: '',
			previous: '',
			results: [body],
		});
		const { body: updated } = await stage.call('PUT', `/${path}/${body.id}`, {
			external_id: 'x-2',
			nonsense: 1,
		});
		expect(updated).toMatchObject({ id: body.id, external_id: 'x-2' });
		expect(updated).not.toHaveProperty('nonsense');
		expect((await stage.call('GET', `/documents/${body.id}`)).status).toBe(404);
		expect((await stage.call('DELETE', `/${path}/${body.id}`)).body).toMatchObject({
			status: 'ok',
		});
		expect((await stage.call('GET', `/${path}/${body.id}`)).status).toBe(404);
	});

	it('have tags and an asynchronous form where documented', async () => {
		const { body } = await stage.call('POST', `/${path}`, padded('Name: Ada'));
		const tags = await stage.call('PUT', `/${path}/${body.id}/tags`, { name: 'a' });
		expect(tags.status).toBe(product.hasTags ? 200 : 404);
		const { status, body: answer } = await stage.call(
			'POST',
			`/${path}/async`,
			padded('Name: Ada'),
		);
		await stage.veryfi.idle();
		// Without that route the path means a document called "async", which has no POST.
		expect(status).toBe(product.isAsync ? 201 : 405);
		expect(events()).toEqual(
			product.isAsync
				? [
						{
							event: `${product.event.replaceAll('_', '')}.created`,
							data: { id: answer.id, created: expect.any(String) },
						},
					]
				: [],
		);
	});

	it('have scores on what was read, when asked', async () => {
		const id = stage.veryfi.seedDocument({ product: path, external_id: 'x', some_field: 'value' });
		const { body } = await stage.call('GET', `/${path}/${id}?confidence_details=true`);
		expect(body).toMatchObject({
			id,
			external_id: 'x',
			some_field: { value: 'value', score: 0.98 },
		});
	});

	it('mark made-up values of images', async () => {
		const type = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1');
		const heic = Buffer.concat([type, Buffer.from('\0\0\0\0mdat'), Buffer.alloc(300)]);
		const { body } = await stage.call('POST', `/${path}`, {
			file_name: 'a.heic',
			file_data: heic.toString('base64'),
		});
		expect(body.meta.warnings).toMatchObject([{ type: 'canned_by_emulator' }]);
	});
});

describe('lists of products', () => {
	it('filter by date, tag, external id and text, and link their pages', async () => {
		const submit = async (external_id: string, tags: string[]) =>
			(
				await stage.call('POST', '/checks', {
					...padded(`Memo: for ${external_id}`),
					meta: { external_id, tags },
				})
			).body.id as number;
		const a = await submit('A', ['red', 'big']);
		const b = await submit('B', ['red']);
		const ids = async (query: string) =>
			((await stage.call('GET', `/checks?${query}`)).body.results as Array<{ id: number }>).map(
				({ id }) => id,
			);
		expect(await ids('')).toEqual([b, a]);
		expect(await ids('meta.tags[]=red&meta.tags[]=big')).toEqual([a]);
		expect(await ids('meta.external_id=B')).toEqual([b]);
		expect(await ids('created_date__gt=2100-01-01')).toEqual([]);
		expect(await ids('created_date__gte=2020-01-01')).toEqual([b, a]);
		expect(await ids('q=for+A')).toEqual([a]);
		const { body } = await stage.call('GET', '/checks?page_size=1');
		expect(body).toMatchObject({ count: 2, previous: '', results: [{ id: b }] });
		expect(body.next).toContain('/checks?page=2&page_size=1');
		expect((await stage.call('GET', '/checks?page_size=1&page=2')).body).toMatchObject({
			next: '',
			results: [{ id: a }],
		});
	});
});

describe('other events', () => {
	it('are called document.created, or left out, by switch', async () => {
		stage.veryfi.switches.otherEvents = 'document';
		await stage.call('POST', '/checks/async', padded('Memo: x'));
		await stage.veryfi.idle();
		expect(events()).toMatchObject([{ event: 'document.created' }]);
		stage.veryfi.switches.otherEvents = 'none';
		await stage.call('POST', '/checks/async', padded('Memo: x'));
		await stage.veryfi.idle();
		expect(events()).toHaveLength(1);
	});

	it('tell of failures', async () => {
		await stage.call('POST', '/any-documents/async', { file_url: 'http://127.0.0.1:1/a.pdf' });
		await stage.veryfi.idle();
		expect(events()).toMatchObject([
			{
				event: 'anydocument.failed',
				data: { error: "Couldn't download file from provided url." },
			},
		]);
	});

	it('disappear with the first GET when auto_delete is on', async () => {
		const { body } = await stage.call('POST', '/bank-statements/async', {
			...padded('x'),
			auto_delete: true,
		});
		await stage.veryfi.idle();
		expect((await stage.call('GET', `/bank-statements/${body.id}`)).status).toBe(200);
		expect((await stage.call('GET', `/bank-statements/${body.id}`)).status).toBe(404);
	});
});

describe('reading', () => {
	it('finds the transactions of a bank statement', async () => {
		const text = [
			'Bank: First Local',
			'Account Holder: Ada Lovelace',
			'Account Number: 0042',
			'Opening Balance: 1,000.00',
			'Closing Balance: 1,150.50',
			'',
			'Date          Description        Debit      Credit     Balance',
			'2026-01-03    Rent               99.50                  900.50',
			'2026-01-10    Salary                        250.00    1,150.50',
		].join('\n');
		const { body } = await stage.call('POST', '/bank-statements', padded(text));
		expect(body).toMatchObject({
			bank_name: 'First Local',
			account_holder_name: 'Ada Lovelace',
			account_number: '0042',
			beginning_balance: 1000,
			ending_balance: 1150.5,
			transactions: [
				{
					order: 0,
					date: '2026-01-03',
					description: 'Rent',
					debit_amount: 99.5,
					credit_amount: null,
					balance: 900.5,
				},
				{
					order: 1,
					description: 'Salary',
					debit_amount: null,
					credit_amount: 250,
					balance: 1150.5,
				},
			],
		});
		stage.veryfi.switches.transactionsIn = 'accounts';
		const nested = await stage.call('POST', '/bank-statements', padded(text));
		expect(nested.body.accounts[0].transactions).toHaveLength(2);
		expect(nested.body).not.toHaveProperty('transactions');
	});

	it('finds the fields of a check, a W-2, a W-9 and a business card', async () => {
		const post = async (path: string, text: string) =>
			(await stage.call('POST', path, padded(text))).body;
		expect(
			await post(
				'/checks',
				'Check No: 1001\nPay to the order of: Ada\nAmount: $12.50\nDate: 2026-02-01\nRouting Number: 123456789',
			),
		).toMatchObject({
			check_number: '1001',
			receiver_name: 'Ada',
			amount: 12.5,
			date: '2026-02-01',
			micr: { routing_number: '123456789' },
		});
		expect(
			await post(
				'/w2s',
				'Employee Name: Ada\nEIN: 12-3456789\nWages: 1,000.00\nRetirement Plan: x',
			),
		).toMatchObject({
			employee_name: 'Ada',
			ein: '12-3456789',
			wages_other_comps: 1000,
			is_13b: true,
			is_13a: false,
		});
		expect(await post('/w9s', 'Name: Ada\nBusiness Name: Engines\nLLC: yes')).toMatchObject({
			name: 'Ada',
			business_name: 'Engines',
			llc: true,
		});
		expect(
			await post('/business-cards', 'Name: Ada\nCompany: Engines\nEmail: ada@example.com'),
		).toMatchObject({ person: 'Ada', organization: 'Engines', email: 'ada@example.com' });
	});

	it('turns a paper into markdown, and "Label: value" into fields of any document', async () => {
		const { body } = await stage.call('POST', '/parse', padded('Title\n\nA    B\n1    2\nend'));
		expect(body.markdown).toBe('# Title\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n\nend');
		const any = await stage.call('POST', '/any-documents', {
			...padded('Order No: 7\nWeight: 3 kg'),
			blueprint_name: 'work_order',
		});
		expect(any.body).toMatchObject({ order_no: '7', weight: '3 kg', blueprint_name: 'work_order' });
	});

	it('keeps nothing of a check with remittance', async () => {
		const { status, body } = await stage.call('POST', '/check-with-document', textFile());
		expect(status).toBe(201);
		expect(body).toMatchObject({
			check: { amount: 100 },
			document: { vendor: { name: 'Papier Nord' }, total: 132 },
		});
		expect(stage.veryfi.documents.size).toBe(0);
	});
});

describe('markdown', () => {
	it('answers on both paths, or on one by switch', async () => {
		const { body } = await stage.call('POST', '/document-to-markdown', padded('x'));
		expect((await stage.call('GET', `/parse/${body.id}`)).status).toBe(200);
		stage.veryfi.switches.markdownPath = 'parse';
		expect((await stage.call('GET', `/document-to-markdown/${body.id}`)).status).toBe(404);
		expect((await stage.call('GET', `/parse/${body.id}`)).status).toBe(200);
	});
});

describe('classify, extract, split', () => {
	it('tell the kind of a document', async () => {
		expect((await stage.call('POST', '/classify', textFile())).body).toMatchObject({
			document_type: { value: 'invoice' },
		});
		const w9 = { ...padded('Form W-9'), document_types: ['invoice', 'w9'] };
		expect((await stage.call('POST', '/classify', w9)).body).toMatchObject({
			document_type: { value: 'w9', score: 0.98 },
		});
		const receipt = { ...textFile(), document_types: [{ name: 'receipt' }] };
		expect((await stage.call('POST', '/classify', receipt)).body).toMatchObject({
			document_type: { value: 'receipt' },
		});
	});

	it('extract by the kind found', async () => {
		expect((await stage.call('POST', '/extract', textFile())).status).toBe(400);
		const { body } = await stage.call('POST', '/extract', {
			...textFile(),
			document_types: ['w9', 'invoice'],
		});
		expect(body).toMatchObject({ extraction: { total: 132 }, extraction_error: null });
	});

	it('give page ranges without processing anything', async () => {
		const { body } = await stage.call(
			'POST',
			'/split',
			textFile(`${INVOICE_TEXT}\fmore of it\f${INVOICE_TEXT}`),
		);
		expect(body.page_ranges).toEqual([
			{ start_page: 1, end_page: 2 },
			{ start_page: 3, end_page: 3 },
		]);
		expect(stage.veryfi.documents.size).toBe(0);
	});
});

describe('the account', () => {
	it('lists blueprints, counts documents and verifies its key', async () => {
		stage.veryfi.seedDocument();
		expect((await stage.call('GET', '/blueprints')).body.blueprints).toContainEqual(
			expect.objectContaining({ name: 'work_order' }),
		);
		expect((await stage.call('GET', '/ocr-counts')).body).toEqual({ counts: { documents: 1 } });
		expect((await stage.call('GET', '/../../v1/partner/settings/api-keys/verify')).body).toEqual({
			status: 'ok',
		});
	});

	it('keeps a blocklist of devices', async () => {
		expect(
			(await stage.call('POST', '/fraud/blocklist', { device_ids: ['d1', 'd2'] })).status,
		).toBe(200);
		expect((await stage.call('DELETE', '/fraud/blocklist/d1')).status).toBe(200);
		expect((await stage.call('GET', '/fraud/blocklist')).body).toEqual({ device_ids: ['d2'] });
		expect((await stage.call('DELETE', '/fraud/blocklist/d1')).status).toBe(404);
	});
});
