import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { products } from '../../nodes/shared/products/products.ts';
import type { Stage } from './actionStage.mts';
import { API, byId, pdf } from './actionStage.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

/** Ids are numbers; a path and a field take texts. */
const idText = (id: unknown) => `${id as number}`;
const paths = () => stage.veryfi.requests.map(({ method, path }) => `${method} ${path}`);
const lastBody = () => stage.veryfi.requests.at(-1)?.body as IDataObject;
const run = async (parameters: INodeParameters) => {
	const outcome = await stage.run(parameters, [{ json: {}, binary: { data } }]);
	if (outcome.error) throw outcome.error;
	return outcome.items.map(({ json, pairedItem }) => {
		expect(pairedItem).toEqual({ item: 0 });
		return json;
	});
};

describe.each(products.map(({ key, name, path }) => [name, key, path] as const))(
	'%s',
	(_, resource, path) => {
		it('is processed, read, listed and deleted', async () => {
			const [processed] = await run({ resource, operation: 'process', simplify: false });
			const documentId = byId(processed.id);
			const [read] = await run({ resource, operation: 'get', documentId });
			expect(read.id).toBe(processed.id);
			const listed = await run({ resource, operation: 'getMany', returnAll: true });
			expect(listed.map(({ id }) => id)).toEqual([processed.id]);
			expect(await run({ resource, operation: 'delete', documentId })).toEqual([
				{ id: processed.id, deleted: true },
			]);
			const id = idText(processed.id);
			expect(paths()).toEqual([
				`POST ${API}${path}/`,
				`GET ${API}${path}/${id}/`,
				`GET ${API}${path}/`,
				`DELETE ${API}${path}/${id}/`,
			]);
			expect(await run({ resource, operation: 'getMany', returnAll: true })).toEqual([]);
		});
	},
);

describe.each(
	products.filter(({ submit }) => submit).map((product) => [product.name, product] as const),
)('%s', (_, { key: resource, submit, hasStatus }) => {
	it('is submitted and processed in the background', async () => {
		const [{ id }] = await run({ resource, operation: 'submit' });
		expect(paths()).toEqual([`POST ${API}${submit?.path}/`]);
		await stage.veryfi.idle();
		const [{ id: finished }] = await run({ resource, operation: 'get', documentId: byId(id) });
		expect(finished).toBe(id);
	});

	if (!hasStatus) return;
	it('can be waited for', async () => {
		const [{ status }] = await run({ resource, operation: 'submit', waitForResult: true });
		expect(status).toBe('processed');
	});
});

