import { describe, expect, it, jest } from '@jest/globals';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { findProduct, products } from '../../nodes/shared/products/products.ts';
import { RateLimiter } from '../../nodes/shared/api/rateLimit.ts';
import type { Stage } from './actionStage.mts';
import { API } from './actionStage.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let binary: object;

useInvoice((started, invoice) => {
	stage = started;
	binary = { data: invoice };
});

/** Submits a document for each external ID. */
const submit = (
	ifExternalIdExists: string,
	ids: unknown[],
	parameters: INodeParameters = {},
	settings?: Parameters<Stage['run']>[2],
) => {
	const { additionalFields, options, ...others } = parameters;
	return stage.run(
		{
			resource: 'document',
			operation: 'submit',
			additionalFields: { externalId: '={{ $json.externalId }}', ...(additionalFields as object) },
			options: { ifExternalIdExists, ...(options as object) },
			...others,
		},
		ids.map((externalId) => ({ json: { externalId }, binary: binary as never }) as never),
		settings,
	);
};

const requests = (method: string, path = `${API}/documents/`) =>
	stage.veryfi.requests.filter((request) => request.method === method && request.path === path);

const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

const seed = (fields: IDataObject) => stage.veryfi.seedDocument(fields);

describe('Return That Document', () => {
	it('submits what Veryfi does not have', async () => {
		const { items } = await submit('return', ['inv-1']);
		const [[id, { fields }]] = [...stage.veryfi.documents];
		expect(items.map(({ json }) => json)).toEqual([{ id }]);
		expect(fields.external_id).toBe('inv-1');
		expect(requests('GET')).toMatchObject([{ query: { external_id: 'inv-1', page: '1' } }]);
	});

	it('returns what Veryfi has, marked, and sends nothing', async () => {
		const id = seed({ external_id: 'inv-1', vendor: { name: 'Papier Nord' }, total: 120 });
		seed({ external_id: 'inv-10' });
		const { items } = await submit('return', ['inv-1']);
		expect(items).toMatchObject([
			{
				json: { id, vendor_name: 'Papier Nord', total: 120, was_submitted_before: true },
				pairedItem: { item: 0 },
			},
		]);
		expect(requests('POST')).toEqual([]);
	});

	it('returns the newest of several, in whatever order Veryfi lists them', async () => {
		const created = ['2026-03-01', '2026-03-03', '2026-03-02'].map((day) => ({
			external_id: 'inv-1',
			created_date: `${day} 10:00:00`,
		}));
		const ids = created.map(seed);
		const { items } = await submit('return', ['inv-1']);
		expect(items[0].json.id).toBe(ids[1]);
	});

	it('believes a list that shows no external IDs', async () => {
		stage.veryfi.faults.add({ method: 'GET', status: 200, body: { documents: [{ id: 7 }] } });
		const { items } = await submit('return', ['inv-1']);
		expect(items[0].json).toMatchObject({ id: 7, was_submitted_before: true });
		expect(requests('POST')).toEqual([]);
	});

	it('submits where the list shows documents with another external ID only', async () => {
		const other = { id: 7, external_id: 'inv-2', meta: {} };
		stage.veryfi.faults.add({ method: 'GET', status: 200, body: { documents: [other] }, times: 1 });
		const { items } = await submit('return', ['inv-1']);
		expect(items[0].json).not.toHaveProperty('was_submitted_before');
		expect(requests('POST')).toHaveLength(1);
	});

	it('waits for the result of a document that Veryfi has, as for a new one', async () => {
		const id = seed({ external_id: 'inv-1', invoice_number: 'A-1042' });
		const { items } = await submit('return', ['inv-1'], { waitForResult: true });
		expect(items[0].json).toMatchObject({
			id,
			invoice_number: 'A-1042',
			was_submitted_before: true,
		});
		expect(requests('POST')).toEqual([]);
	});

	it('submits the first of two items with one external ID, and gives the second the same ID', async () => {
		const { items } = await submit('return', ['inv-1', 'inv-2', 'inv-1']);
		const [first, second, third] = items.map(({ json }) => json);
		expect(stage.veryfi.documents.size).toBe(2);
		expect(first.id).not.toBe(second.id);
		expect(third).toEqual({ id: first.id, was_submitted_before: true });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	});

	it('submits the second of two such items where Veryfi has refused the first', async () => {
		stage.veryfi.faults.add({ method: 'POST', status: 400, body: { error: 'no' }, times: 1 });
		const { items } = await submit('return', ['inv-1', 'inv-1'], {}, CONTINUE);
		const [first, second] = items.map(({ json }) => json);
		expect(first).toMatchObject({ error: 'Veryfi answered 400: no' });
		expect(second).toEqual({ id: [...stage.veryfi.documents.keys()][0] });
	});

	it('does not submit the second where it is not known whether Veryfi took the first', async () => {
		stage.veryfi.faults.add({ method: 'POST', loseAnswer: true, times: 1 });
		const { items } = await submit('return', ['inv-1', 'inv-1'], {}, CONTINUE);
		expect(items.map(({ json }) => json)).toMatchObject([
			{ message: expect.stringMatching(/not known whether Veryfi took/) },
			{ message: expect.stringMatching(/not known whether Veryfi took/) },
		]);
		expect(requests('POST')).toHaveLength(1);
	});

	it('looks for each ID at the pace that Veryfi has for lists', async () => {
		// What that pace is, and that none is refused then, is shown without a clock in test/unit/shared/rateLimit.
		const acquire = jest.spyOn(RateLimiter.prototype, 'acquire');
		const { items, error } = await submit('return', ['inv-1', 'inv-2', 'inv-3']);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		const rateLimits = acquire.mock.calls.map(([rateLimit]) => rateLimit).sort();
		expect(rateLimits).toEqual(['list', 'list', 'list', 'other', 'other', 'other']);
		acquire.mockRestore();
	});
});

