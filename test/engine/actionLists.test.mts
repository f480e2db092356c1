/** What the editor offers in fields that can be chosen from a list. */
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { products } from '../../nodes/shared/products/products.ts';
import type { Stage } from './actionStage.mts';
import { API } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const search = async (
	method: string,
	parameters: INodeParameters,
	filter?: string,
	token?: string,
) => await stage.engine.search({ type: 'veryfi', parameters }, method, filter, token);

const locator = (mode: 'id' | 'list', value: unknown) =>
	({ __rl: true, mode, value }) as INodeParameters;
const queries = () => stage.veryfi.requests.map(({ query }) => query);
const paths = () => stage.veryfi.requests.map(({ method, path }) => `${method} ${path}`);

describe('documents', () => {
	const offer = async (filter?: string, token?: string) =>
		await search('searchDocuments', { resource: 'document', operation: 'get' }, filter, token);

	it('are shown with what tells them apart, page by page', async () => {
		Array.from({ length: 30 }, (_, index) =>
			stage.veryfi.seedDocument({
				vendor: { name: 'Papier Nord' },
				invoice_number: `A-${index}`,
				date: '2026-02-27 00:00:00',
				total: 120.5,
				currency_code: 'EUR',
			}),
		);
		const first = await offer();
		expect(first.results).toHaveLength(25);
		expect(first.results[0]).toEqual({
			name: expect.stringMatching(/^Papier Nord · A-29 · 2026-02-27 · 120\.50 EUR \(\d+\)$/),
			value: expect.stringMatching(/^\d+$/),
		});
		const second = await offer(undefined, String(first.paginationToken));
		expect(second.results).toHaveLength(5);
		expect(second.paginationToken).toBeUndefined();
	});

	it.each([
		[452.4, 'EUR', '452.40 EUR'],
		[1200, 'JPY', '1200 JPY'],
		[7, 'KWD', '7.000 KWD'],
		[12.5, 'ALL', '12.50 ALL'],
		[12.345, 'USD', '12.345 USD'],
		[9, null, '9.00'],
		[9.5, 'none', '9.50 none'],
	])('have the amount %d %s as %s', async (total, currency_code, shown) => {
		stage.veryfi.seedDocument({ vendor: { name: 'Nord' }, total, currency_code });
		const { results } = await offer();
		expect(results[0].name).toContain(`· ${shown} (`);
	});

	it('are receipts and invoices where there is no other kind to choose from', async () => {
		const id = stage.veryfi.seedDocument();
		const { results } = await search('searchDocuments', { resource: 'tag', operation: 'replace' });
		expect(results.map(({ value }) => value)).toEqual([String(id)]);
	});

	it('are searched for as the user types', async () => {
		stage.veryfi.seedDocument({ notes: 'Taxi to Lille' });
		stage.veryfi.seedDocument({ notes: 'Lunch' });
		expect((await offer('Lille')).results).toHaveLength(1);
		expect(queries()[0]).toMatchObject({ q: '*Lille*' });
	});

	it('are narrowed by what the user types where Veryfi cannot search for them', async () => {
		for (const title of ['Lease', 'Loan']) {
			stage.veryfi.seedDocument({ product: 'contracts', title });
		}
		const contracts = { resource: 'contract', operation: 'get' };
		const { results } = await search('searchDocuments', contracts, 'loan');
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^Loan /)]);
		expect(queries()[0]).not.toHaveProperty('q');
	});
});

/** The field of a part, and a document with two of it. */
const PARTS = [
	{
		resource: 'lineItem',
		many: 'line items',
		field: 'rowId',
		path: 'line-items',
		document: {
			line_items: [
				{ id: 9000001, description: 'A4 paper,\n80 g', total: 100 },
				{ id: 9000002, description: null, total: 0 },
			],
		},
		choices: [
			{ name: 'A4 paper, 80 g · 100 (9000001)', value: '9000001' },
			{ name: '0 (9000002)', value: '9000002' },
		],
		typed: 'PAPER',
	},
	{
		resource: 'taxLine',
		many: 'tax lines',
		field: 'rowId',
		path: 'tax-lines',
		document: {
			tax_lines: [
				{ id: 9000003, name: 'VAT', code: 'A', total: 20 },
				{ id: 9000004, name: '', total: null },
			],
		},
		choices: [
			{ name: 'VAT · A · 20 (9000003)', value: '9000003' },
			{ name: '9000004', value: '9000004' },
		],
		typed: 'vat',
	},
	{
		resource: 'tag',
		many: 'tags',
		field: 'tagId',
		path: 'tags',
		document: {
			tags: [
				{ id: 501, name: 'march' },
				{ id: 502, name: 'travel' },
			],
		},
		choices: [
			{ name: 'march (501)', value: '501' },
			{ name: 'travel (502)', value: '502' },
		],
		typed: 'Mar',
	},
];