describe('Update', () => {
	it('writes every value of a receipt or invoice, by a field or by More Fields', async () => {
		const id = stage.veryfi.seedDocument();
		const texts = {
			account_number: '1',
			category: 'Travel',
			currency_code: 'EUR',
			document_reference_number: '2',
			document_type: 'invoice',
			delivery_note_number: '3',
			external_id: 'x',
			invoice_number: '4',
			notes: 'n',
			purchase_order_number: '5',
			status: 'reviewed',
		};
		const numbers = {
			discount: 1,
			exch_rate: 1.1,
			shipping: 3,
			subtotal: 4,
			tax: 5,
			tip: 6,
			total: 7.5,
		};
		const flags = {
			is_approved: true,
			is_billable: false,
			is_duplicate: true,
			is_money_in: false,
		};
		const days = {
			date: '2026-03-01',
			due_date: '2026-03-31',
			service_end_date: '2026-03-02',
			service_start_date: '2026-03-03',
		};
		const objects = {
			custom_fields: { project: 'A7' },
		};
		const lists = {
			line_items: [{ order: 0, description: 'A4', total: 7 }],
			tax_lines: [{ order: 0, rate: 20 }],
		};
		const more = {
			bill_to: { name: 'B' },
			document_title: 'T',
			incoterms: 'EXW',
			insurance: 2,
			meta: { fraud: { decision: 'Not Fraud' } },
			payment: { terms: '30 days' },
			ship_to: { name: 'S' },
			store_number: '6',
			total_quantity: 8,
			total_weight: 9,
			tracking_number: '7',
			tracking_numbers: ['8', '9'],
			vending_person: 'Ann',
			vendor: { name: 'V' },
		};
		const wire = { ...texts, ...numbers, ...flags, ...days, ...objects, ...lists };
		const camel = (name: string) =>
			name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
		const fields = Object.fromEntries(
			Object.entries(wire).map(([name, value]) => [
				camel(name),
				name in days
					? `${value as string}T00:00:00`
					: typeof value === 'object'
						? JSON.stringify(value)
						: value,
			]),
		) as INodeParameters;
		const [updated] = await run({
			resource: 'document',
			operation: 'update',
			documentId: byId(id),
			fields: { ...fields, tags: 'a, b', moreFields: JSON.stringify(more) },
		});
		expect(lastBody()).toEqual({ ...wire, ...more, tags: ['a', 'b'] });
		expect(updated).toMatchObject({
			id,
			vendor_name: 'V',
			total: 7.5,
			date: '2026-03-01',
			status: 'reviewed',
			tags: ['a', 'b'],
		});
	});

	it('writes what a party is usually called by fields, beside the rest in More Fields', async () => {
		const id = stage.veryfi.seedDocument();
		const { items } = await stage.run(
			{
				resource: 'document',
				operation: 'update',
				documentId: byId(id),
				fields: {
					moreFields: '={{ $json }}',
					vendorName: 'V',
					vendorAddress: '1 Quai Sud',
					vendorEmail: 'v@example.com',
					vendorVatNumber: 'FR1',
					billToName: 'B',
					billToAddress: 'BA',
					paymentTerms: '30 days',
					paymentType: 'visa',
					paymentCardNumber: '1234',
				},
			},
			[{ vendor: { iban: 'FR76' } }],
		);
		expect(lastBody()).toEqual({
			vendor: {
				iban: 'FR76',
				name: 'V',
				address: '1 Quai Sud',
				email: 'v@example.com',
				vat_number: 'FR1',
			},
			bill_to: { name: 'B', address: 'BA' },
			payment: { terms: '30 days', type: 'visa', card_number: '1234' },
		});
		expect(items[0].json).toMatchObject({ vendor_name: 'V', bill_to_name: 'B' });
	});

	it('empties a value by null', async () => {
		const id = stage.veryfi.seedDocument({ notes: 'old' });
		const parameters = { resource: 'document', operation: 'update', documentId: byId(id) };
		const fields = { moreFields: '{ "notes": null }' };
		const [updated] = await run({ ...parameters, fields, simplify: false });
		expect(updated.notes).toBeNull();
		expect(lastBody()).toEqual({ notes: null });
	});

	it('refuses to write nothing', async () => {
		const parameters = { resource: 'document', operation: 'update', documentId: byId(1) };
		const { error } = await stage.run({ ...parameters, fields: { notes: '={{ "" }}' } });
		expect(error?.message).toBe('No field to update was given');
		expect(stage.veryfi.requests).toEqual([]);
	});

	it.each(
		products
			.filter(({ key }) => key !== 'document' && key !== 'markdown')
			.map(({ key, path }) => [key, path]),
	)('writes external ID and tags of %s', async (resource, path) => {
		const [{ id }] = await run({ resource, operation: 'process' });
		await run({
			resource,
			operation: 'update',
			documentId: byId(id),
			fields: { metaExternalId: 'x-1', metaTags: 'a,b' },
		});
		expect(paths().at(-1)).toBe(`PUT ${API}${path}/${idText(id)}/`);
		expect(lastBody()).toEqual({ meta: { external_id: 'x-1', tags: ['a', 'b'] } });
	});

	/** By the parameters that docs.veryfi.com lists for the three requests. */
	it.each([
		[
			'bankStatement',
			'account_holder_address account_holder_name account_number account_type account_vat_number bank_address bank_name bank_vat_number bank_website currency_code iban_number routing_number statement_number swift',
			'beginning_balance ending_balance minimum_due',
			'due_date period_end_date period_start_date statement_date',
			'',
			{ accounts: [{ number: '1' }] },
		],
		[
			'check',
			'amount_text bank_address bank_name check_number check_type currency_code fractional_routing_number memo payer_address payer_name receiver_address receiver_name',
			'amount',
			'date',
			'is_signed',
			{ micr: { raw: 'r' }, endorsement: { is_endorsed: true }, custom_fields: { a: 1 } },
		],
		[
			'w9',
			'account_numbers address1 address2 business_name ein exempt_payee_code exemption llc_type name other_description requester ssn',
			'',
			'signature_date',
			'3b_foreign c_corp individual llc other partnership s_corp signature trust_estate',
			{},
		],
	])('writes every value of %s', async (resource, texts, numbers, days, flags, objects) => {
		const each = (names: string, value: unknown) =>
			Object.fromEntries(names.split(' ').flatMap((name) => (name ? [[name, value]] : [])));
		const wire = {
			...each(texts, 'x'),
			...each(numbers, 1.5),
			...each(days, '2026-03-01'),
			...each(flags, true),
			...objects,
		};
		const fields = Object.fromEntries(
			Object.entries(wire).map(([name, value]) => [
				name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
				typeof value === 'object' ? JSON.stringify(value) : value,
			]),
		) as INodeParameters;
		const [{ id }] = await run({ resource, operation: 'process' });
		await run({ resource, operation: 'update', documentId: byId(id), fields });
		expect(lastBody()).toEqual(wire);
	});

	it('writes the status of a Markdown conversion', async () => {
		const [{ id }] = await run({ resource: 'markdown', operation: 'process' });
		const parameters = { resource: 'markdown', operation: 'update', documentId: byId(id) };
		await run({ ...parameters, fields: { status: 'reviewed' } });
		expect(lastBody()).toEqual({ status: 'reviewed' });
	});

	it('changes one document in the order of the items', async () => {
		const id = stage.veryfi.seedDocument();
		stage.veryfi.faults.add({ method: 'PUT', delay: 200, times: 1 });
		const notes = Array.from({ length: 6 }, (_, index) => ({ json: { note: `note ${index}` } }));
		const { items } = await stage.run(
			{
				resource: 'document',
				operation: 'update',
				documentId: byId(id),
				fields: { notes: '={{ $json.note }}' },
				simplify: false,
			},
			notes,
		);
		expect(items.map(({ json }) => json.notes)).toEqual(notes.map(({ json }) => json.note));
		expect(stage.veryfi.documents.get(id)?.fields.notes).toBe('note 5');
	});
});

