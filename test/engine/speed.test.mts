/** Many documents at once: pages, polling and the limits of Veryfi. */
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { RateLimiter } from '../../nodes/shared/api/rateLimit.ts';
import { waitFor } from '../host/waitFor.mts';
import type { Stage } from './actionStage.mts';
import { API } from './actionStage.mts';
import { pass } from './harness/index.mts';
import { useActionStage } from './useActionStage.mts';

const FILE = 'a.txt';

let stage: Stage;

useActionStage((started) => (stage = started));
beforeEach(() => {
	Object.assign(stage.veryfi.switches, { processingDelay: [20], inProgressGet: 'in_progress' });
	stage.veryfi.files.set(FILE, Buffer.from('Papier Nord\nTotal 12.00\n'.repeat(20)));
});

const DOCUMENTS = `${API}/documents`;
const goOn = { settings: { onError: 'continueRegularOutput' as const } };
const names = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ json: { name: `doc-${index}` } }));
/** The account serves the file itself: a host that nobody knows would keep this process busy looking it up. */
const papers = (count: number) =>
	names(count).map(({ json }) => ({
		json: { ...json, url: `${stage.veryfi.baseUrl}/_emulator/files/${FILE}` },
	}));
const requests = (method: string, path: RegExp) =>
	stage.veryfi.requests.filter((request) => request.method === method && path.test(request.path));
const lists = () => requests('GET', /\/documents\/?$/);
const looks = () => requests('GET', /\/documents\/\d+\/?$/);
const submissions = () => requests('POST', /\/documents\/?$/);

describe('a long list', () => {
	const getMany = (parameters: INodeParameters) => ({
		resource: 'document',
		operation: 'getMany',
		simplify: false,
		...parameters,
	});
	const seed = (count: number) =>
		Array.from({ length: count }, () => stage.veryfi.seedDocument()).reverse();

	it('takes as many requests as it has pages, and comes in its order', async () => {
		const ids = seed(510);
		// The first pages answer last.
		stage.veryfi.faults.add({ path: DOCUMENTS, delay: 500, after: 1, times: 2 });
		const { items } = await stage.run(getMany({ returnAll: true }));
		expect(items.map(({ json }) => json.id)).toEqual(ids);
		expect(lists()).toHaveLength(11);
	});

	it('takes no more requests than the limit needs', async () => {
		const ids = seed(300);
		const { items } = await stage.run(getMany({ limit: 120 }));
		expect(items.map(({ json }) => json.id)).toEqual(ids.slice(0, 120));
		expect(lists()).toHaveLength(3);
	});

	/** IDs of a list of 250 that changes after the first page: what it was, and what came out. */
	const readWhile = async (change: (ids: number[]) => void) => {
		const ids = seed(250);
		stage.veryfi.faults.add({ path: DOCUMENTS, delay: 200 });
		const reading = stage.run(getMany({ returnAll: true }));
		while (lists().length < 2) await new Promise((next) => setTimeout(next, 5));
		change(ids);
		const found = (await reading).items.map(({ json }) => Number(json.id));
		expect(new Set(found).size).toBe(found.length);
		return { ids, found };
	};

	it('is complete and has nothing twice although documents come in meanwhile', async () => {
		const { ids, found } = await readWhile(() => seed(3));
		expect(found).toEqual(expect.arrayContaining(ids));
		// They fill a sixth page.
		expect(lists().length).toBeLessThanOrEqual(6);
	});

	it('is complete although documents are deleted meanwhile, which moves others to a page before', async () => {
		const { ids, found } = await readWhile((seeded) => {
			for (const id of seeded.slice(0, 3)) stage.veryfi.documents.delete(id);
		});
		expect(found.slice(0, 247)).toEqual(ids.slice(3));
		expect(lists()).toHaveLength(10);
	});

	it('is read a second time at most where Veryfi counts more than it lists', async () => {
		stage.veryfi.faults.add({ status: 200, body: { results: [{ id: 1 }], count: 9, next: '' } });
		const { items } = await stage.run({ ...getMany({ returnAll: true }), resource: 'check' });
		expect(items.map(({ json }) => json.id)).toEqual([1]);
		expect(stage.veryfi.requests).toHaveLength(2);
	});

	it('is not read on after a page that Veryfi refuses', async () => {
		seed(1000);
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 400, body: { error: 'no' }, after: 1 });
		const { error } = await stage.run(getMany({ returnAll: true }));
		expect(error?.message).toBe('Veryfi answered 400: no');
		expect(lists().length).toBeLessThanOrEqual(6);
	});

	it('is complete under the real limits', async () => {
		seed(700);
		stage.veryfi.switches.rateLimits = true;
		const { items } = await stage.run(getMany({ returnAll: true }));
		stage.veryfi.switches.rateLimits = false;
		expect(items).toHaveLength(700);
	});
});

