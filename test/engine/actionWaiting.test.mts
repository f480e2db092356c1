import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { API } from './actionStage.mts';
import { pass } from './harness/index.mts';
import { useInvoice } from './useInvoice.mts';

/** Milliseconds that Veryfi takes for a document: several looks, and longer than any test may take. */
const USUAL = [4_000];
const ENDLESS = [36_000_000];

let stage: Stage;
let binary: object;

useInvoice(
	(started, invoice) => {
		stage = started;
		binary = { data: invoice };
	},
	{ processingDelay: USUAL },
);

const wait: INodeParameters = { resource: 'document', operation: 'submit', waitForResult: true };
const run = async (parameters: INodeParameters = {}, cancelAfterMs?: number) =>
	await stage.engine.run(
		{ type: 'veryfi', parameters: { ...wait, ...parameters } },
		[{ json: {}, binary: binary as never }],
		{ cancelAfterMs },
	);
const looks = () => stage.veryfi.requests.filter(({ method }) => method === 'GET').length;

/** With the milliseconds that Veryfi takes: well after the first look, and before "not found" means what it says. */
it.each([
	['in_progress', 12_000],
	['not_found', 5_000],
] as const)(
	'returns the finished document (while in progress: %s)',
	async (inProgressGet, processingDelay) => {
		Object.assign(stage.veryfi.switches, { inProgressGet, processingDelay: [processingDelay] });
		const { items } = await run();
		expect(items[0].json).toMatchObject({ invoice_number: 'A-1042', status: 'processed' });
		expect(looks()).toBeGreaterThan(1);
		stage.veryfi.switches.processingDelay = USUAL;
		expect((await run({ simplify: false })).items[0].json).toHaveProperty('meta');
	},
);

it('returns a document that Veryfi deletes after the first read', async () => {
	const { items } = await run({ additionalFields: { autoDelete: true } });
	expect(items[0].json.invoice_number).toBe('A-1042');
	expect(stage.veryfi.documents.size).toBe(0);
});

it('gives up after the time limit, naming the document that goes on being processed', async () => {
	stage.veryfi.switches.processingDelay = ENDLESS;
	const { error } = await run({ timeLimit: 1 });
	stage.veryfi.switches.processingDelay = USUAL;
	const [id] = stage.veryfi.documents.keys();
	expect(error?.message).toBe(`Document ${id} is not finished after 1 second`);
	expect(error?.description).toMatch(/Do not submit it again/);
	expect(error?.context?.itemIndex).toBe(0);
});

it('tells when the document failed (Veryfi does not show it any more)', async () => {
	const fileUrl = `${stage.veryfi.baseUrl}/_emulator/files/missing.pdf`;
	const { error } = await run({ source: 'url', fileUrl });
	expect(error?.message).toMatch(
		/^Veryfi has no document \d+: it could not be read, or was deleted$/,
	);
	expect(error?.description).toMatch(/document.failed/);
	expect(error?.description).toMatch(/^Veryfi may not have been able to load 'File URL'/);
});

it('tells when the document failed (Veryfi says so)', async () => {
	stage.veryfi.faults.add({
		method: 'GET',
		path: `${API}/documents/*`,
		status: 200,
		body: { id: 1, status: 'failed' },
	});
	expect((await run()).error?.message).toMatch(/^Veryfi could not process document \d+$/);
});

it('takes a document without a status for finished, as Veryfi has not always sent one', async () => {
	stage.veryfi.faults.add({
		method: 'GET',
		path: `${API}/documents/*`,
		status: 200,
		body: { id: 1, total: 7 },
	});
	expect((await run()).items[0].json).toMatchObject({ id: 1, total: 7, status: null });
});

it('survives faults while waiting', async () => {
	stage.veryfi.faults.add({ method: 'GET', status: 503, times: 1 });
	stage.veryfi.faults.add({ method: 'GET', after: 2, drop: true, times: 1 });
	expect((await run()).items[0].json.invoice_number).toBe('A-1042');
});

it.each([
	['503', { status: 503 }],
	['502 with a page', { status: 502, body: '<html>' }],
	['429', { status: 429 }],
	['no answer', { drop: true }],
	['half an answer', { brokenJson: true }],
])('takes %s for "not yet", however often it comes', async (_name, fault) => {
	stage.veryfi.faults.add({ method: 'GET', times: 5, ...fault });
	expect((await run({ timeLimit: 120 })).items[0].json.invoice_number).toBe('A-1042');
});

it('tells in the end what kept it from the result', async () => {
	stage.veryfi.faults.add({ method: 'GET', status: 503, body: { error: 'busy' } });
	const { error } = await run({ timeLimit: 3 });
	const [id] = stage.veryfi.documents.keys();
	expect(error?.message).toBe(
		`Document ${id} is not finished after 3 seconds. When last asked: Veryfi answered 503: busy`,
	);
	expect(error?.description).toMatch(/Do not submit it again/);
});

describe('when an item fails and the node stops, it waits for no other', () => {
	const good = () => ({ json: {}, binary: binary as never });

	it.each([
		['the first', () => [{ json: {} }, good(), good()]],
		['the last', () => [good(), good(), { json: {} }]],
	])('and says which documents Veryfi has (%s)', async (_name, items) => {
		stage.veryfi.switches.processingDelay = ENDLESS;
		const { error } = await stage.run({ ...wait, timeLimit: 3_600 }, items());
		stage.veryfi.switches.processingDelay = USUAL;
		const ids = [...stage.veryfi.documents.keys()];
		expect(error?.message).toMatch(/file|data/i);
		for (const id of ids) expect(error?.description).toContain(String(id));
		expect(error?.description).toMatch(ids.length > 0 ? /instead of submitting it again/ : /./);
		const before = looks();
		await pass(2500);
		expect(looks()).toBe(before);
	});
});

it('names the document that was submitted when Veryfi cannot be asked for it', async () => {
	stage.veryfi.faults.add({ method: 'GET', status: 403, body: { error: 'no' } });
	const { error } = await run();
	const [id] = stage.veryfi.documents.keys();
	expect(error?.message).toBe(
		`The result of document ${id} could not be read. Veryfi answered 403: no`,
	);
	expect(error?.description).toMatch(new RegExp(`by its ID ${id}.*Do not submit it again`));
	expect(error?.context?.itemIndex).toBe(0);
});

it('returns the document to every item when Veryfi gives it the same ID twice', async () => {
	const id = stage.veryfi.seedDocument();
	stage.veryfi.faults.add({ method: 'POST', status: 201, body: { id } });
	const item = { json: {}, binary: binary as never };
	const { items } = await stage.run({ ...wait, timeLimit: 5 }, [item, item]);
	expect(items.map(({ json }) => json.id)).toEqual([id, id]);
});

it('stops looking when the execution is cancelled', async () => {
	stage.veryfi.switches.processingDelay = ENDLESS;
	await run({}, 4000);
	stage.veryfi.switches.processingDelay = USUAL;
	// A look may have been on its way when the execution was cancelled.
	await pass(500);
	const before = looks();
	await pass(2500);
	expect(looks()).toBe(before);
});
