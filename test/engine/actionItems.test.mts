import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { API, byId, pdf } from './actionStage.mts';
import { pass } from './harness/index.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const DOCUMENTS = `${API}/documents`;
const submit: INodeParameters = {
	resource: 'document',
	operation: 'submit',
	source: 'url',
	fileUrl: '=https://files.example.com/{{ $json.name }}.pdf',
	additionalFields: { externalId: '={{ $json.name }}' },
};
const names = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ json: { name: `doc-${index}` } }));
const externalIdOf = (id: unknown) => stage.veryfi.documents.get(Number(id))?.fields.external_id;

it('does nothing with no items', async () => {
	const { items, status } = await stage.run(submit, []);
	expect({ items, status }).toEqual({ items: [], status: 'success' });
	expect(stage.veryfi.requests).toEqual([]);
});

it('keeps 100 items in order, each linked to its own, although answers come out of order', async () => {
	for (let index = 0; index < 5; index++) {
		stage.veryfi.faults.add({
			path: DOCUMENTS,
			delay: 300 - 60 * index,
			after: index * 7,
			times: 3,
		});
	}
	const { items } = await stage.run(submit, names(100));
	expect(items.map(({ json }) => externalIdOf(json.id))).toEqual(
		names(100).map(({ json }) => json.name),
	);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		names(100).map((_, item) => ({ item })),
	);
	expect(stage.veryfi.requests).toHaveLength(100);
});

it('submits 100 files of 100 items under the real limits, each exactly once', async () => {
	stage.veryfi.switches.rateLimits = true;
	const data = await stage.stored(await pdf('Total 1.00'), 'a.pdf');
	const parameters = { ...submit, source: 'binary' };
	const items = names(100).map((item) => ({ ...item, binary: { data } }));
	const outcome = await stage.run(parameters, items);
	stage.veryfi.switches.rateLimits = false;
	expect(outcome.error).toBeUndefined();
	expect(outcome.items.map(({ json }) => externalIdOf(json.id))).toEqual(
		names(100).map(({ json }) => json.name),
	);
	expect(stage.veryfi.documents.size).toBe(100);
});

/** The most requests that were in work at Veryfi at the same time. */
async function mostAtOnce(options: INodeParameters): Promise<number> {
	stage.veryfi.faults.add({ path: DOCUMENTS, delay: 300 });
	const running = stage.run({ ...submit, options }, names(30));
	let most = 0;
	let isDone = false;
	void running.finally(() => (isDone = true));
	while (!isDone) {
		const open = stage.veryfi.requests.filter(({ status }) => status === 0).length;
		most = Math.max(most, open);
		await new Promise((next) => setTimeout(next, 3));
	}
	expect((await running).items).toHaveLength(30);
	return most;
}

it('has several items in flight', async () => {
	expect(await mostAtOnce({})).toBeGreaterThan(5);
});

it('has no more in flight than the user allows', async () => {
	expect(await mostAtOnce({ itemsAtOnce: 3 })).toBeLessThanOrEqual(3);
});

it('evaluates expressions for each item', async () => {
	const ids = [1, 2, 3].map((total) => stage.veryfi.seedDocument({ total }));
	const { items } = await stage.run(
		{
			resource: 'document',
			operation: 'get',
			documentId: byId('={{ $json.id }}'),
			simplify: '={{ $json.simplify }}',
		},
		ids.map((id, index) => ({ json: { id, simplify: index !== 1 } })),
	);
	expect(items.map(({ json }) => [json.total, 'vendor_name' in json])).toEqual([
		[1, true],
		[2, false],
		[3, true],
	]);
});

