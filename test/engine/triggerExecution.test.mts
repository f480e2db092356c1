import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { ProcessedRecord } from '../../nodes/VeryfiTrigger/execute/processedRecord.ts';
import { PATIENCE_MS, waitFor } from '../host/waitFor.mts';
import { byId } from './actionStage.mts';
import type { NodeSettings } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { startStage } from './triggerStage.mts';

const created = '2026-01-01 00:00:00';

let stage: Stage;
beforeEach(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
});
afterEach(async () => {
	expect(stage.host.failures).toEqual([]);
});

/** A published workflow that listens to everything and fetches raw documents. */
const publish = async (
	parameters: NodeSettings['parameters'] = {},
	settings?: NodeSettings['settings'],
) => {
	const workflow = stage.trigger({ events: ['*'], simplify: false, ...parameters }, settings);
	await stage.host.activate(workflow);
	return workflow;
};

/** Delivers an event and returns the execution that it led to. */
const deliver = async (event: string, data: IDataObject) => {
	await stage.emulator.deliver(event, data);
	await stage.host.settled();
	const execution = stage.host.executions.at(-1);
	if (!execution) throw new Error('There is no execution');
	return execution;
};

const json = (execution: { items: Array<{ json: IDataObject }> }) =>
	execution.items.map((item) => item.json);

test('an option that cannot be read does not keep back an event without a document', async () => {
	await publish({ options: { boundingBoxes: '={{ "maybe" }}' } });
	const { status } = await deliver('document.failed', { id: 1, created });
	expect(status).toBe('success');
});