describe.each(PARTS)('$many', ({ resource, many, field, path, document, choices, typed }) => {
	const operation = resource === 'tag' ? 'remove' : 'delete';
	/** A document of its own each time, as what is seeded changes with the operations. */
	const seed = () => stage.veryfi.seedDocument(structuredClone(document));
	const parametersFor = (documentId: unknown) =>
		({ resource, operation, documentId, [field]: '' }) as INodeParameters;

	it.each(['id', 'list'] as const)('are those of the document chosen by %s', async (mode) => {
		const id = seed();
		const parameters = parametersFor(locator(mode, mode === 'id' ? ` ${id} ` : String(id)));
		expect(await search('searchParts', parameters)).toEqual({ results: choices });
		expect(paths()).toEqual([`GET ${API}/documents/${id}/${path}/`]);
	});

	it('are narrowed by what the user types', async () => {
		const parameters = parametersFor(locator('id', seed()));
		const [wanted, other] = choices;
		expect(await search('searchParts', parameters, typed)).toEqual({ results: [wanted] });
		expect(await search('searchParts', parameters, other.value)).toEqual({ results: [other] });
	});

	it.each([
		['nothing is chosen', ''],
		['an expression has no value yet', null],
		['an expression has a value that is no ID', 'undefined'],
	])('ask for a document when %s', async (_, value) => {
		const wish = search('searchParts', parametersFor(locator('id', value)));
		await expect(wish).rejects.toThrow(`Choose a document first: this list shows its ${many}.`);
		expect(stage.veryfi.requests).toEqual([]);
	});

	it('do not hide that the document is not there', async () => {
		const wish = search('searchParts', parametersFor(locator('id', '4711')));
		await expect(wish).rejects.toThrow(/^Veryfi answered 404/);
	});

	it.each(['id', 'list'] as const)('are worked on as chosen by %s', async (mode) => {
		const id = seed();
		const [{ value }] = choices;
		const chosen = { documentId: locator('id', id), [field]: locator(mode, value) };
		const { items } = await stage.run({ resource, operation, ...chosen });
		expect(items[0].json.id).toBe(Number(value));
		expect(paths()).toEqual([`DELETE ${API}/documents/${id}/${path}/${value}/`]);
	});

	it.each(['a text', 'an expression'])(
		'are worked on in workflows that hold %s as the ID',
		async (kind) => {
			const id = seed();
			const [{ value }] = choices;
			const held = kind === 'a text' ? value : '={{ $json.part }}';
			const parameters = { resource, operation, documentId: locator('id', id), [field]: held };
			const { items } = await stage.run(parameters, [{ part: Number(value) }]);
			expect(items[0].json.id).toBe(Number(value));
		},
	);
});

it('offers the tags of any kind of document that has tags', async () => {
	for (const product of products.filter(({ hasTags }) => hasTags)) {
		const { key, path } = product;
		const document = { documentId: locator('id', '7') };
		const tag = { resource: 'tag', operation: 'remove', product: key, ...document };
		const answer = { tags: [{ id: 501, name: 'march' }, 'only a name'] };
		stage.veryfi.faults.add({ path: `${API}${path}/7/tags`, status: 200, times: 1, body: answer });
		expect(await search('searchParts', tag)).toEqual({
			results: [{ name: 'march (501)', value: '501' }],
		});
	}
});

it('shows the beginning of a long description, and finds its end all the same', async () => {
	const description = 'Recycled A4 paper, 80 g, 500 sheets, for ink printers';
	const id = stage.veryfi.seedDocument({ line_items: [{ id: 1, description, total: 9 }] });
	const row = { resource: 'lineItem', operation: 'get', documentId: locator('id', id) };
	const { results } = await search('searchParts', row, 'ink printers');
	expect(results).toEqual([{ name: 'Recycled A4 paper, 80 g, 500 sh… · 9 (1)', value: '1' }]);
});

it('offers tax lines under whichever key Veryfi has them', async () => {
	stage.veryfi.switches.taxLinesKey = 'results';
	const id = stage.veryfi.seedDocument({ tax_lines: [{ id: 1, name: 'VAT' }] });
	const { results } = await search('searchParts', {
		resource: 'taxLine',
		operation: 'get',
		documentId: locator('id', id),
	});
	expect(results).toEqual([{ name: 'VAT (1)', value: '1' }]);
});

it('offers blueprints, and those with what the user types', async () => {
	const { results } = await search(
		'searchBlueprints',
		{ resource: 'anyDocument', operation: 'process' },
		'Passport',
	);
	expect(results).toContainEqual({ name: 'us_passport', value: 'us_passport' });
	expect(results.every(({ name }) => name.includes('passport'))).toBe(true);
});