it('links every record of a list to the item that asked for it', async () => {
	['a', 'b', 'b'].forEach((externalId) => stage.veryfi.seedDocument({ external_id: externalId }));
	const { items } = await stage.run(
		{
			resource: 'document',
			operation: 'getMany',
			returnAll: true,
			filters: { externalId: '={{ $json.name }}' },
		},
		[{ json: { name: 'a' } }, { json: { name: 'b' } }, { json: { name: 'c' } }],
	);
	expect(items.map(({ json, pairedItem }) => [json.external_id, pairedItem])).toEqual([
		['a', { item: 0 }],
		['b', { item: 1 }],
		['b', { item: 1 }],
	]);
});

describe('when an item fails', () => {
	const NO_ID = `"nonsense" is not an ID: 'Document' takes digits only`;
	const mixed = () => [
		{ json: { id: stage.veryfi.seedDocument() } },
		{ json: { id: 404404 } },
		{ json: { id: stage.veryfi.seedDocument() } },
		{ json: { id: 'nonsense' } },
	];
	const get = {
		resource: 'document',
		operation: 'get',
		documentId: byId('={{ $json.id }}'),
	} as INodeParameters;

	it('the others go on with On Error set to continue', async () => {
		const input = mixed();
		const { items, status } = await stage.run(get, input, {
			settings: { onError: 'continueRegularOutput' },
		});
		expect(status).toBe('success');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items.map(({ json }) => json.id)).toEqual([
			input[0].json.id,
			undefined,
			input[2].json.id,
			undefined,
		]);
		expect(items[1].json).toEqual({
			error: 'Veryfi answered 404: Document not found',
			message: expect.stringMatching(/Check the ID/),
		});
		expect(items[3].json).toMatchObject({ error: NO_ID });
	});

	it('it goes to the error output when there is one', async () => {
		const { outputs } = await stage.run(get, mixed(), {
			settings: { onError: 'continueErrorOutput' },
		});
		expect(outputs[0]).toHaveLength(2);
		expect(outputs[1].map(({ json }) => json.error)).toEqual([
			'Veryfi answered 404: Document not found',
			NO_ID,
		]);
	});

	it('the first failing item is named, whichever failed first', async () => {
		stage.veryfi.faults.add({ path: `${API}/documents/404404`, delay: 200 });
		const { error } = await stage.run(get, mixed());
		expect(error?.context?.itemIndex).toBe(1);
		expect(error?.message).toBe('Veryfi answered 404: Document not found');
	});

	it('no further item is begun', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 400, body: { error: 'no' }, times: 1 });
		const { error } = await stage.run({ ...submit, options: { itemsAtOnce: 1 } }, names(20));
		expect(error?.context?.itemIndex).toBe(0);
		expect(stage.veryfi.requests).toHaveLength(1);
	});

	it('the error tells how many items succeeded', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 400, body: { error: 'no' }, after: 2 });
		const { error } = await stage.run({ ...submit, options: { itemsAtOnce: 1 } }, names(5));
		expect(error?.context?.itemIndex).toBe(2);
		expect(error?.description).toMatch(
			/^Correct what Veryfi names.* 2 of 5 items succeeded, but their output is lost/,
		);
	});

	it('an error of an expression names its item, too', async () => {
		const { items } = await stage.run(
			{ ...submit, fileUrl: '={{ $json.url.trim() }}' },
			[{ json: { url: 'https://files.example.com/a.pdf' } }, { json: {} }],
			{ settings: { onError: 'continueRegularOutput' } },
		);
		expect(items[0].json).toHaveProperty('id');
		expect(items[1]).toMatchObject({
			json: { error: expect.any(String) },
			pairedItem: { item: 1 },
		});
	});
});

it('stops sending when the execution is cancelled', async () => {
	stage.veryfi.faults.add({ path: DOCUMENTS, delay: 400 });
	await stage.engine.run(
		{ type: 'veryfi', parameters: { ...submit, options: { itemsAtOnce: 2 } } },
		names(50),
		{ cancelAfterMs: 1500 },
	);
	const before = stage.veryfi.requests.length;
	await pass(6000);
	expect(before).toBeLessThanOrEqual(4);
	expect(stage.veryfi.requests).toHaveLength(before);
});