describe.each(
	products.filter(({ hasTags }) => hasTags).map(({ key, path }) => [key, path] as const),
)('tags of %s', (product, path) => {
	it.each(['objects', 'lists'])('are added, listed and removed (answers: %s)', async (answers) => {
		const isLists = answers === 'lists';
		Object.assign(stage.veryfi.switches, {
			addTagAnswer: isLists ? 'tags' : 'tag',
			addTagsAnswer: isLists ? 'tags' : 'status',
			unlinkAnswer: isLists ? 'empty' : 'status',
		});
		const [{ id }] = await run({ resource: product, operation: 'process' });
		const tag = { resource: 'tag', product, documentId: byId(id) };
		const [first] = await run({ ...tag, operation: 'add', tagName: 'march' });
		expect(first).toEqual({ id: expect.any(Number), name: 'march' });
		expect(lastBody()).toEqual({ name: 'march' });
		const names = { tagNames: 'travel, lunch' };
		expect(await run({ ...tag, operation: 'addMany', ...names })).toEqual([
			{ documentId: id, added: ['travel', 'lunch'] },
		]);
		expect(lastBody()).toEqual({ tags: ['travel', 'lunch'] });
		const all = async () => (await run({ ...tag, operation: 'getMany' })).map(({ name }) => name);
		expect(await all()).toEqual(['march', 'travel', 'lunch']);
		expect(await run({ ...tag, operation: 'remove', tagId: idText(first.id) })).toEqual([
			{ id: first.id, removed: true },
		]);
		expect(paths().at(-1)).toBe(`DELETE ${API}${path}/${idText(id)}/tags/${idText(first.id)}/`);
		expect(await all()).toEqual(['travel', 'lunch']);
		expect(await run({ ...tag, operation: 'removeAll' })).toEqual([
			{ documentId: id, removed: true },
		]);
		expect(await all()).toEqual([]);
	});
});

it('says so when a workflow of another version has a kind of document that is not known', async () => {
	const given = { resource: 'tag', operation: 'getMany', product: 'parcel', documentId: byId('7') };
	await expect(run(given)).rejects.toMatchObject({
		message: `'Document Kind' has the unknown value "parcel"`,
		description: expect.stringContaining('update the package'),
	});
});

it('classifies a file when Veryfi answers without an ID', async () => {
	const body = { document_type: { value: 'invoice', score: 0.97 } };
	stage.veryfi.faults.add({ method: 'POST', path: `${API}/classify`, status: 200, body });
	expect(await run({ resource: 'file', operation: 'classify' })).toEqual([body]);
});

