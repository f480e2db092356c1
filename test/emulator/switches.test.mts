import { describe, expect, it } from '@jest/globals';
import { SWITCHES, switchValues, type Switches } from './switches.mts';
import { Receiver, sharedEmulator, textFile, useWebhook, type Answer } from './testing.mts';

const stage = sharedEmulator();
const hook = { url: 'https://localhost:1/hook' };
type Send = () => Promise<Answer>;
const submit =
	(more: object = {}): Send =>
	() =>
		stage.call('POST', '/documents', { ...textFile(), ...more });
const add: Send = () => stage.call('POST', '/settings/webhooks', hook);
const list: Send = () => stage.call('GET', '/documents');
const remove: Send = () => stage.call('DELETE', `/documents/${stage.veryfi.seedDocument()}`);
const taxLines: Send = () =>
	stage.call('GET', `/documents/${stage.veryfi.seedDocument()}/tax-lines`);
const split =
	(more: object = {}): Send =>
	() =>
		stage.call('POST', '/documents-set', { ...textFile(), ...more });
const stranger: Send = () =>
	stage.call('GET', '/documents', undefined, { authorization: 'apikey a:b' });
const nameless: Send = () => stage.call('POST', '/documents', { file_data: textFile().file_data });

describe('a switch', () => {
	it.each<[keyof Switches, Switches[keyof Switches], Send, Partial<Answer>]>([
		['addStatus', 201, add, { status: 201 }],
		['addStatus', 204, add, { status: 204, body: undefined }],
		['addBody', 'status', add, { status: 200, body: { status: 'ok' } }],
		['addBody', 'empty', add, { status: 200, body: undefined }],
		['addBody', 'webhook', add, { body: { ...hook, date: expect.any(String) } }],
		['syncStatus', 200, submit(), { status: 200 }],
		['asyncStatus', 202, submit({ async: true }), { status: 202 }],
		['deleteAnswer', 'status', remove, { body: { status: 'ok' } }],
		['taxLinesKey', 'results', taxLines, { body: { results: [] } }],
		['setStatusCode', 201, split(), { status: 201 }],
		['splitPageLimit', 100, split({ max_pages_to_process: 101 }), { status: 400 }],
		['splitPageLimit', 250, split({ max_pages_to_process: 101 }), { status: 202 }],
		['splitMegabytes', 0, split(), { status: 413 }],
		[
			'unauthorizedKey',
			'error',
			stranger,
			{ status: 401, body: { status: 'fail', error: 'Not Authorized' } },
		],
		['fileNameRequired', true, nameless, { status: 400 }],
		['fileNameRequired', false, nameless, { status: 201 }],
		[
			'defaultPageSize',
			50,
			list,
			{ body: { documents: [], meta: expect.objectContaining({ documents_per_page: 50 }) } },
		],
	])('%s = %j changes the answer', async (name, value, send, expected) => {
		Object.assign(stage.veryfi.switches, { [name]: value });
		const answer = await send();
		for (const [key, part] of Object.entries(expected))
			expect(answer[key as keyof Answer]).toEqual(part);
	});

	it('pendingSlots lets one URL wait, or many', async () => {
		stage.veryfi.switches.handshakeTiming = 'never';
		const pending = async () => {
			for (const path of ['a', 'b'])
				await stage.call('POST', '/settings/webhooks', { url: `https://localhost/${path}` });
			return (await stage.call('GET', '/settings/webhooks')).body.pending.length as number;
		};
		expect(await pending()).toBe(2);
		stage.veryfi.switches.pendingSlots = 'one';
		expect(await pending()).toBe(1);
	});

	it('deliveryAttempts and subscriptionAttempts set how often is tried', async () => {
		const receiver = await Receiver.start();
		Object.assign(stage.veryfi.switches, {
			deliveryAttempts: 2,
			subscriptionAttempts: 3,
			retryIntervals: [1],
			allowInsecureWebhooks: true,
		});
		receiver.statuses = Array<number>(5).fill(500);
		await stage.call('POST', '/settings/webhooks', { url: receiver.url });
		await stage.veryfi.idle();
		expect(receiver.received).toHaveLength(3);
		useWebhook(stage.veryfi, receiver.url);
		stage.veryfi.notify('x', {});
		await stage.veryfi.idle();
		expect(receiver.received).toHaveLength(5);
		await receiver.stop();
	});

	it('enrichments turns background enrichments off', async () => {
		useWebhook(stage.veryfi, hook.url);
		stage.veryfi.switches.enrichments = false;
		await submit({ allowed_async_enrichments: ['rules'] })();
		await stage.veryfi.idle();
		expect(stage.veryfi.deliveries).toEqual([]);
	});

	it.each(Object.entries(SWITCHES))(
		'%s reads its own default from the command line',
		(name, row) => {
			const value = switchValues()[name as keyof Switches];
			expect(row.parse(String(value))).toEqual(value);
		},
	);
});
