import { beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { Agent, request } from 'undici';
import type { DeliveryOptions } from '../emulator/index.mts';
import { outputOf, PATIENCE_MS, waitFor } from '../host/index.mts';
import { Stage, TRIGGER, type PublishedTrigger } from './stage.mts';
import { useStage } from './useStage.mts';

const MEGABYTE = 1024 * 1024;
const BINARY = { 'content-type': 'application/octet-stream' };
const GZIP = { 'content-encoding': 'gzip' };
const bomb = (megabytes: number) => gzipSync(Buffer.alloc(megabytes * MEGABYTE, ' '));

let stage: Stage;
let trigger: PublishedTrigger;

useStage(
	() => Stage.shared(),
	(started) => (stage = started),
	{ isStory: true },
);
beforeAll(async () => {
	trigger = await stage.publishTrigger();
});

/** Delivers once and gives the status that the sender saw, or why it saw none. */
async function deliver(options: DeliveryOptions, data: object = { id: 1, created: 'x' }) {
	const [{ status, error }] = await stage.emulator.deliver('document.created', data, {
		attempts: 1,
		...options,
	});
	return error ?? status;
}

const signatureOf = (data: object) => stage.emulator.sign(data);

describe('the webhook URL of a published trigger', () => {
	const refused: Array<[name: string, status: number, options: () => DeliveryOptions]> = [
		['a delivery signed with another secret', 401, () => ({ secret: 'somebody-else' })],
		['a delivery without a signature', 401, () => ({ signature: null })],
		['an empty signature', 401, () => ({ signature: '' })],
		['a signature that is no base64', 401, () => ({ signature: 'not a signature' })],
		[
			'a forged delivery with the signature of another',
			401,
			() => ({
				signature: signatureOf({ id: 2, created: 'x' }),
			}),
		],
		['JSON that is no delivery', 400, () => ({ rawBody: '[1,2,3]' })],
		['an empty body', 400, () => ({ rawBody: '' })],
		['2 MB of JSON', 413, () => ({ rawBody: JSON.stringify('junk'.repeat(MEGABYTE / 2)) })],
		// What calls itself JSON and is not never gets past n8n, which reads it before the node.
		['broken JSON', 422, () => ({ rawBody: '{"event":"document.created","data":{"id":' })],
		['16 MB of junk', 422, () => ({ rawBody: Buffer.alloc(16 * MEGABYTE, 'junk') })],
		[
			'17 MB of junk, more than n8n takes',
			500,
			() => ({
				rawBody: Buffer.alloc(17 * MEGABYTE, 'junk'),
			}),
		],
		// n8n leaves other types to the node.
		['broken JSON of no known type', 400, () => ({ rawBody: '{"event":', headers: BINARY })],
		[
			'bytes that are no UTF-8',
			400,
			() => ({
				rawBody: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
				headers: BINARY,
			}),
		],
		[
			'16 MB of junk of no known type',
			413,
			() => ({
				rawBody: Buffer.alloc(16 * MEGABYTE, 'junk'),
				headers: BINARY,
			}),
		],
		[
			'17 MB of junk of no known type',
			413,
			() => ({
				rawBody: Buffer.alloc(17 * MEGABYTE, 'junk'),
				headers: BINARY,
			}),
		],
		[
			'a gzip bomb of 15 MB, as much as n8n takes',
			413,
			() => ({ rawBody: bomb(15), headers: { ...BINARY, ...GZIP } }),
		],
		['a gzip bomb of 40 MB', 413, () => ({ rawBody: bomb(40), headers: { ...BINARY, ...GZIP } })],
		[
			'an unsigned delivery that calls itself a form',
			401,
			() => ({
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
				signature: null,
			}),
		],
	];
	for (const [name, status, options] of refused) {
		it(`answers ${status} to ${name}`, async () => {
			expect(await deliver(options())).toBe(status);
		});
	}

	for (const method of ['GET', 'HEAD'] as const) {
		it(`answers 200 to a ${method} probe`, async () => {
			const agent = new Agent({ connect: { ca: stage.n8n.certificate.cert } });
			const { statusCode, body } = await request(trigger.url, { method, dispatcher: agent });
			await body.dump();
			await agent.destroy();
			expect(statusCode).toBe(200);
		});
	}

	it('confirms nothing for a forged subscription event, and calls Veryfi a few times at most', async () => {
		const before = stage.emulator.requests.length;
		const began = Date.now();
		for (let attempt = 0; attempt < 12; attempt++) {
			await stage.emulator.deliver(
				'subscription',
				{ secret: 'forged', created: 'x' },
				{ signature: null, attempts: 1 },
			);
		}
		const calls = stage.emulator.requests.slice(before);
		expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
		// Six at once and one every five seconds.
		expect(calls.length).toBeLessThanOrEqual(6 + (Date.now() - began) / 5_000);
		expect(stage.confirmedUrl).toBe(trigger.url);
	});

	it('has made no execution of any of this, while a true delivery makes one', async () => {
		expect(await stage.client.executions()).toEqual([]);

		const id = stage.emulator.seedDocument({ total: 3 });
		expect(await deliver({}, { id, created: '2026-11-20 10:00:00' })).toBe(200);
		const executions = await stage.executions(trigger.workflow.id, 1);
		expect(executions).toMatchObject([{ status: 'success' }]);
	});

	it('takes a signed delivery whose text only CPython writes like that', async () => {
		const data = { id: 5, created: '2026-11-20 10:00:01', error: `Couldn't read "p.pdf"\u00a0` };
		const [{ status }] = await stage.emulator.deliver('document.failed', data);
		expect(status).toBe(200);
		const [, { id }] = await stage.executions(trigger.workflow.id, 2);
		const [{ json }] = outputOf(await stage.client.execution(id), TRIGGER);
		expect(json).toMatchObject({ event: 'document.failed', reason: data.error });
	});

	it('answers 200 without an execution to an event that the user did not choose', async () => {
		const [{ status }] = await stage.emulator.deliver('w2_set.created', {
			parent_id: 1,
			id: [2],
			created: '2026-11-20 10:00:02',
		});
		expect(status).toBe(200);
		expect(await stage.client.executions()).toHaveLength(2);
	});

	it('names an event that it neither listens to nor knows in the log, without line breaks', async () => {
		const [{ status }] = await stage.emulator.deliver('any_docs.created\n', {
			id: 3,
			created: 'x',
		});
		expect(status).toBe(200);
		expect(await stage.client.executions()).toHaveLength(2);
		const line = String.raw`does not listen to "any_docs.created\n", an event that it does not know`;
		await waitFor('the log to say so', PATIENCE_MS, () => stage.n8n.log.includes(line));
	});
});