describe('a finished document', () => {
	test('comes out with its event, as Veryfi returns it', async () => {
		await publish();
		const id = stage.emulator.seedDocument({ vendor: { name: 'Papier Nord' }, total: 120 });

		const execution = await deliver('document.created', { id, created });

		expect(execution.status).toBe('success');
		expect(json(execution)).toEqual([
			expect.objectContaining({
				event: 'document.created',
				documentId: id,
				id,
				vendor: expect.objectContaining({ name: 'Papier Nord' }),
				total: 120,
			}),
		]);
		expect(execution.items[0].pairedItem).toEqual({ item: 0 });
	});

	test('is simplified unless the user wants it raw', async () => {
		await publish({ simplify: true });
		const id = stage.emulator.seedDocument({ vendor: { name: 'Papier Nord' }, total: 120 });

		const [document] = json(await deliver('document.created', { id, created }));

		expect(document).toMatchObject({ id, vendor_name: 'Papier Nord', total: 120 });
		expect(document).not.toHaveProperty('vendor');
	});

	test('is read by the steps behind as they read what the Veryfi node puts out', async () => {
		await publish({ simplify: true });
		const id = stage.emulator.seedDocument({ vendor: { name: 'Papier Nord' }, total: 120 });
		const [item] = json(await deliver('document.created', { id, created }));
		const { items } = await stage.engine.run({
			type: 'veryfi',
			credentials: stage.credentials,
			parameters: { resource: 'document', operation: 'get', documentId: byId(id) },
		});
		expect(item).toMatchObject(items[0].json);
	});

	test("fits the 40 columns of n8n's tables, also out of a set and with a review", async () => {
		await publish({ simplify: true, options: { reviewBelow: 0.9, reviewChecks: ['fraud'] } });
		const id = stage.emulator.seedDocument({ total: 120 });
		const [item] = json(
			await deliver('document_set.created', { id: [id], parent_id: 42, created }),
		);
		const names = Object.keys(item);
		expect(names.slice(0, 8)).toEqual([
			...['event', 'documentId', 'parentId'],
			...['vendor_name', 'date', 'invoice_number', 'total', 'currency_code'],
		]);
		expect(names.length).toBeLessThanOrEqual(40);
	});

	test('is not fetched when the user does not want that', async () => {
		await publish({ fetchDocument: false });
		const id = stage.emulator.seedDocument();
		stage.emulator.requests.length = 0;

		const execution = await deliver('document.created', { id, created });

		expect(json(execution)).toEqual([
			{ event: 'document.created', documentId: id, created, data: { id, created } },
		]);
		expect(stage.emulator.requests).toEqual([]);
	});

	test('is not fetched when an expression gives "false" as text', async () => {
		await publish({ fetchDocument: '={{ "false" }}' });
		const id = stage.emulator.seedDocument();
		const [item] = json(await deliver('document.created', { id, created }));
		expect(item).toEqual({
			event: 'document.created',
			documentId: id,
			created,
			data: { id, created },
		});
	});

	test('is fetched with the details that the user asks for', async () => {
		await publish({ options: { boundingBoxes: true, confidenceDetails: true } });
		const id = stage.emulator.seedDocument();
		await deliver('document.created', { id, created });

		expect(stage.emulator.requests.at(-1)?.query).toEqual({
			bounding_boxes: 'true',
			confidence_details: 'true',
		});
	});

	test('has scores beside its values and is marked for review when the user wants that', async () => {
		await publish({ options: { scoresBeside: true, reviewBelow: 0.985 } });
		const id = stage.emulator.seedDocument({ total: 120 });
		const [document] = json(await deliver('document.created', { id, created }));

		expect(document).toMatchObject({
			total: 120,
			total_score: 0.98,
			needs_review: true,
			review_fields: expect.arrayContaining(['total']),
		});
		expect(stage.emulator.requests.at(-1)?.query).toEqual({ confidence_details: 'true' });
	});

	test("is marked for review by Veryfi's own checks when the user wants that", async () => {
		await publish({ simplify: true, options: { reviewChecks: ['totals_missmatch'] } });
		const warning = { type: 'totals_missmatch', message: 'Subtotal for Line Items 118.0 ...' };
		const body = { id: 7, total: 1, meta: { warnings: [warning] } };
		const path = '/api/v8/partner/documents/7';
		stage.emulator.faults.add({ method: 'GET', path, status: 200, body });
		const [document] = json(await deliver('document.created', { id: 7, created }));

		expect(document).toMatchObject({
			needs_review: true,
			review_reasons: ['totals_missmatch'],
			warnings: [warning],
		});
	});

	test.each(['event', 'documentId', 'parentId', 'created', 'reason', 'data', 'error'])(
		"has a field called %s beside the trigger's own members",
		async (name) => {
			await publish({ simplify: true });
			const fields = { [name]: 'of the blueprint', [`document_${name}`]: 'its, too' };
			const id = stage.emulator.seedDocument({ product: 'any-documents', ...fields });
			const [item] = json(
				await deliver('any_document.created', { id: [id], parent_id: 42, created }),
			);
			expect(item).toMatchObject({
				event: 'any_document.created',
				documentId: id,
				parentId: 42,
				[`document_${name}`]: 'its, too',
				[`document_document_${name}`]: 'of the blueprint',
			});
			expect(item).not.toHaveProperty('error');
		},
	);

	test('is found at the former path of its product, too', async () => {
		await publish({ events: ['*'] });
		const record = { id: 7, markdown: '# A' };
		const at = (path: string, status: number, body: object) =>
			stage.emulator.faults.add({ path: `/api/v8/partner/${path}/7`, status, body });
		at('parse', 404, { status: 'fail', error: 'Not found.' });
		at('document-to-markdown', 200, record);

		const [document] = json(await deliver('parse.created', { id: 7, created }));
		expect(document).toEqual({ event: 'parse.created', documentId: 7, created, ...record });
	});

	test('is fetched with what expressions in the options say', async () => {
		await publish({
			options: { boundingBoxes: '={{ 1 < 2 }}', skipRedeliveries: '={{ 2 < 1 }}' },
		});
		const id = stage.emulator.seedDocument();
		await deliver('document.created', { id, created });
		const again = await deliver('document.created', { id, created });

		expect(again.items).toHaveLength(1);
		expect(stage.emulator.requests.at(-1)?.query).toEqual({ bounding_boxes: 'true' });
	});

	test('is not asked for when an option cannot be read, and the error names the option', async () => {
		await publish({ options: { boundingBoxes: '={{ "maybe" }}' } });
		const id = stage.emulator.seedDocument();
		stage.emulator.requests.length = 0;
		const { status, error } = await deliver('document.created', { id, created });
		expect([status, error?.message]).toEqual([
			'error',
			`'Bounding Boxes' is neither true nor false: "maybe"`,
		]);
		expect(stage.emulator.requests).toEqual([]);
	});

	test('is fetched once more after it was enriched', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		const execution = await deliver('document.enriched', { id, created });
		expect(json(execution)).toMatchObject([{ event: 'document.enriched', id }]);
	});
});

test.each([
	['bank_statement_set.created', 'bank-statements'],
	['w2_set.created', 'w2s'],
	['bank_statement.created', 'bank-statements'],
	['any_document.created', 'any-documents'],
	['anydocument.created', 'any-documents'],
	['check.created', 'checks'],
	['parse.created', 'parse'],
	['parse_set.created', 'parse'],
	['document_set.created', 'documents'],
])('%s fetches from /%s', async (event, path) => {
	await publish();
	const id = stage.emulator.seedDocument({ product: path });

	const execution = await deliver(event, { id: [id], parent_id: 42, created });

	expect(json(execution)).toMatchObject([{ event, documentId: id, parentId: 42, id }]);
	expect(stage.emulator.requests.at(-1)?.path).toContain(`/${path}/${id}`);
});