describe('tags of receipts and invoices', () => {
	it('are replaced by others', async () => {
		const id = stage.veryfi.seedDocument({ tags: [{ id: 1, name: 'old' }] });
		const tag = { resource: 'tag', product: 'document', documentId: byId(id) };
		const tags = await run({ ...tag, operation: 'replace', tagNames: '={{ ["a", "b"] }}' });
		expect(tags.map(({ name }) => name)).toEqual(['a', 'b']);
		expect(lastBody()).toEqual({ tags: ['a', 'b'] });
	});

	it.each([
		[
			'the tag',
			{ id: 5, name: 'a' },
			[{ id: 5, name: 'a' }],
			[{ id: 5, name: 'a' }, { name: 'b' }],
		],
		[
			'all tags',
			[
				{ id: 4, name: 'old' },
				{ id: 5, name: 'a' },
			],
			[{ id: 5, name: 'a' }],
			[{ id: 5, name: 'a' }, { name: 'b' }],
		],
		['names', { tags: ['a', 'b'] }, [{ name: 'a' }], [{ name: 'a' }, { name: 'b' }]],
		[
			'a status',
			{ status: 'ok', message: 'Tags have been added' },
			[{ name: 'a' }],
			[{ name: 'a' }, { name: 'b' }],
		],
		['nothing', '', [{ name: 'a' }], [{ name: 'a' }, { name: 'b' }]],
	])('come out when Veryfi answers with %s', async (_, body, added, replaced) => {
		const answer = (path: string) =>
			stage.veryfi.faults.add({
				method: 'PUT',
				path: `${API}/documents/7${path}`,
				status: 200,
				body,
			});
		const tag = { resource: 'tag', product: 'document', documentId: byId(7) };
		answer('/tags');
		expect(await run({ ...tag, operation: 'add', tagName: 'a' })).toEqual(added);
		answer('');
		expect(await run({ ...tag, operation: 'replace', tagNames: 'a, b' })).toEqual(replaced);
	});

	it('are left alone when an expression does not find one of the others', async () => {
		const id = stage.veryfi.seedDocument({ tags: [{ id: 1, name: 'old' }] });
		const tag = { resource: 'tag', product: 'document', documentId: byId(id) };
		const tagNames = '={{ ["a", $json.missing] }}';
		const { error } = await stage.run({ ...tag, operation: 'replace', tagNames });
		expect(error?.message).toBe("An entry of 'Tag Names' is not a text");
		expect(stage.veryfi.requests).toEqual([]);
	});

	it('cannot lead out of their path', async () => {
		const tag = { resource: 'tag', product: 'document', documentId: byId(1) };
		const { error } = await stage.run({ ...tag, operation: 'remove', tagId: '../line-items' });
		expect(error?.message).toMatch(/"..\/line-items" is not an ID/);
		expect(stage.veryfi.requests).toEqual([]);
	});
});

describe('line items', () => {
	it('are created with every value, read, changed and deleted', async () => {
		const documentId = byId(stage.veryfi.seedDocument());
		const row = { resource: 'lineItem', documentId };
		const rest = {
			category: 'c',
			country_of_origin: 'FR',
			date: '2026-03-01',
			discount: 1,
			discount_rate: 2,
			end_date: '2026-03-02',
			expanded_description: 'e',
			hsn: 'h',
			price: 3,
			quantity: 4,
			section: 's',
			sku: 'k',
			start_date: '2026-03-03',
			tags: ['a', 'b'],
			tax: 5,
			tax_rate: 6,
			type: 'product',
			unit_of_measure: 'box',
			upc: 'u',
			weight: 7,
		};
		const camel = Object.fromEntries(
			Object.entries(rest).map(([name, value]) => [
				name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
				Array.isArray(value) ? value.join(',') : value,
			]),
		);
		const [made] = await run({
			...row,
			operation: 'create',
			order: 0,
			description: 'A4 paper',
			total: 12,
			fields: camel,
		});
		expect(lastBody()).toEqual({ order: 0, description: 'A4 paper', total: 12, ...rest });
		expect(made).toMatchObject({ id: expect.any(Number), description: 'A4 paper' });

		const rowId = idText(made.id);
		expect((await run({ ...row, operation: 'get', rowId }))[0]).toEqual(made);
		const [changed] = await run({
			...row,
			operation: 'update',
			rowId,
			fields: { description: 'A3 paper', quantity: 0 },
		});
		expect(lastBody()).toEqual({ description: 'A3 paper', quantity: 0 });
		expect(changed.description).toBe('A3 paper');
		expect(await run({ ...row, operation: 'getMany' })).toEqual([changed]);
		expect(await run({ ...row, operation: 'delete', rowId })).toEqual([
			{ id: made.id, deleted: true },
		]);
		expect(await run({ ...row, operation: 'getMany' })).toEqual([]);
	});

	it('are deleted all at once', async () => {
		const id = stage.veryfi.seedDocument({ line_items: [{ id: 1 }, { id: 2 }] });
		const row = { resource: 'lineItem', documentId: byId(id) };
		expect(await run({ ...row, operation: 'deleteAll' })).toEqual([
			{ documentId: id, deleted: true },
		]);
		expect(await run({ ...row, operation: 'getMany' })).toEqual([]);
	});
});

