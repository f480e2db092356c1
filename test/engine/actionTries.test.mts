/** What another try of a node's run (Retry On Fail) sends: nothing that Veryfi has taken, or may have taken. */
import { describe, expect, it } from '@jest/globals';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { API, byId } from './actionStage.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let binary: object;

useInvoice((started, invoice) => {
	stage = started;
	binary = { data: invoice };
});

const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const URL = 'https://files.example.com/a.pdf';

/** What costs money, or makes something, when it is sent. */
const SENDING: Array<[name: string, path: string, parameters: INodeParameters]> = [
	['Submit', '/documents/', { operation: 'submit' }],
	['Process', '/documents/', { operation: 'process' }],
	['Submit Many', '/documents/bulk/', { operation: 'submitMany', fileUrls: URL }],
	['Split', '/documents-set/', { operation: 'split' }],
	['Classify', '/classify/', { resource: 'file', operation: 'classify' }],
];

/** Three items, of which one is to fail. */
const items = (bad: number) =>
	[0, 1, 2].map((item) => ({ json: { isBad: item === bad }, binary }) as never);

const run = async (
	parameters: INodeParameters,
	settings: Partial<INode> = {},
	input: object[] = items(2),
	runs = 1,
) =>
	await stage.engine.run(
		{
			type: 'veryfi',
			parameters: { resource: 'document', ...parameters },
			settings: { ...RETRY, ...settings },
		},
		input as never,
		{ runs },
	);

const posts = (path = '/documents/') =>
	stage.veryfi.requests.filter(
		(request) => request.method === 'POST' && request.path === `${API}${path}`,
	);

/** A parameter that can be read for the other items only. */
const failing = { binaryField: '={{ $json.isBad ? "missing" : "data" }}' };
const badly = (parameters: INodeParameters): INodeParameters =>
	'fileUrls' in parameters
		? { ...parameters, fileUrls: `={{ $json.isBad ? "nonsense" : "${URL}" }}` }
		: { ...parameters, ...failing };

