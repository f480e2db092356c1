import { describe, expect, it } from '@jest/globals';

import type { Stage } from './actionStage.mts';
import { API, byId } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const queries = () => stage.veryfi.requests.map(({ query }) => query);
const paths = () => stage.veryfi.requests.map(({ method, path }) => `${method} ${path}`);
const seedMany = (count: number) =>
	Array.from({ length: count }, (_, index) =>
		stage.veryfi.seedDocument({ external_id: `doc-${index}` }),
	);

describe('Get', () => {
	it('returns a flat record', async () => {
		const id = stage.veryfi.seedDocument({
			date: '2026-02-27 00:00:00',
			total: 120,
			vendor: { name: 'Papier Nord', vat_number: 'FR123' },
			line_items: [{ id: 1, order: 0, description: 'A4 paper', total: 100 }],
		});
		const { items } = await stage.run({
			resource: 'document',
			operation: 'get',
			documentId: byId(id),
		});
		expect(items).toEqual([
			{
				json: expect.objectContaining({
					id,
					vendor_name: 'Papier Nord',
					vendor_tax_id: 'FR123',
					date: '2026-02-27',
					total: 120,
					line_items: [expect.objectContaining({ description: 'A4 paper', total: 100 })],
				}),
				pairedItem: { item: 0 },
			},
		]);
		expect(paths()).toEqual([`GET ${API}/documents/${id}/`]);
		expect(queries()).toEqual([{}]);
	});

	it('returns everything when not simplified, with details when asked', async () => {
		const id = stage.veryfi.seedDocument({ total: 120 });
		const { items } = await stage.run({
			resource: 'document',
			operation: 'get',
			documentId: byId(` ${id} `),
			simplify: false,
			options: {
				boundingBoxes: true,
				confidenceDetails: true,
			},
		});
		expect(items[0].json.total).toMatchObject({ value: 120, score: expect.any(Number) });
		expect(items[0].json).toHaveProperty('meta.owner');
		expect(queries()).toEqual([
			{
				bounding_boxes: 'true',
				confidence_details: 'true',
			},
		]);
	});

	it.each(['../../documents/1', '1/line-items', '12a', '', '1?x=1', '%2e%2e', -5, 1.5])(
		'never lets "%s" become a path',
		async (value) => {
			const documentId = byId(`={{ ${JSON.stringify(value)} }}`);
			const { error } = await stage.run({ resource: 'document', operation: 'get', documentId });
			expect(error?.message).toMatch(
				/is not an ID: 'Document' takes digits only|'Document' is empty/,
			);
			expect(stage.veryfi.requests).toEqual([]);
		},
	);

	it.each([
		['anyDocument', '/any-documents'],
		['bankStatement', '/bank-statements'],
		['check', '/checks'],
		['businessCard', '/business-cards'],
		['contract', '/contracts'],
		['w2', '/w2s'],
		['w9', '/w9s'],
		['w8BenE', '/w-8ben-e'],
		['markdown', '/parse'],
	])('reads and deletes %s on %s', async (resource, path) => {
		const record = {
			id: 7,
			name: { value: 'Ann', score: 0.9 },
			text: 'long',
			meta: { tags: ['a'] },
		};
		stage.veryfi.faults.add({ path: `${API}${path}/7`, status: 200, body: record, times: 1 });
		const parameters = { resource, operation: 'get', documentId: byId(7) };
		const { items } = await stage.run(parameters);
		expect(items[0].json).toEqual({ id: 7, name: 'Ann', tags: ['a'] });
		stage.veryfi.faults.add({
			path: `${API}${path}/7`,
			method: 'DELETE',
			status: 200,
			body: { status: 'ok' },
		});
		const deleted = await stage.run({ ...parameters, operation: 'delete' });
		expect(deleted.items[0].json).toEqual({ id: 7, deleted: true });
		expect(paths()).toEqual([`GET ${API}${path}/7/`, `DELETE ${API}${path}/7/`]);
	});
});

describe('Delete', () => {
	it.each(['message', 'status'] as const)('deletes the document (answer: %s)', async (answer) => {
		stage.veryfi.switches.deleteAnswer = answer;
		const id = stage.veryfi.seedDocument();
		const parameters = { resource: 'document', operation: 'delete', documentId: byId(id) };
		const { items } = await stage.run(parameters);
		expect(items).toEqual([{ json: { id, deleted: true }, pairedItem: { item: 0 } }]);
		expect(stage.veryfi.documents.has(id)).toBe(false);
	});
});

