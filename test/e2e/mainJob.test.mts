import { describe, expect, it } from '@jest/globals';
import {
	importWorkflow,
	outputOf,
	readExample,
	triggerUrl,
	type Execution,
	type Workflow,
} from '../host/index.mts';
import { openForm } from '../host/form.mts';
import { upload } from '../host/upload.mts';
import { differences, type SimplifiedDocument } from '../samples/compare.mts';
import { createSamples } from '../samples/index.mts';
import { placesWith, placesWithSecrets, writtenBy } from './secrets.mts';
import { Stage, TRIGGER } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;
let finished: Workflow;
let url: string;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
	{ isStory: true },
);

/** Executions of the workflow with the trigger, oldest first, with their data. */
async function finishedExecutions(count: number): Promise<Execution[]> {
	const summaries = await stage.executions(finished.id, count);
	return await Promise.all(summaries.map(({ id }) => stage.client.execution(id)));
}

const submit = (file: { fileName: string; mimeType: string; bytes: Buffer }) =>
	upload(`${stage.n8n.url}/webhook/receipts`, stage.n8n.certificate.cert, file);

describe('the main job, with the example workflows on a real n8n', () => {
	it('accepts the credential', async () => {
		const { clientId, clientSecret, username, apiKey } = stage.emulator.credentials;
		const { baseUrl } = stage.emulator;
		const data = { clientId, clientSecret, authentication: 'apiKey', username, apiKey, baseUrl };
		const test = (changes: object) =>
			stage.client.testCredential(stage.credential, 'veryfiAsyncApi', { ...data, ...changes });
		expect(await test({})).toMatchObject({ status: 'OK' });
		const key = await test({ apiKey: 'wrong' });
		expect(key).toMatchObject({ status: 'Error', message: expect.stringContaining('the key') });
		const host = await test({ baseUrl: 'https://api.veryfi.invalid' });
		expect(host).toMatchObject({ status: 'Error', message: expect.stringContaining('not found') });
	});

	it('registers and confirms its own webhook when the workflow is published', async () => {
		finished = await stage.client.createWorkflow(
			importWorkflow(await readExample('finished-documents'), stage.credential),
		);
		url = triggerUrl(stage.n8n.url, finished.nodes);
		expect(await stage.publish(finished)).toMatchObject({ status: 'published' });
		expect(stage.emulator.webhooks).toMatchObject({ confirmed: [{ url }], pending: [] });
	});

	it('brings every submitted document back through the trigger with the values printed on it', async () => {
		const workflow = await stage.client.createWorkflow(
			importWorkflow(await readExample('submit-receipts'), stage.credential),
		);
		expect(await stage.publish(workflow)).toMatchObject({ status: 'published' });

		stage.emulator.switches.readImages = true;
		const samples = await createSamples();
		const ids: number[] = [];
		for (const sample of samples) ids.push(await submit(sample));
		const executions = await finishedExecutions(samples.length);

		const items = executions.flatMap((execution) => outputOf(execution, TRIGGER));
		expect(items.map(({ json }) => json.documentId).sort()).toEqual(ids);
		for (const [index, sample] of samples.entries()) {
			const { json } = items.find(({ json }) => json.documentId === ids[index])!;
			expect(json).toMatchObject({ event: 'document.created', created_date: expect.any(String) });
			expect(differences(sample, json as SimplifiedDocument)).toEqual([]);
		}
		expect(executions.map(({ status }) => status)).toEqual(samples.map(() => 'success'));
		const bills = executions.flatMap((execution) => outputOf(execution, 'Bill'));
		expect(bills.map(({ json }) => json.vendor).sort()).toEqual(
			['City Cabs', 'Corner Cafe', 'Hansen Hardware', 'Papier Nord'].sort(),
		);
	});

	it('brings the reason when a document could not be processed', async () => {
		const bytes = Buffer.from(`%PDF-1.7\n${'not really a PDF '.repeat(30)}`);
		const id = await submit({ fileName: 'broken.pdf', mimeType: 'application/pdf', bytes });
		const execution = (await finishedExecutions(5))[4];
		const [{ json }] = outputOf(execution, 'Notify Someone');
		expect(json).toMatchObject({
			event: 'document.failed',
			documentId: id,
			reason: 'File is corrupted',
		});
		expect(json).not.toHaveProperty('vendor_name');
	});

	it('puts a redelivery out only once', async () => {
		const id = stage.emulator.seedDocument({ total: 12.5 });
		const data = { id, created: '2026-11-20 10:00:00' };
		const first = await stage.emulator.deliver('document.created', data);
		await finishedExecutions(6);
		const second = await stage.emulator.deliver('document.created', data);
		const [once, again] = (await finishedExecutions(7)).slice(5);

		expect([...first, ...second].map(({ status }) => status)).toEqual([200, 200]);
		expect(outputOf(once, TRIGGER)).toMatchObject([{ json: { total: 12.5 } }]);
		expect(outputOf(again, TRIGGER)).toEqual([]);
		expect(again.status).toBe('success');
	});

	it('fails the execution when the document cannot be fetched, and a retry brings it', async () => {
		const id = stage.emulator.seedDocument({ total: 99 });
		stage.emulator.faults.add({ method: 'GET', path: `*/documents/${id}`, status: 500 });
		const [{ status }] = await stage.emulator.deliver('document.created', {
			id,
			created: '2026-11-20 11:00:00',
		});
		const failed = (await finishedExecutions(8))[7];
		expect([status, failed.status]).toEqual([200, 'error']);
		expect(failed.data.resultData.error?.message).toContain(String(id));

		stage.emulator.faults.clear();
		await stage.client.retry(failed.id);
		const retried = (await finishedExecutions(9))[8];
		expect(outputOf(retried, TRIGGER)).toMatchObject([{ json: { total: 99 } }]);
	});

	it('submits a file that somebody chooses in the form', async () => {
		const [{ fileName, mimeType, bytes, printed }] = await createSamples();
		const form = await openForm(`${stage.n8n.url}/form/submit-receipt`, stage.n8n.certificate);
		expect(form.title).toBe('Submit a receipt or invoice');
		await form.send({ File: new File([new Uint8Array(bytes)], fileName, { type: mimeType }) });
		const execution = (await finishedExecutions(10))[9];
		expect(outputOf(execution, TRIGGER)).toMatchObject([{ json: { vendor_name: printed.vendor } }]);
	});

	it('clears the webhook when the workflow is unpublished', async () => {
		await stage.unpublish(finished.id);
		expect(stage.emulator.webhooks.confirmed).toEqual([]);
	});

	it('leaves no secret: not in the database of n8n, its files or log, nor in the log of the account', async () => {
		await stage.n8n.stop();

		const places = await writtenBy(stage);
		// The search does find what is there.
		expect(placesWith(places, 'Papier Nord').join()).toContain('database.sqlite');
		expect(placesWith(places, 'webhook handshake confirmed').join()).toContain('n8n.log');
		expect(placesWith(places, '/settings/webhooks/confirm').join()).toContain('request log');
		expect(placesWithSecrets(stage, places)).toEqual([]);
	});
});