describe.each(SENDING)('%s', (_name, path, parameters) => {
	it('sends two of three items once, although the third fails each try', async () => {
		const { status } = await run(badly(parameters));
		expect(status).toBe('error');
		expect(posts(path)).toHaveLength(2);
	});

	it('sends two of three items once where the node goes on and the first fails each try', async () => {
		const continued = { onError: 'continueRegularOutput' as const };
		const { items: made } = await run(badly(parameters), continued, items(0));
		expect(posts(path)).toHaveLength(2);
		expect(made.map(({ json }) => 'error' in json)).toEqual([true, false, false]);
		expect(made.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
	});

	it('sends what Veryfi may have taken once, and says so in the end', async () => {
		stage.veryfi.faults.add({ method: 'POST', loseAnswer: true });
		const { error } = await run(parameters, {}, items(-1).slice(0, 1));
		expect(error?.description).toMatch(/^It is not known whether Veryfi took the request/);
		expect(posts(path)).toHaveLength(1);
	});

	it('sends again what Veryfi has refused', async () => {
		stage.veryfi.faults.add({ method: 'POST', status: 400, body: { error: 'no' }, times: 1 });
		const { error } = await run(parameters, {}, items(-1).slice(0, 1));
		expect(error).toBeUndefined();
		expect(posts(path)).toHaveLength(2);
	});
});

it('keeps the results in order, the doubtful one among them', async () => {
	stage.veryfi.faults.add({ method: 'POST', loseAnswer: true, times: 1 });
	const { items: made } = await run(
		{ operation: 'submit', options: { itemsAtOnce: 1 } },
		{ onError: 'continueRegularOutput' },
		items(-1),
	);
	expect(made.map(({ json }) => json.id ?? json.error)).toEqual([
		'The connection to Veryfi broke before an answer came',
		...[...stage.veryfi.documents.keys()].slice(1),
	]);
	expect(posts()).toHaveLength(3);
});

it('waits again for what was not finished, and submits nothing', async () => {
	stage.veryfi.switches.processingDelay = [4000];
	const { items: made } = await run(
		{ operation: 'submit', waitForResult: true, timeLimit: 1 },
		{ maxTries: 5 },
		items(-1).slice(0, 1),
	);
	stage.veryfi.switches.processingDelay = [0];
	expect(made[0].json).toMatchObject({ invoice_number: 'A-1042' });
	expect(posts()).toHaveLength(1);
});

it('counts for Execute Once, too', async () => {
	stage.veryfi.faults.add({ method: 'POST', loseAnswer: true });
	await run({ operation: 'submit' }, { executeOnce: true }, items(-1));
	expect(posts()).toHaveLength(1);
});

it('adds a line item once, and deletes a document once', async () => {
	const id = stage.veryfi.seedDocument();
	const input = [{ json: { id } }, { json: { id: 404404 } }];
	const documentId = byId('={{ $json.id }}');
	const row = { order: 0, description: 'Paper', total: 1 };
	await run({ resource: 'lineItem', operation: 'create', documentId, ...row }, {}, input);
	expect(posts(`/documents/${id}/line-items/`)).toHaveLength(1);
	await run({ operation: 'delete', documentId }, {}, input);
	const deletions = stage.veryfi.requests.filter(
		({ method, path }) => method === 'DELETE' && path === `${API}/documents/${id}/`,
	);
	expect(deletions).toHaveLength(1);
});

it('sends an update again that Veryfi may have taken, as that changes nothing', async () => {
	const id = stage.veryfi.seedDocument();
	stage.veryfi.faults.add({ method: 'PUT', loseAnswer: true, times: 1 });
	const update = { operation: 'update', documentId: byId(id), fields: { notes: 'a' } };
	const { items: made } = await run(update, {}, [{ json: {} }]);
	expect(made[0].json).toMatchObject({ id });
});

it('tells once how many items succeeded', async () => {
	stage.veryfi.faults.add({ method: 'POST', loseAnswer: true, after: 1 });
	const { error } = await run({ operation: 'submit', options: { itemsAtOnce: 1 } });
	expect(error?.description?.match(/\d of 3 items succeeded/g)).toEqual(['1 of 3 items succeeded']);
});

it('another run of the node in the same execution submits the same items again', async () => {
	const { items: made } = await run({ operation: 'submit' }, {}, items(-1), 2);
	expect(made).toHaveLength(3);
	expect(posts()).toHaveLength(6);
});

describe('an external ID that is submitted in one execution', () => {
	const submit: INodeParameters = {
		operation: 'submit',
		additionalFields: { externalId: '={{ $json.externalId }}' },
		options: { ifExternalIdExists: 'return' },
	};
	const bearing = (...externalIds: string[]) =>
		externalIds.map((externalId) => ({ json: { externalId }, binary }));
	/** As Veryfi's list is for some time: it does not show yet what was submitted. */
	const lag = () =>
		stage.veryfi.faults.add({ method: 'GET', status: 200, body: { documents: [] } });

	it('is submitted once, however often the node runs', async () => {
		lag();
		const { run: executed } = await run(submit, {}, bearing('inv-1', 'inv-2'), 3);
		const outputs = executed.data.resultData.runData.Veryfi.map(
			({ data }) => data?.main[0]?.map(({ json }) => json) as IDataObject[],
		);
		const ids = [...stage.veryfi.documents.keys()].map((id) => ({ id }));
		expect(ids).toHaveLength(2);
		expect(outputs[0].map(({ id }) => ({ id }))).toEqual(expect.arrayContaining(ids));
		const known = outputs[0].map(({ id }) => ({ id, was_submitted_before: true }));
		expect(outputs.slice(1)).toEqual([known, known]);
	});

	it('fails the second run where it is to fail', async () => {
		lag();
		const { error } = await run(
			{ ...submit, options: { ifExternalIdExists: 'fail' } },
			{ retryOnFail: false },
			bearing('inv-1'),
			2,
		);
		expect(error?.message).toMatch(/"inv-1" already: \d+$/);
		expect(posts()).toHaveLength(1);
	});

	it('is not submitted by another try, whose output is that of the first', async () => {
		lag();
		const { items: made } = await run(
			{ ...submit, ...failing },
			{ onError: 'continueRegularOutput' },
			[{ json: { externalId: 'x', isBad: true }, binary }, ...bearing('inv-1')],
		);
		expect(made[1].json).toEqual({ id: [...stage.veryfi.documents.keys()][0] });
		expect(posts()).toHaveLength(1);
	});

	it('is found by another try when Veryfi lists what it may have taken', async () => {
		stage.veryfi.faults.add({ method: 'POST', loseAnswer: true, times: 1 });
		const { items: made } = await run(submit, {}, bearing('inv-1'));
		expect(made.map(({ json }) => json)).toEqual([{ id: [...stage.veryfi.documents.keys()][0] }]);
		expect(posts()).toHaveLength(1);
	});

	it('stays in doubt as long as Veryfi does not list it', async () => {
		lag();
		stage.veryfi.faults.add({ method: 'POST', loseAnswer: true, times: 1 });
		const { error } = await run(submit, {}, bearing('inv-1'), 2);
		expect(error?.description).toMatch(/^It is not known whether Veryfi took the request/);
		expect(posts()).toHaveLength(1);
	});

	it('is submitted again by another execution, which knows nothing of the first', async () => {
		lag();
		await run(submit, {}, bearing('inv-1'));
		await run(submit, {}, bearing('inv-1'));
		expect(posts()).toHaveLength(2);
	});
});