describe('tax lines', () => {
	it.each(['tax_lines', 'results'] as const)(
		'are created, read, changed and deleted (list under %s)',
		async (taxLinesKey) => {
			stage.veryfi.switches.taxLinesKey = taxLinesKey;
			const row = { resource: 'taxLine', documentId: byId(stage.veryfi.seedDocument()) };
			const fields = {
				base: 100,
				code: 'A',
				name: 'VAT',
				rate: 20,
				total: 20,
				totalInclusive: 120,
			};
			const [made] = await run({ ...row, operation: 'create', order: 1, fields });
			const { totalInclusive, ...same } = fields;
			expect(lastBody()).toEqual({ ...same, total_inclusive: totalInclusive, order: 1 });
			const rowId = idText(made.id);
			expect((await run({ ...row, operation: 'get', rowId }))[0]).toEqual(made);
			await run({ ...row, operation: 'update', rowId, fields: { rate: 19 } });
			expect((await run({ ...row, operation: 'getMany' }))[0].rate).toBe(19);
			await run({ ...row, operation: 'delete', rowId });
			expect(await run({ ...row, operation: 'getMany' })).toEqual([]);
		},
	);
});

describe.each(
	products.filter(({ split }) => split).map((product) => [product.key, product] as const),
)('splitting into %s', (resource, { split }) => {
	it('gives the documents of a file, one by one', async () => {
		const [set] = await run({ resource, operation: 'split', waitForResult: true });
		expect(paths()[0]).toBe(`POST ${API}${split?.path}/`);
		expect(set).toMatchObject({ status: 'processed', document_ids: [expect.any(Number)] });
		const [again] = await run({ resource, operation: 'getSplit', setId: idText(set.id) });
		expect(again).toEqual(set);
		const all = await run({ resource, operation: 'getManySplits', returnAll: true });
		expect(all.map(({ id }) => id)).toEqual([set.id]);
	});

	it('returns at once when not told to wait', async () => {
		const [set] = await run({ resource, operation: 'split' });
		expect(set.id).toEqual(expect.any(Number));
		expect(paths()).toEqual([`POST ${API}${split?.path}/`]);
		await stage.veryfi.idle();
	});
});

describe('splitting', () => {
	it('waits through both names of "in progress"', async () => {
		stage.veryfi.switches.setInProgress = 'split_in_progress';
		const split = { resource: 'bankStatement', operation: 'split', waitForResult: true };
		expect((await run(split))[0].status).toBe('processed');
		stage.veryfi.switches.setInProgress = 'in_progress';
	});

	it('takes files of up to 50 MB, and PDFs and ZIPs only', async () => {
		const split = { resource: 'document', operation: 'split' };
		const big = Buffer.concat([await pdf('Total 1.00'), Buffer.alloc(30 * 1024 * 1024, '%\n')]);
		const stored = await stage.stored(big, 'big.pdf');
		const accepted = await stage.run(split, [{ json: {}, binary: { data: stored } }]);
		expect(accepted.error).toBeUndefined();
		await stage.veryfi.idle();
		const photo = await stage.stored(big, 'photo.jpg', 'image/jpeg');
		const { error } = await stage.run(split, [{ json: {}, binary: { data: photo } }]);
		expect(error?.description).toBe(
			"Veryfi reads these types here: pdf, zip. If it is one of them, say so by the extension in 'File Name' ('Additional Fields').",
		);
	});

	it('sends every documented parameter', async () => {
		await run({
			resource: 'document',
			operation: 'split',
			additionalFields: {
				externalId: 'x',
				tags: 'a',
				categories: 'c',
				maxPagesToProcess: 200,
			},
		});
		expect(lastBody()).toMatchObject({
			external_id: 'x',
			tags: ['a'],
			categories: ['c'],
			max_pages_to_process: 200,
		});
		await stage.veryfi.idle();
	});
});