it('submits checks at the pace that Veryfi has for them', async () => {
	// What that pace is, and that none is refused then, is shown without a clock in test/unit/shared/rateLimit.
	const acquire = jest.spyOn(RateLimiter.prototype, 'acquire');
	const { items } = await stage.run(
		{ resource: 'check', operation: 'submit', source: 'url', fileUrl: '={{ $json.url }}' },
		papers(5),
	);
	expect(items).toHaveLength(5);
	expect(acquire.mock.calls.map(([rateLimit]) => rateLimit)).toEqual(Array(5).fill('slow'));
	acquire.mockRestore();
});

describe('waiting for many documents', () => {
	const wait: INodeParameters = {
		resource: 'document',
		operation: 'submit',
		source: 'url',
		fileUrl: '={{ $json.url }}',
		additionalFields: { externalId: '={{ $json.name }}' },
		waitForResult: true,
	};

	it('asks for lists instead of for every document, and reads each one once', async () => {
		stage.veryfi.switches.processingDelay = [20_000];
		const outcome = await stage.run(wait, papers(100));
		expect(outcome.error).toBeUndefined();
		expect(outcome.items.map(({ json }) => json.external_id)).toEqual(
			names(100).map(({ json }) => json.name),
		);
		expect(outcome.items.map(({ pairedItem }) => pairedItem)).toEqual(
			names(100).map((_, item) => ({ item })),
		);
		// Where it takes a busy machine long to submit them, they are finished one after the other.
		expect(looks().length).toBeLessThanOrEqual(100 + 12 * 12);
		expect(lists().length).toBeGreaterThan(0);
		expect(lists().length).toBeLessThanOrEqual(72);
	});

	it('submits the others while the first are being processed', async () => {
		const body = { status: 'in_progress' };
		stage.veryfi.faults.add({ method: 'GET', path: `${DOCUMENTS}/*`, status: 200, body });
		const running = stage.run({ ...wait, options: { itemsAtOnce: 2 } }, papers(20));
		await waitFor('all 20 submissions', 60_000, () => submissions().length === 20);
		stage.veryfi.faults.clear();
		expect((await running).items).toHaveLength(20);
	});

	it('looks one by one where the key may not list', async () => {
		stage.veryfi.switches.processingDelay = [10_000];
		stage.veryfi.faults.add({ path: DOCUMENTS, method: 'GET', status: 403 });
		const outcome = await stage.run(wait, papers(20));
		expect(outcome.items).toHaveLength(20);
		expect(lists()).toHaveLength(1);
	});

	it('finds documents that Veryfi shows only when they are finished', async () => {
		Object.assign(stage.veryfi.switches, {
			processingDelay: [2500],
			inProgressGet: 'not_found',
		});
		const outcome = await stage.run(wait, papers(20));
		expect(outcome.error).toBeUndefined();
		expect(outcome.items).toHaveLength(20);
	});

	it('tells of each that failed, however many they are and although no list shows them', async () => {
		const missing = papers(20).map(({ json }) => ({ json: { ...json, url: `${json.url}.gone` } }));
		const { items } = await stage.run({ ...wait, timeLimit: 60 }, missing, goOn);
		const told = items.map(({ json }) => json.error as string);
		expect(told).toEqual(
			told.map(() => expect.stringMatching(/has no document \d+: it could not be read/)),
		);
		expect(told).toHaveLength(20);
	});

	it('stops at the time limit and names all that are still being processed', async () => {
		stage.veryfi.switches.processingDelay = [36_000_000];
		const { error } = await stage.run({ ...wait, timeLimit: 20 }, papers(15));
		const ids = [...stage.veryfi.documents.keys()];
		expect(error?.message).toMatch(/^Document \d+ is not finished after 20 seconds$/);
		const text = `${error?.message} ${error?.description}`;
		expect(ids.filter((id) => !text.includes(String(id)))).toEqual([]);
		expect(submissions()).toHaveLength(15);
	});

	it('tells each item its own document at the time limit where the node goes on', async () => {
		stage.veryfi.switches.processingDelay = [36_000_000];
		const outcome = await stage.run({ ...wait, timeLimit: 5 }, papers(3), goOn);
		const ids = [...stage.veryfi.documents.values()];
		for (const [index, { json }] of outcome.items.entries()) {
			const own = ids.find(({ fields }) => fields.external_id === `doc-${index}`);
			expect(json.error).toBe(`Document ${own?.id} is not finished after 5 seconds`);
			expect(JSON.stringify(json)).not.toContain('Still being processed');
		}
	});

	it('stops looking when the execution is cancelled', async () => {
		stage.veryfi.switches.processingDelay = [36_000_000];
		await stage.engine.run({ type: 'veryfi', parameters: wait }, papers(20), {
			cancelAfterMs: 10_000,
		});
		const { requests } = stage.veryfi;
		// What was on its way may still arrive; what goes on for ever never ends this.
		for (let before = -1; before !== requests.length; await pass(15_000)) before = requests.length;
		expect(requests.length).toBeGreaterThan(0);
	});
});