describe('a split file', () => {
	test('comes out as one item per document, in order, with the id of the set', async () => {
		await publish();
		const ids = Array.from({ length: 30 }, () => stage.emulator.seedDocument());

		const execution = await deliver('document_set.created', { parent_id: 42, id: ids, created });

		expect(json(execution)).toMatchObject(ids.map((id) => ({ documentId: id, parentId: 42, id })));
		expect(execution.items.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
	});

	test('may be a plain list of ids without a set', async () => {
		await publish();
		const ids = [stage.emulator.seedDocument(), stage.emulator.seedDocument()];
		const execution = await deliver('document.created', { id: ids, created });
		expect(json(execution).map(({ documentId }) => documentId)).toEqual(ids);
	});

	test('that failed comes out as one item without a document', async () => {
		await publish();
		const execution = await deliver('w2_set.failed', { parent_id: 42, id: [], created });
		expect(json(execution)).toEqual([
			{
				event: 'w2_set.failed',
				parentId: 42,
				created,
				data: { parent_id: 42, id: [], created },
			},
		]);
	});
});

test('a failed document comes out with the reason and is not fetched', async () => {
	await publish();
	stage.emulator.requests.length = 0;
	const error = "Couldn't download file from provided url.";

	const execution = await deliver('document.failed', { id: 5, created, error });

	expect(json(execution)).toEqual([
		{
			event: 'document.failed',
			documentId: 5,
			created,
			reason: error,
			data: { id: 5, created, error },
		},
	]);
	expect(stage.emulator.requests).toEqual([]);
});

test('a failed document does not make n8n try the trigger again', async () => {
	await publish({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
	const checks = jest.spyOn(stage.engine.deduplication, 'checkProcessedAndRecord');
	await deliver('document.failed', { id: 5, created, error: 'Unreadable' });
	expect(checks).toHaveBeenCalledTimes(1);
	checks.mockRestore();
});

describe('a redelivery', () => {
	const twice = async (first: IDataObject, second = first) => {
		await deliver('document.created', first);
		await deliver('document.created', second);
		return stage.host.executions.map(({ items }) => items.length);
	};

	test('comes out once even if the same event arrives many times at the same moment', async () => {
		await publish();
		const ids = [1, 2, 3, 4].map((total) => stage.emulator.seedDocument({ total }));

		await Promise.all(
			[...ids, ...ids, ...ids].map((id) =>
				stage.emulator.deliver('document.created', { id, created }),
			),
		);
		await stage.host.settled();

		const out = stage.host.executions.flatMap((execution) => json(execution));
		expect(out.map(({ documentId }) => documentId).sort()).toEqual(ids);
	});

	/** Keeps the record busy with the first that asks, until as many as told have asked. */
	const askTogether = async (ids: number[]) => {
		const memory = stage.engine.deduplication;
		const lookUp = memory.checkProcessedAndRecord;
		let release = () => {};
		const released = new Promise<void>((resolve) => (release = resolve));
		const lookUps = jest
			.spyOn(memory, 'checkProcessedAndRecord')
			.mockImplementationOnce(async (...question) => {
				await released;
				return await lookUp(...question);
			});
		const asked = jest.spyOn(ProcessedRecord.prototype, 'lookUp');
		await Promise.all(ids.map((id) => stage.emulator.deliver('document.created', { id, created })));
		await waitFor('all to ask', PATIENCE_MS, () => asked.mock.calls.length === ids.length);
		asked.mockRestore();
		release();
		await stage.host.settled();
		const count = lookUps.mock.calls.length;
		lookUps.mockRestore();
		const out = stage.host.executions.flatMap((execution) => json(execution));
		return { count, out: out.map(({ documentId }) => Number(documentId)).sort((a, b) => a - b) };
	};

	test('is looked up together with all that wait for the record at the same time', async () => {
		await publish();
		const ids = Array.from({ length: 20 }, (_, total) => stage.emulator.seedDocument({ total }));
		const { count, out } = await askTogether(ids);
		expect(out).toEqual(ids);
		expect(count).toBeLessThan(ids.length / 2);
	});

	test('comes out once even if all of its deliveries wait for the record together', async () => {
		await publish();
		const [first, id] = [1, 2].map((total) => stage.emulator.seedDocument({ total }));
		expect((await askTogether([first, id, id, id])).out).toEqual([first, id]);
	});

	test('passes with all others that are looked up with it when the memory fails', async () => {
		await publish();
		const ids = [1, 2, 3].map((total) => stage.emulator.seedDocument({ total }));
		stage.engine.deduplication.failNext = new Error('database is locked');

		await Promise.all(ids.map((id) => stage.emulator.deliver('document.created', { id, created })));
		await stage.host.settled();

		expect(stage.host.executions.map(({ status, items }) => [status, items.length])).toEqual(
			ids.map(() => ['success', 1]),
		);
	});

	test('is skipped', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		expect(await twice({ id, created })).toEqual([1, 0]);
		expect(stage.host.executions[1].status).toBe('success');
	});

	test('is told from an event of another time', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		expect(await twice({ id, created }, { id, created: '2026-01-01 00:00:01' })).toEqual([1, 1]);
	});

	test('is told from another event of the same second that names no document', async () => {
		await publish();
		for (const parcel of ['A', 'B', 'A']) await deliver('parcel.arrived', { parcel, created });
		expect(stage.host.executions.map(({ items }) => items.length)).toEqual([1, 1, 0]);
	});

	test('cannot be told from a new event when there is no time, so nothing is skipped', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		expect(await twice({ id })).toEqual([1, 1]);
	});

	test('is processed when the user does not want to skip', async () => {
		await publish({ options: { skipRedeliveries: false } });
		const id = stage.emulator.seedDocument();
		expect(await twice({ id, created })).toEqual([1, 1]);
	});

	test('is processed when an expression gives "false" as text', async () => {
		await publish({ options: { skipRedeliveries: '={{ "false" }}' } });
		const id = stage.emulator.seedDocument();
		expect(await twice({ id, created })).toEqual([1, 1]);
	});

	test('at the very same moment is processed once', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		const event = ['document.created', { id, created }] as const;
		await Promise.all([stage.emulator.deliver(...event), stage.emulator.deliver(...event)]);
		await stage.host.settled();
		expect(stage.host.executions.flatMap(({ items }) => items)).toHaveLength(1);
	});

	test('is forgotten after as many events as the user chose', async () => {
		await publish({ options: { redeliveriesRemembered: 2 } });
		const [a, b, c] = [1, 2, 3].map(() => stage.emulator.seedDocument());
		for (const id of [a, b, b, c, a]) await deliver('document.created', { id, created });
		expect(stage.host.executions.map(({ items }) => items.length)).toEqual([1, 1, 0, 1, 1]);
	});

	test('is known among as many events as are remembered', async () => {
		await publish({ options: { redeliveriesRemembered: 3 } });
		const [a, b, c] = [1, 2, 3].map(() => stage.emulator.seedDocument());
		for (const id of [a, b, c, a]) await deliver('document.created', { id, created });
		expect(stage.host.executions.map(({ items }) => items.length)).toEqual([1, 1, 1, 0]);
	});

	test('is told from an event of another set with the same documents', async () => {
		await publish({ fetchDocument: false });
		for (const parent_id of [1, 2, 1])
			await deliver('w2_set.created', { parent_id, id: [7], created });
		expect(stage.host.executions.map(({ items }) => items.length)).toEqual([1, 1, 0]);
	});

	test.each([
		['skipRedeliveries', 'perhaps', `'Skip Redeliveries' is neither true nor false: "perhaps"`],
		['redeliveriesRemembered', 'many', `'Redeliveries Remembered' is not a number: "many"`],
		['redeliveriesRemembered', 0, "'Redeliveries Remembered' must be from 1 to 10000, and is 0"],
	])(
		'cannot be looked for when %s is "%s", and the error says so',
		async (name, value, message) => {
			await publish({ options: { [name]: `={{ ${JSON.stringify(value)} }}` } });
			const execution = await deliver('document.created', { id: 1, created });
			expect(execution.error?.message).toBe(message);
		},
	);

	test('is kept apart from the same event of another workflow', async () => {
		const first = await publish();
		const id = stage.emulator.seedDocument();
		await deliver('document.created', { id, created });
		await stage.host.deactivate(first);
		await publish();
		expect((await deliver('document.created', { id, created })).items).toHaveLength(1);
	});

	test('of an event that could not be processed heals it', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		stage.emulator.faults.add({ path: `*/documents/${id}`, status: 400, times: 1 });

		const failed = await deliver('document.created', { id, created });
		const healed = await deliver('document.created', { id, created });

		expect([failed.status, healed.status]).toEqual(['error', 'success']);
		expect(json(healed)).toMatchObject([{ documentId: id, id }]);
	});

	test("is processed twice rather than lost when n8n's memory fails", async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		stage.engine.deduplication.failNext = new Error('UNIQUE constraint failed');
		const execution = await deliver('document.created', { id, created });
		expect(json(execution)).toMatchObject([{ documentId: id, id }]);
	});

	test('is not skipped in a manual execution', async () => {
		const workflow = stage.trigger({ simplify: false });
		const id = stage.emulator.seedDocument();
		for (let count = 0; count < 2; count++) {
			await stage.host.listen(workflow);
			await deliver('document.created', { id, created });
		}
		expect(stage.host.executions.map(({ items }) => items.length)).toEqual([1, 1]);
	});
});