describe('Submit Many', () => {
	const submitMany = { resource: 'document', operation: 'submitMany' };
	const urls = (count: number) =>
		Array.from({ length: count }, (_, index) => `https://files.example.com/${index}.pdf`);

	it('makes a document of each URL, with one request', async () => {
		const made = await run({ ...submitMany, fileUrls: urls(3).join('\n') });
		expect(made).toEqual([1, 2, 3].map(() => ({ id: expect.any(Number) })));
		expect(paths()).toEqual([`POST ${API}/documents/bulk/`]);
		expect(lastBody()).toEqual({ file_urls: urls(3) });
	});

	it('tells when there are more than fit into one request', async () => {
		const { error } = await stage.run({ ...submitMany, fileUrls: urls(101).join('\n') });
		expect(error?.message).toBe('101 URLs are too many for one request');
		expect(stage.veryfi.requests).toEqual([]);
	});

	it('tells that Veryfi must enable it', async () => {
		stage.veryfi.switches.bulkEnabled = false;
		const { error } = await stage.run({ ...submitMany, fileUrls: urls(1)[0] });
		stage.veryfi.switches.bulkEnabled = true;
		expect(error?.message).toMatch(/^Veryfi answered 403/);
		expect(error?.description).toMatch(
			/^Veryfi refused POST \/documents\/bulk\. Ask Veryfi to enable this/,
		);
	});
});

it('processes a check with its remittance slip', async () => {
	const [record] = await run({
		resource: 'check',
		operation: 'processWithRemittance',
		simplify: false,
	});
	expect(paths()).toEqual([`POST ${API}/check-with-document/`]);
	expect(Object.keys(record).length).toBeGreaterThan(0);
});

describe('files of unknown kind', () => {
	it('are classified', async () => {
		const [answer] = await run({
			resource: 'file',
			operation: 'classify',
			additionalFields: { documentTypes: 'invoice, receipt' },
		});
		expect(answer.document_type).toMatchObject({ value: 'invoice' });
		expect(lastBody()).toMatchObject({ document_types: ['invoice', 'receipt'] });
	});

	it('are extracted; types may be objects', async () => {
		const documentTypes = '={{ [{ "name": "invoice" }, "receipt"] }}';
		const [answer] = await run({ resource: 'file', operation: 'extract', documentTypes });
		expect(answer).toMatchObject({
			document_type: 'invoice',
			document_type_score: expect.any(Number),
			vendor_name: 'Papier Nord',
			total: 120,
		});
		expect(lastBody()).toMatchObject({ document_types: [{ name: 'invoice' }, 'receipt'] });
	});

	it('are extracted into what Veryfi returns, when not simplified', async () => {
		const file = { resource: 'file', operation: 'extract', simplify: false };
		const [answer] = await run({ ...file, documentTypes: 'invoice' });
		expect(answer).toMatchObject({
			score: expect.any(Number),
			extraction: { vendor: { name: 'Papier Nord' } },
		});
	});

	it('are split into page ranges', async () => {
		const [answer] = await run({ resource: 'file', operation: 'splitIntoPageRanges' });
		expect(answer.page_ranges).toEqual([{ start_page: 1, end_page: 1 }]);
		expect(paths()).toEqual([`POST ${API}/split/`]);
	});
});

describe('blueprints', () => {
	it.each(['list', 'name'])('reach Veryfi as chosen (by %s)', async (mode) => {
		await run({
			resource: 'anyDocument',
			operation: 'process',
			additionalFields: { blueprintName: { __rl: true, mode, value: 'us_passport' } as never },
		});
		expect(lastBody()).toMatchObject({ blueprint_name: 'us_passport' });
	});
});

describe('Markdown', () => {
	it('is found at its former path where it is not at its present one', async () => {
		stage.veryfi.switches.markdownPath = 'document-to-markdown';
		const [{ id }] = await run({ resource: 'markdown', operation: 'process' });
		const [read] = await run({ resource: 'markdown', operation: 'get', documentId: byId(id) });
		expect(read.id).toBe(id);
		expect(await run({ resource: 'markdown', operation: 'getMany' })).toHaveLength(1);
		const [set] = await run({ resource: 'markdown', operation: 'split', waitForResult: true });
		expect(set.status).toBe('processed');
		stage.veryfi.switches.markdownPath = 'both';
	});
});