describe('Fail', () => {
	it('fails the item, naming the document, and sends nothing', async () => {
		const id = seed({ external_id: 'inv-1' });
		const { error } = await submit('fail', ['inv-1']);
		expect(error?.message).toBe(
			`Veryfi has a document with the external ID "inv-1" already: ${id}`,
		);
		expect(error?.description).toMatch(/^Nothing was sent\. Get that document by its ID/);
		expect(error?.context?.itemIndex).toBe(0);
		expect(requests('POST')).toEqual([]);
	});

	it('submits the others when the node goes on', async () => {
		seed({ external_id: 'inv-2' });
		const { items } = await submit('fail', ['inv-1', 'inv-2', 'inv-3'], {}, CONTINUE);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(requests('POST')).toHaveLength(2);
	});

	it('fails every further item with an external ID of the same run', async () => {
		const { items } = await submit('fail', ['inv-1', 'inv-1', 'inv-1'], {}, CONTINUE);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, true]);
		expect(stage.veryfi.documents.size).toBe(1);
	});
});

it.each(['return', 'fail'])('names the item without an external ID (%s)', async (choice) => {
	const { error } = await submit(choice, ['inv-1', '']);
	expect(error?.message).toMatch(/^'External ID' is empty/);
	expect(error?.description).toMatch(/Additional Fields/);
	expect(error?.context?.itemIndex).toBe(1);
});

it('says what can be chosen when an expression gives something else', async () => {
	const { error } = await submit('={{ "never" }}', ['inv-1']);
	expect(error?.message).toBe(
		`'If External ID Exists' is "never", which is none of these: submit, return, fail`,
	);
});

it('submits nothing when Veryfi cannot be asked', async () => {
	stage.veryfi.faults.add({ method: 'GET', status: 403, body: { error: 'no' } });
	const { error } = await submit('return', ['inv-1']);
	expect(error?.message).toBe('Veryfi answered 403: no');
	expect(requests('POST')).toEqual([]);
});

it('submits again without looking where the user did not choose', async () => {
	seed({ external_id: 'inv-1' });
	const { items } = await stage.run(
		{ resource: 'document', operation: 'submit', additionalFields: { externalId: 'inv-1' } },
		[{ json: {}, binary: binary as never }],
	);
	expect(items[0].json).not.toHaveProperty('was_submitted_before');
	expect(requests('GET')).toEqual([]);
});

const others = products.filter(({ key, submit: intake }) => intake && key !== 'document');

it.each(others.map(({ key }) => key))('finds %s by the external ID, too', async (resource) => {
	const additionalFields = { metaExternalId: 'x-1' };
	const [first] = (await submit('return', ['-'], { resource, additionalFields })).items;
	await stage.veryfi.idle();
	const { items } = await submit('return', ['-'], { resource, additionalFields });
	expect(items[0].json).toMatchObject({ id: first.json.id, was_submitted_before: true });
	expect(requests('POST', `${API}${findProduct(resource)?.submit?.path}/`)).toHaveLength(1);
});