describe('a document that cannot be fetched', () => {
	test('fails the execution with what happened and what to do', async () => {
		await publish();
		const execution = await deliver('document.created', { id: 404404, created });

		expect(execution.status).toBe('error');
		expect(execution.items).toEqual([]);
		expect(execution.error?.message).toContain('Document 404404 of document.created');
		expect(execution.error?.message).toContain('404');
		expect((execution.error as { description?: string }).description).toContain(
			'Remove After Extraction',
		);
	});

	test.each(['forgotten', 'still on record, as after a crash'])(
		'comes out when the user retries the execution (the event is %s)',
		async (record) => {
			const workflow = await publish();
			const id = stage.emulator.seedDocument();
			stage.emulator.faults.add({ path: `*/documents/${id}`, status: 400, times: 1 });
			const forget = jest.spyOn(stage.engine.deduplication, 'removeProcessed');
			if (record !== 'forgotten') forget.mockRejectedValue(new Error('The database is gone'));
			const failed = await deliver('document.created', { id, created });
			forget.mockRestore();

			const retried = await stage.host.retry(workflow, failed);

			expect(json(retried)).toMatchObject([{ documentId: id, id }]);
		},
	);

	test('comes out when n8n tries the node again', async () => {
		await publish({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
		const id = stage.emulator.seedDocument();
		stage.emulator.faults.add({ path: `*/documents/${id}`, status: 400, times: 1 });

		const execution = await deliver('document.created', { id, created });

		expect(execution.status).toBe('success');
		expect(json(execution)).toMatchObject([{ documentId: id, id }]);
	});

	test('comes out when n8n runs the same execution once more from the start', async () => {
		await publish({}, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 });
		const id = stage.emulator.seedDocument();
		stage.emulator.faults.add({ path: `*/documents/${id}`, status: 400, times: 1 });
		// As after a crash: the event is on record, and nobody could take it off.
		const forget = jest
			.spyOn(stage.engine.deduplication, 'removeProcessed')
			.mockRejectedValue(new Error('The database is gone'));

		const execution = await deliver('document.created', { id, created });

		expect(json(execution)).toMatchObject([{ documentId: id, id }]);
		forget.mockRestore();
	});

	test('comes out in spite of a fault that passes', async () => {
		await publish();
		const id = stage.emulator.seedDocument();
		stage.emulator.faults.add({ path: `*/documents/${id}`, status: 503, times: 1 });
		const execution = await deliver('document.created', { id, created });
		expect(json(execution)).toMatchObject([{ id }]);
	});

	test('fails the whole event: no other document of it comes out', async () => {
		await publish();
		const ids = [stage.emulator.seedDocument(), 404404, stage.emulator.seedDocument()];
		const execution = await deliver('document.created', { id: ids, created });
		expect(execution.status).toBe('error');
		expect(execution.items).toEqual([]);
	});

	test('becomes an item with the error when the user lets the node go on', async () => {
		await publish({}, { onError: 'continueRegularOutput' });
		const id = stage.emulator.seedDocument();

		const execution = await deliver('document.created', { id: [404404, id], created });

		expect(execution.status).toBe('success');
		expect(json(execution)).toEqual([
			{
				error: expect.stringMatching(
					/^Document 404404 of document.created could not be fetched. Veryfi answered 404/,
				),
				message: expect.stringContaining('Remove After Extraction'),
			},
			expect.objectContaining({ documentId: id, id }),
		]);
	});

	test('goes to the error output when the user wants that', async () => {
		await publish({}, { onError: 'continueErrorOutput' });
		const id = stage.emulator.seedDocument();

		const { outputs } = await deliver('document.created', { id: [404404, id], created });

		expect(outputs[0].map((item) => item.json)).toMatchObject([{ documentId: id }]);
		expect(outputs[1].map((item) => item.json)).toEqual([
			{ error: expect.stringContaining('404404'), message: expect.any(String) },
		]);
	});
});