describe('the limits', () => {
	const submit: INodeParameters = {
		resource: 'document',
		operation: 'submit',
		source: 'url',
		fileUrl: '={{ $json.url }}',
		additionalFields: { externalId: '={{ $json.name }}' },
	};

	it('after a 429 with retry-after no item sends anything until then', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, status: 429, retryAfter: 20, after: 10, times: 1 });
		const { items } = await stage.run(submit, papers(60));
		expect(items).toHaveLength(60);
		const refused = submissions().findIndex(({ status }) => status === 429);
		const times = submissions().map(({ at }) => at);
		const pauses = times.slice(refused + 1).map((at, index) => at - times[refused + index]);
		// What is on its way when Veryfi refuses still arrives, which on a busy machine takes a moment.
		const hold = pauses.findIndex((pause) => pause > 10_000);
		expect(hold).toBeGreaterThanOrEqual(0);
		expect(hold).toBeLessThan(32);
	});

	it.each([429, 500])(
		'no document is submitted twice when one in five is answered %i',
		async (status) => {
			stage.veryfi.faults.add({ path: DOCUMENTS, status, probability: 0.2 });
			const { items } = await stage.run(submit, papers(60), goOn);
			const accepted = [...stage.veryfi.documents.values()].map(({ fields }) => fields.external_id);
			expect(new Set(accepted).size).toBe(accepted.length);
			const reported = items.filter(({ json }) => json.error !== undefined);
			expect(accepted.length + reported.length).toBe(60);
			expect(submissions()).toHaveLength(
				status === 429 ? 60 + submissions().filter((request) => request.status === 429).length : 60,
			);
			for (const { json } of reported) expect(JSON.stringify(json)).toMatch(/external ID/);
		},
	);

	it('a document whose answer is lost is in the account once and reported', async () => {
		stage.veryfi.faults.add({ path: DOCUMENTS, loseAnswer: true, after: 5, times: 3 });
		const { items } = await stage.run(submit, papers(30), goOn);
		const accepted = [...stage.veryfi.documents.values()].map(({ fields }) => fields.external_id);
		expect(accepted.sort()).toEqual(
			names(30)
				.map(({ json }) => json.name)
				.sort(),
		);
		expect(items.filter(({ json }) => json.error !== undefined)).toHaveLength(3);
	});
});