describe('Get Many', () => {
	const getMany = { resource: 'document', operation: 'getMany' };

	it('returns all documents, newest first, in pages of 50', async () => {
		const ids = seedMany(123);
		const { items } = await stage.run({ ...getMany, returnAll: true });
		expect(items.map(({ json }) => json.id)).toEqual([...ids].reverse());
		for (const { pairedItem } of items) expect(pairedItem).toEqual({ item: 0 });
		expect(queries()).toEqual([
			{ page: '1', page_size: '50' },
			{ page: '2', page_size: '50' },
			{ page: '3', page_size: '50' },
		]);
	});

	it('asks for no page more than needed', async () => {
		seedMany(100);
		await stage.run({ ...getMany, returnAll: true });
		expect(queries()).toHaveLength(2);
		stage.veryfi.requests.length = 0;
		const { items } = await stage.run({ ...getMany, limit: 7 });
		expect(items).toHaveLength(7);
		expect(queries()).toEqual([{ page: '1', page_size: '7' }]);
		stage.veryfi.requests.length = 0;
		expect((await stage.run({ ...getMany, limit: 60 })).items).toHaveLength(60);
		expect(queries()).toHaveLength(2);
	});

	it('puts out nothing when there is nothing', async () => {
		const { status, items } = await stage.run({ ...getMany, returnAll: true });
		expect({ status, items }).toEqual({ status: 'success', items: [] });
	});

	it('gives every document once although new ones come in between two pages', async () => {
		const ids = seedMany(60);
		stage.veryfi.faults.add({ method: 'GET', path: `${API}/documents`, delay: 150, after: 1 });
		const running = stage.run({ ...getMany, returnAll: true });
		while (stage.veryfi.requests.length < 2) await new Promise((next) => setTimeout(next, 5));
		seedMany(5);
		const { items } = await running;
		const found = items.map(({ json }) => json.id);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(expect.arrayContaining(ids));
	});

	it('does not ask for ever when Veryfi gives the same page again and again', async () => {
		const documents = Array.from({ length: 50 }, (_, id) => ({ id }));
		stage.veryfi.faults.add({ path: `${API}/documents`, status: 200, body: { documents } });
		const { error } = await stage.run({ ...getMany, returnAll: true });
		expect(error?.message).toBe('Veryfi gave nothing new on page 2 of the list');
		expect(stage.veryfi.requests).toHaveLength(2);
	});

	it('asks for the total of a search only where it takes several pages', async () => {
		Array.from({ length: 55 }, () => stage.veryfi.seedDocument({ notes: 'Office' }));
		const parameters = { ...getMany, returnAll: true, filters: { query: '*Office*' } };
		expect((await stage.run(parameters)).items).toHaveLength(55);
		expect(queries().map((query) => query.track_total_results)).toEqual(['true', 'true']);
		stage.veryfi.requests.length = 0;
		await stage.run({ ...parameters, returnAll: false, limit: 5 });
		expect(queries()).toEqual([{ page: '1', page_size: '5', q: '*Office*' }]);
	});

	it('sends every documented filter; times in UTC, paper dates as they are', async () => {
		await stage.run({
			...getMany,
			simplify: false,
			filters: {
				query: 'Office*',
				externalId: 'x-1',
				tag: 'march',
				owner: 'nathan.smith',
				deviceId: 'd',
				deviceUserUuid: 'u',
				status: 'reviewed',
				createdGte: '2026-03-01T12:00:00.000+02:00',
				createdLte: '2026-03-02T00:00:00Z',
				updatedGte: '={{ DateTime.fromISO("2026-03-03T00:00:00Z") }}',
				updatedLte: '2026-03-04 00:00:00Z',
				dateGte: '2026-03-05T00:00:00',
				dateLte: '2026-03-06',
			},
			options: { boundingBoxes: true, confidenceDetails: true },
			sort: { orderBy: 'created' },
		});
		expect(queries()).toEqual([
			{
				page: '1',
				page_size: '50',
				q: 'Office*',
				external_id: 'x-1',
				tag: 'march',
				owner: 'nathan.smith',
				device_id: 'd',
				device_user_uuid: 'u',
				status: 'reviewed',
				order_by: 'created',
				created__gte: '2026-03-01 10:00:00',
				created__lte: '2026-03-02 00:00:00',
				updated__gte: '2026-03-03 00:00:00',
				updated__lte: '2026-03-04 00:00:00',
				date__gte: '2026-03-05 00:00:00',
				date__lte: '2026-03-06 23:59:59',
				bounding_boxes: 'true',
				confidence_details: 'true',
			},
		]);
	});

	it('finds what the filters say', async () => {
		const [, wanted] = seedMany(3);
		const { items } = await stage.run({ ...getMany, filters: { externalId: 'doc-1' } });
		expect(items.map(({ json }) => json.id)).toEqual([wanted]);
	});

	it('refuses filters that cannot be read, before asking', async () => {
		const unreadable = await stage.run({ ...getMany, filters: { dateLte: 'soon' } });
		expect(unreadable.error?.message).toMatch(
			/^'Document Date To' is not a date and time such as .*: "soon"$/,
		);
		expect(stage.veryfi.requests).toEqual([]);
	});

	it.each([
		['bankStatement', '/bank-statements', { metaFilters: true }],
		['anyDocument', '/any-documents', { metaFilters: true, blueprint: true }],
		['contract', '/contracts', {}],
	] as Array<[string, string, { metaFilters?: boolean; blueprint?: boolean }]>)(
		'pages through %s, whose lists have another form',
		async (resource, path, { metaFilters, blueprint }) => {
			const page = (next: string, ...ids: number[]) => ({
				count: 3,
				next,
				previous: '',
				results: ids.map((id) => ({ id })),
			});
			const list = { path: API + path, status: 200, times: 1 };
			stage.veryfi.faults.add({ ...list, body: page('there is more', 1, 2) });
			stage.veryfi.faults.add({ ...list, after: 1, body: page('', 3) });
			const { items } = await stage.run({
				resource,
				operation: 'getMany',
				returnAll: true,
				filters: {
					...(metaFilters
						? { externalId: 'x-1', tags: 'a, b', createdDateGte: '2026-03-01Z' }
						: {}),
					...(blueprint ? { blueprintName: 'us_passport' } : {}),
				},
			});
			expect(items.map(({ json }) => json.id)).toEqual([1, 2, 3]);
			expect(queries()[1]).toEqual({
				page: '2',
				page_size: '50',
				...(metaFilters
					? {
							'meta.external_id': 'x-1',
							'meta.tags': ['a', 'b'],
							created_date__gte: '2026-03-01 00:00:00',
						}
					: {}),
				...(blueprint ? { blueprint_name: 'us_passport' } : {}),
			});
		},
	);
});
