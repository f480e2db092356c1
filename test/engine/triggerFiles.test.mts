/** The file of a finished document beside its data. */
import type { IncomingHttpHeaders } from 'node:http';

import { beforeEach, describe, expect, test } from '@jest/globals';

import { API } from './actionStage.mts';
import { serve, type NodeSettings } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { startStage } from './triggerStage.mts';

const FILE = Buffer.from('%PDF-1.4 a file');

let stage: Stage;
let host: string;
/** Statuses that the host of files answers with, before it answers with the file. */
let refusals: number[];
let seen: IncomingHttpHeaders[];

beforeEach(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
	[refusals, seen] = [[], []];
	host = await serve(({ headers }, response) => {
		seen.push(headers);
		const refusal = refusals.shift();
		if (refusal) response.writeHead(refusal).end();
		else response.setHeader('content-type', 'application/pdf').end(FILE);
	});
});

/** Delivers the event of a document with these links, and returns the execution. */
const deliver = async (
	parameters: NodeSettings['parameters'],
	links: object,
	settings?: NodeSettings['settings'],
	event = 'document.created',
) => {
	const workflow = stage.trigger({ events: ['*'], ...parameters }, settings);
	await stage.host.activate(workflow);
	const body = { id: 7, total: 12, ...links };
	stage.emulator.faults.add({ method: 'GET', path: `${API}/documents/7`, status: 200, body });
	stage.emulator.requests.length = 0;
	await stage.emulator.deliver(event, { id: 7, created: '2026-01-01 00:00:00' });
	await stage.host.settled();
	return stage.host.executions[0];
};

const links = () => ({ img_url: `${host}/a.jpg`, pdf_url: `${host}/a.pdf` });

describe('Download File', () => {
	test('is off unless it is chosen', async () => {
		const { items } = await deliver({}, links());
		expect(items[0].binary).toBeUndefined();
		expect(seen).toEqual([]);
	});

	test('puts the original into the field that is named, fetched without any credential', async () => {
		const { items } = await deliver({ downloadFile: true, outputField: 'paper' }, links());
		const { paper } = items[0].binary ?? {};
		expect(items[0].json).toMatchObject({ documentId: 7, total: 12 });
		expect(paper).toMatchObject({ fileName: '7.jpg', id: expect.stringMatching(/^filesystem/) });
		expect(await stage.engine.content(paper)).toEqual(FILE);
		expect(seen).toHaveLength(1);
		expect(seen[0]).not.toHaveProperty('authorization');
		expect(stage.emulator.requests).toHaveLength(1);
	});

	test('takes the PDF if that is chosen', async () => {
		const { items } = await deliver({ downloadFile: true, file: 'pdf' }, links());
		expect(items[0].binary?.data).toMatchObject({
			fileName: '7.pdf',
			mimeType: 'application/pdf',
		});
	});

	test('fetches the file once more by a fresh link when the link has expired', async () => {
		refusals = [403];
		const { items } = await deliver({ downloadFile: true }, links());
		expect(items[0].binary).toHaveProperty('data');
		expect(stage.emulator.requests).toHaveLength(2);
	});

	test.each([
		['has none', undefined, 'Document 7 has no such file'],
		['has none any more', '/gone', 'answered 404 for the file'],
	])('fails the execution when the document %s', async (_what, path, words) => {
		refusals = [404, 404];
		const parameters = { downloadFile: true };
		const { status, error } = await deliver(parameters, { img_url: path && `${host}${path}` });
		expect(status).toBe('error');
		expect(error?.message).toMatch(/^The file of document 7 could not be downloaded\. /);
		expect(error?.message).toContain(words);
	});

	test('becomes an item with the error when the node is set to continue', async () => {
		const settings = { onError: 'continueRegularOutput' as const };
		const { items } = await deliver({ downloadFile: true }, {}, settings);
		expect(items.map(({ json }) => json.error)).toEqual([
			expect.stringContaining('The file of document 7 could not be downloaded'),
		]);
	});

	test('asks nobody for the file of a document that failed', async () => {
		const { items } = await deliver({ downloadFile: true }, links(), {}, 'document.failed');
		expect(items).toMatchObject([{ json: { event: 'document.failed' } }]);
		expect(seen).toEqual([]);
	});
});
