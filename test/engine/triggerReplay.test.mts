/**
 * What somebody can do who has got hold of one genuine delivery. The signature covers neither the name
 * of the event nor the time of sending, so some of it gets through: docs/security.md says what and why.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { NodeSettings } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { send, startStage } from './triggerStage.mts';

const created = '2026-01-01 00:00:00';

let stage: Stage;
let url: string;
let genuine: { data: IDataObject; signature: string };

beforeEach(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
});

/** A published workflow that has received one genuine delivery, of a document that cost 120. */
async function publish(parameters: NodeSettings['parameters'] = {}) {
	const workflow = stage.trigger({ events: ['*'], ...parameters });
	await stage.host.activate(workflow);
	url = stage.host.urlOf(workflow);
	const data = { id: stage.emulator.seedDocument({ total: 120 }), created };
	genuine = { data, signature: stage.emulator.sign(data) };
	expect(await replay('document.created')).toMatchObject({
		status: 200,
		items: [{ documentId: data.id }],
	});
}

/** Sends the data of the genuine delivery once more. */
async function replay(event: string | undefined) {
	const before = stage.host.executions.length;
	const { data, signature } = genuine;
	const body = JSON.stringify(event === undefined ? data : { event, data });
	const { status } = await send(url, { body, headers: { 'x-veryfi-signature': signature } });
	await stage.host.settled();
	const [execution] = stage.host.executions.slice(before);
	return { status, outcome: execution?.status, items: execution?.items.map(({ json }) => json) };
}

describe('a genuine delivery that is sent again', () => {
	test('puts nothing out while it is remembered, in either form', async () => {
		await publish();
		expect(await replay('document.created')).toEqual({
			status: 200,
			outcome: 'success',
			items: [],
		});
		expect(await replay(undefined)).toEqual({ status: 200, outcome: 'success', items: [] });
	});

	test('gets through once it is forgotten, with the document as it is now', async () => {
		await publish({ options: { redeliveriesRemembered: 1 } });
		const other = stage.emulator.seedDocument({ total: 5 });
		await stage.emulator.deliver('document.created', { id: other, created });
		await stage.host.settled();
		const document = stage.emulator.documents.get(genuine.data.id as number);
		if (document) document.fields.total = 130;

		const { items } = await replay('document.created');

		expect(items).toMatchObject([{ documentId: genuine.data.id, total: 130 }]);
	});
});

describe('a genuine delivery under another name', () => {
	test('gets through as a failure, without a document', async () => {
		await publish();
		const { status, items } = await replay('document.failed');
		expect(status).toBe(200);
		expect(items).toEqual([
			{ event: 'document.failed', documentId: genuine.data.id, created, data: genuine.data },
		]);
	});

	test('gets through as an event that nobody knows, if the user wants all events', async () => {
		await publish();
		const { items } = await replay('invoice.paid');
		expect(items).toEqual([{ event: 'invoice.paid', created, data: genuine.data }]);
	});

	test('leaves no execution as an event that the user did not choose', async () => {
		await publish({ events: ['document.created'] });
		expect(await replay('document.failed')).toEqual({
			status: 200,
			outcome: undefined,
			items: undefined,
		});
	});

	test('cannot bring a document that the account does not have', async () => {
		await publish();
		expect(await replay('w2_set.created')).toMatchObject({ status: 200, outcome: 'error' });
	});

	test('cannot become a handshake', async () => {
		await publish();
		expect(await replay('subscription')).toEqual({
			status: 400,
			outcome: undefined,
			items: undefined,
		});
	});
});
