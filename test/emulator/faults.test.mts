import { describe, expect, it } from '@jest/globals';
import { sharedEmulator, textFile } from './testing.mts';

const stage = sharedEmulator();

const list = () => stage.call('GET', '/documents');
const submit = () => stage.call('POST', '/documents', textFile());

describe('a request fault', () => {
	it('answers with a status and retry-after, as often as told', async () => {
		stage.veryfi.faults.add({
			path: '/api/v8/partner/documents',
			status: 429,
			retryAfter: 7,
			times: 2,
		});
		const answers = [await list(), await list(), await list()];
		expect(answers.map(({ status }) => status)).toEqual([429, 429, 200]);
		expect(answers[0].headers['retry-after']).toBe('7');
		expect(answers[0].body).toMatchObject({ status: 'fail' });
	});

	it('answers with any body, even none', async () => {
		stage.veryfi.faults.add({ status: 503, body: '', times: 1 });
		expect(await list()).toMatchObject({ status: 503, body: undefined });
		stage.veryfi.faults.add({
			status: 409,
			body: { status: 'fail', error: 'Access limit reached' },
			times: 1,
		});
		expect(await list()).toMatchObject({ status: 409, body: { error: 'Access limit reached' } });
	});

	it('strikes only its method and path, and only after as many as told', async () => {
		stage.veryfi.faults.add({ method: 'post', path: '*/documents', status: 500, after: 1 });
		expect((await submit()).status).toBe(201);
		expect((await submit()).status).toBe(500);
		expect((await list()).status).toBe(200);
		expect((await stage.call('POST', '/documents/', textFile())).status).toBe(500);
	});

	it('strikes by chance when told so', async () => {
		stage.veryfi.faults.add({ status: 500, probability: 0 });
		expect((await list()).status).toBe(200);
	});

	it('drops the connection without doing the work', async () => {
		stage.veryfi.faults.add({ drop: true, times: 1 });
		await expect(submit()).rejects.toThrow();
		expect(stage.veryfi.documents.size).toBe(0);
		expect(stage.veryfi.requests).toMatchObject([{ method: 'POST', status: 0 }]);
	});

	it('loses the answer after doing the work', async () => {
		stage.veryfi.faults.add({ loseAnswer: true, times: 1 });
		await expect(submit()).rejects.toThrow();
		expect(stage.veryfi.documents.size).toBe(1);
	});

	it('breaks the JSON off, or sends no body, after doing the work', async () => {
		stage.veryfi.faults.add({ brokenJson: true, times: 1 });
		await expect(submit()).rejects.toThrow(SyntaxError);
		stage.veryfi.faults.add({ emptyBody: true, times: 1 });
		expect(await submit()).toMatchObject({ status: 201, body: undefined });
		expect(stage.veryfi.documents.size).toBe(2);
	});

	it('delays', async () => {
		stage.veryfi.faults.add({ delay: 1000, times: 1 });
		const order: string[] = [];
		await Promise.all([
			list().then(() => order.push('delayed')),
			new Promise((resolve) => setTimeout(resolve, 20)).then(list).then(() => order.push('later')),
		]);
		expect(order).toEqual(['later', 'delayed']);
	});

	it('ends when faults are cleared', async () => {
		stage.veryfi.faults.add({ status: 500 });
		expect((await list()).status).toBe(500);
		stage.veryfi.faults.clear();
		expect((await list()).status).toBe(200);
	});
});

describe('the control routes', () => {
	const control = async (method: string, path: string, body?: unknown) => {
		const response = await fetch(`${stage.veryfi.baseUrl}/_emulator/${path}`, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		return await response.json();
	};

	it('change switches and refuse unknown ones', async () => {
		expect(await control('PATCH', 'switches', { confirmStatus: 200 })).toMatchObject({
			confirmStatus: 200,
		});
		expect(stage.veryfi.switches.confirmStatus).toBe(200);
		expect(await control('PATCH', 'switches', { nonsense: 1 })).toMatchObject({
			error: 'Unknown switches: nonsense',
		});
	});

	it('arm and clear faults', async () => {
		expect(await control('POST', 'faults', { status: 500, times: 1 })).toMatchObject([
			{ status: 500, struck: 0 },
		]);
		expect((await list()).status).toBe(500);
		expect(await control('GET', 'faults')).toMatchObject([{ struck: 1 }]);
		expect(await control('DELETE', 'faults')).toEqual([]);
	});

	it.each([
		['a path that is no text', { path: {} }, 'path'],
		['a name that no fault has', { pth: '*' }, 'pth'],
		['a chance over 1', { probability: 2 }, 'probability'],
		['something on which nothing can go wrong', { on: 'sunday' }, 'on'],
	])('refuse %s in a fault, naming it', async (_, fault, name) => {
		expect(await control('POST', 'faults', fault)).toMatchObject({
			code: 400,
			details: [{ loc: [name] }],
		});
		expect(await control('GET', 'faults')).toEqual([]);
	});

	it('seed documents, host files, set webhooks, and show the state', async () => {
		const { id } = await control('POST', 'documents', { total: 5 });
		await fetch(`${stage.veryfi.baseUrl}/_emulator/files/a/b.txt`, {
			method: 'PUT',
			body: 'hello',
		});
		expect(await (await fetch(`${stage.veryfi.baseUrl}/_emulator/files/a/b.txt`)).text()).toBe(
			'hello',
		);
		await control('PUT', 'webhooks', {
			confirmed: [{ url: 'https://example.com/', date: '2026-01-01 00:00:00' }],
		});
		await list();
		expect(await control('GET', 'state')).toMatchObject({
			documents: [id],
			webhooks: { confirmed: [{ url: 'https://example.com/' }] },
			requests: [{ method: 'GET', status: 200 }],
		});
		expect(await control('POST', 'reset')).toEqual({ reset: true });
		expect(await control('GET', 'state')).toMatchObject({
			documents: [],
			requests: [],
			webhooks: { confirmed: [] },
		});
	});

	it('deliver by hand and wait until nothing is going on', async () => {
		const attempts = await control('POST', 'deliver', {
			event: 'x',
			data: { id: 1 },
			url: 'http://127.0.0.1:1/',
			attempts: 1,
		});
		expect(attempts).toMatchObject([{ event: 'x', status: 0 }]);
		expect(await control('GET', 'idle')).toEqual({ idle: true });
	});
});
