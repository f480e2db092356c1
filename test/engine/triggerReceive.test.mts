import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';

import { clock } from '../../nodes/shared/clock.ts';
import { findings, findingText } from '../../nodes/shared/webhooks/findings.ts';
import type { TriggerWorkflow } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, send, startStage } from './triggerStage.mts';

const created = '2026-01-01 00:00:00';

let stage: Stage;
let workflow: TriggerWorkflow;
let url: string;

beforeAll(async () => {
	stage = await startStage({ deliveryAttempts: 1 });
	workflow = stage.trigger({ events: ['*'], fetchDocument: false });
	await stage.host.activate(workflow);
	url = stage.host.urlOf(workflow);
});
afterEach(async () => {
	await stage.host.settled();
	stage.host.executions.length = 0;
	expect(stage.host.failures).toEqual([]);
});

const deliver = async (...args: Parameters<Stage['emulator']['deliver']>) => {
	const [{ status }] = await stage.emulator.deliver(...args);
	await stage.host.settled();
	return status;
};

describe('a genuine delivery', () => {
	test('is answered 200 and becomes an execution', async () => {
		expect(await deliver('document.created', { id: 7, created })).toBe(200);
		expect(stage.host.executions).toHaveLength(1);
		expect(stage.host.executions[0].input).toEqual([
			[{ json: { event: 'document.created', data: { id: 7, created } } }],
		]);
	});

	test('may be compressed', async () => {
		const data = { id: 8, created };
		const { status } = await send(url, {
			body: gzipSync(JSON.stringify({ event: 'document.created', data })),
			headers: { 'content-encoding': 'gzip', 'x-veryfi-signature': stage.emulator.sign(data) },
		});
		await stage.host.settled();
		expect(status).toBe(200);
		expect(stage.host.executions).toHaveLength(1);
	});

	test('counts under any content type, for the signature tells', async () => {
		const data = { id: 9, created };
		const { status } = await send(url, {
			body: JSON.stringify({ event: 'document.created', data }),
			headers: {
				'content-type': 'application/octet-stream',
				'x-veryfi-signature': stage.emulator.sign(data),
			},
		});
		await stage.host.settled();
		expect(status).toBe(200);
		expect(stage.host.executions).toHaveLength(1);
	});

	test('in the old form without event counts as document.created', async () => {
		stage.emulator.switches.legacyBody = true;
		expect(await deliver('document.created', { id: 10, created })).toBe(200);
		stage.emulator.switches.legacyBody = false;
		expect(stage.host.executions[0].input[0][0].json.event).toBe('document.created');
	});

	test('with a name that nobody knows passes when all events are wanted', async () => {
		expect(await deliver('parcel.arrived', { parcel: 'A', created })).toBe(200);
		expect(stage.host.executions[0].items[0].json).toEqual({
			event: 'parcel.arrived',
			created,
			data: { parcel: 'A', created },
		});
	});

	test.each(['anydocument.created', 'Any-Document.Created', 'any document.created'])(
		'named %s passes as Custom Document (Blueprint) Finished, and keeps its name',
		async (name) => {
			workflow.node.parameters.events = ['any_document.created'];
			expect(await deliver(name, { id: 11, created })).toBe(200);
			workflow.node.parameters.events = ['*'];
			expect(stage.host.executions[0].items[0].json).toMatchObject({
				event: name,
				documentId: 11,
			});
		},
	);

	test('is taken for the one event that an expression gives, too', async () => {
		workflow.node.parameters.events = '={{ "document.failed" }}';
		expect(await deliver('document.failed', { id: 12, created })).toBe(200);
		expect(await deliver('document.created', { id: 12, created })).toBe(200);
		workflow.node.parameters.events = ['*'];
		expect(stage.host.executions.map(({ input }) => input[0][0].json.event)).toEqual([
			'document.failed',
		]);
	});

	test('with a new outcome of a known product comes out with what it has', async () => {
		expect(await deliver('check.archived', { id: [13, 14], created, by: 'x' })).toBe(200);
		const common = { event: 'check.archived', created, data: { id: [13, 14], created, by: 'x' } };
		expect(stage.host.executions[0].items.map(({ json }) => json)).toEqual([
			{ ...common, documentId: 13 },
			{ ...common, documentId: 14 },
		]);
	});

	test('keeps an id of any size', async () => {
		const text = '{"id":9007199254740993,"created":"2026-01-01 00:00:00"}';
		const { status } = await send(url, {
			body: `{"event":"document.created","data":${text}}`,
			headers: { 'x-veryfi-signature': stage.emulator.sign(text) },
		});
		await stage.host.settled();
		expect(status).toBe(200);
		expect(stage.host.executions[0].items[0].json.documentId).toBe('9007199254740993');
	});
});

describe('what does not come from Veryfi leaves no execution', () => {
	const data = { id: 7, created };
	const body = JSON.stringify({ event: 'document.created', data });
	const signed = () => ({ 'x-veryfi-signature': stage.emulator.sign(data) });

	afterEach(() => expect(stage.host.executions).toEqual([]));

	test('401 for a signature made with another secret', async () => {
		expect(await deliver('document.created', data, { secret: 'another secret' })).toBe(401);
	});

	test('401 for the signature of other data', async () => {
		const signature = stage.emulator.sign({ id: 8, created });
		expect(await deliver('document.created', data, { signature })).toBe(401);
	});

	test('401 for no signature', async () => {
		expect(await deliver('document.created', data, { signature: null })).toBe(401);
	});

	test.each(['', 'not base64 of anything', 'A'.repeat(44)])(
		'401 for the signature "%s"',
		async (signature) => {
			const { status } = await send(url, { body, headers: { 'x-veryfi-signature': signature } });
			expect(status).toBe(401);
		},
	);

	test('401 for a relabelled legacy body', async () => {
		const { status } = await send(url, {
			body: JSON.stringify({ ...data, note: 'added' }),
			headers: signed(),
		});
		expect(status).toBe(401);
	});

	test('422 for broken JSON: n8n itself refuses it', async () => {
		const { status } = await send(url, { body: body.slice(0, -1), headers: signed() });
		expect(status).toBe(422);
	});

	test('400 for broken JSON under another content type', async () => {
		const { status } = await send(url, {
			body: body.slice(0, -1),
			headers: { ...signed(), 'content-type': 'text/plain' },
		});
		expect(status).toBe(400);
	});

	test.each(['null', '[]', '"text"', '42', '{}', '{"event":"document.created"}', '{"data":{}}'])(
		'400 for the JSON %s',
		async (json) => {
			expect((await send(url, { body: json, headers: signed() })).status).toBe(400);
		},
	);

	test('400 for an empty body', async () => {
		expect((await send(url, { headers: signed() })).status).toBe(400);
		expect((await send(url, { headers: { 'content-type': 'image/png' } })).status).toBe(400);
	});

	test('400 for bytes that are not UTF-8', async () => {
		const { status } = await send(url, {
			body: randomBytes(64),
			headers: { 'content-type': 'text/plain' },
		});
		expect(status).toBe(400);
	});

	test('413 for 16 MB of junk', async () => {
		const { status } = await send(url, {
			body: Buffer.alloc(16 * 1024 * 1024, 'x'),
			headers: { 'content-type': 'text/plain' },
		});
		expect(status).toBe(413);
	});

	test.each([
		[500, 'text/plain', 'n8n itself refuses it'],
		[413, 'application/octet-stream', 'the trigger reads it'],
	])('%d for more than n8n takes, as %s: %s', async (expected, type) => {
		const { status } = await send(url, {
			body: Buffer.alloc(17 * 1024 * 1024, 'x'),
			headers: { 'content-type': type },
		});
		expect(status).toBe(expected);
	});

	test('400 for a form', async () => {
		const form = '--b\r\nContent-Disposition: form-data; name="event"\r\n\r\nx\r\n--b--\r\n';
		const { status } = await send(url, {
			body: form,
			headers: { 'content-type': 'multipart/form-data; boundary=b' },
		});
		expect(status).toBe(400);
	});

	test('no answer repeats what was sent', async () => {
		const marker = 'a-marker-in-the-request';
		const answers = [
			await send(url, { body: JSON.stringify({ event: marker, data: { marker } }) }),
			await send(url, { body: JSON.stringify({ [marker]: marker }) }),
			await send(url, { body, headers: { 'x-veryfi-signature': marker } }),
			await send(url, { body: marker, headers: { 'content-type': marker } }),
		];
		for (const { text } of answers) expect(text).not.toContain(marker);
	});

	test('an event that the user did not choose is answered 200', async () => {
		workflow.node.parameters.events = ['document.failed'];
		expect(await deliver('document.created', data)).toBe(200);
		expect(await deliver('parcel.arrived', data)).toBe(200);
		workflow.node.parameters.events = ['*'];
	});
});

describe('events given by an expression', () => {
	const outcomes: Array<[expression: string, event: string, executions: number]> = [
		["={{ 'any_document.created' }}", 'any_document.created', 1],
		["={{ 'any_document.created' }}", 'document.created', 0],
		["={{ ' document.created ' }}", 'document.created', 1],
		["={{ ['document.failed', 'document.created'] }}", 'document.created', 1],
		["={{ [null, 'document.created'] }}", 'document.created', 1],
		["={{ '*' }}", 'parcel.arrived', 1],
		["={{ ['document.created_or_failed'] }}", 'document.created', 1],
		["={{ 'document.created_or_failed' }}", 'document.failed', 1],
		["={{ 'document.created_or_failed' }}", 'document.enriched', 0],
		['={{ null }}', 'document.created', 0],
		['={{ undefined }}', 'document.created', 0],
		['={{ [] }}', 'document.created', 0],
		["={{ '' }}", 'document.created', 0],
		['={{ 5 }}', '5', 0],
	];

	test.each(outcomes)('%s and the event %s: %i executions', async (events, event, executions) => {
		const other = await startStage({ deliveryAttempts: 1 });
		const changing = other.trigger({ fetchDocument: false });
		await other.host.activate(changing);
		changing.node.parameters.events = events;

		const [{ status }] = await other.emulator.deliver(event, { id: 1, created });
		await other.host.settled();

		expect(status).toBe(200);
		expect(other.host.executions).toHaveLength(executions);
		expect(other.host.failures).toEqual([]);
	});

	const NOTHING = ['={{ null }}', '={{ undefined }}', '={{ [] }}', "={{ '' }}"];

	test.each([...NOTHING, []])('with nothing in it (%j) is told when publishing', async (events) => {
		const other = await startStage();

		const message = await failureOf(other.host.activate(other.trigger({ events })));

		expect(message).toBe(findingText(findings.noEvents()));
		expect(other.settingsCalls).not.toContain('POST');
	});

	test('with nothing in it is told by Diagnose', async () => {
		const other = await startStage();
		const changing = other.trigger();
		await other.host.activate(changing);
		changing.node.parameters.events = '={{ [] }}';

		const { items } = await other.webhook('diagnose', { webhookUrl: other.host.urlOf(changing) });

		expect(JSON.stringify(items)).toContain(findings.noEvents().message);
	});
});

describe('the client secret', () => {
	/**
	 * Sends deliveries to a trigger whose credential nothing but its activation has read: it is remembered for a minute.
	 *
	 * @returns the answers' statuses, the number of executions, how often the credential was read for the deliveries, and
	 * the milliseconds that have passed since nothing had read it
	 */
	const readingsOf = async (count: number, options: { secret?: string } = {}) => {
		const { emulator, engine, host, trigger } = await startStage({ deliveryAttempts: 1 });
		const begun = clock.now();
		await host.activate(trigger({ fetchDocument: false }));
		const before = engine.credentials.decryptions;
		const statuses: number[] = [];
		for (let id = 1; id <= count; id++) {
			const [{ status }] = await emulator.deliver('document.created', { id, created }, options);
			statuses.push(status);
		}
		await host.settled();
		const passed = clock.now() - begun;
		const readings = engine.credentials.decryptions - before;
		return { statuses, executions: host.executions.length, readings, passed };
	};

	test('is decrypted once a minute, however many deliveries come', async () => {
		const { statuses, executions, readings, passed } = await readingsOf(11);

		expect(statuses).toEqual(Array(11).fill(200));
		expect(executions).toBe(11);
		expect(readings).toBeLessThanOrEqual(Math.floor(passed / 60_000));
	});

	test('is read afresh for forged deliveries only once in five seconds', async () => {
		const { statuses, executions, readings, passed } = await readingsOf(20, { secret: 'x' });

		expect(executions).toBe(0);
		expect(statuses).toEqual(Array(20).fill(401));
		// Beside them it is read once a minute.
		const most = 1 + Math.floor(passed / 5_000) + Math.floor(passed / 60_000);
		expect(readings).toBeLessThanOrEqual(most);
	});

	test('may change: the first delivery signed with the new one passes', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const changing = other.trigger({ fetchDocument: false });
		await other.host.activate(changing);
		const [first] = await other.emulator.deliver('document.created', { id: 1, created });

		other.emulator.credentials.clientSecret = 'the new secret';
		other.setCredential();
		const [second] = await other.emulator.deliver('document.created', { id: 2, created });
		const [old] = await other.emulator.deliver(
			'document.created',
			{ id: 3, created },
			{ secret: 'emulator-client-secret' },
		);

		expect([first.status, second.status, old.status]).toEqual([200, 200, 401]);
	});

	test('may change: of a burst signed with the new one none is refused', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const changing = other.trigger({ fetchDocument: false });
		await other.host.activate(changing);
		await other.emulator.deliver('document.created', { id: 1, created });

		other.emulator.credentials.clientSecret = 'the new secret';
		other.setCredential();
		const { credentials } = other.engine;
		const read = credentials.getDecrypted.bind(credentials);
		// n8n takes as long for it as for several deliveries.
		const reading = jest.spyOn(credentials, 'getDecrypted').mockImplementation(async (...given) => {
			await sleep(300);
			return await read(...given);
		});
		const attempts = await Promise.all(
			[2, 3, 4, 5].map((id) => other.emulator.deliver('document.created', { id, created })),
		);

		expect(attempts.flat().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
		expect(reading).toHaveBeenCalledTimes(1);
	});

	test('may be rotated: what is signed with the one before passes until that is emptied', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		await other.host.activate(other.trigger({ fetchDocument: false }));
		const previousClientSecret = other.emulator.credentials.clientSecret;
		other.emulator.credentials.clientSecret = 'the new secret';
		const statusOf = async (id: number, secret: string) => {
			const [{ status }] = await other.emulator.deliver(
				'document.created',
				{ id, created },
				{ secret },
			);
			return status;
		};

		other.setCredential({ previousClientSecret: `${previousClientSecret}\n` });
		const rotated = [
			await statusOf(1, 'the new secret'),
			await statusOf(2, previousClientSecret),
			await statusOf(3, 'another'),
		];
		expect(rotated).toEqual([200, 200, 401]);

		const emptied = await startStage({ deliveryAttempts: 1 });
		emptied.setCredential({ clientSecret: 'the new secret', previousClientSecret: '' });
		await emptied.host.activate(emptied.trigger({ fetchDocument: false }));
		const [{ status }] = await emptied.emulator.deliver('document.created', { id: 1, created });
		expect(status).toBe(401);
	});

	test('may have been pasted with a line break behind it', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const { clientSecret } = other.emulator.credentials;
		other.setCredential({ clientSecret: ` ${clientSecret}\n` });
		await other.host.activate(other.trigger());

		const [{ status }] = await other.emulator.deliver('document.created', { id: 1, created });

		expect(status).toBe(200);
	});

	test('missing altogether lets nothing pass', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const bare = other.trigger();
		await other.host.activate(bare);
		other.setCredential({ clientSecret: '' });

		const [unsigned] = await other.emulator.deliver('document.created', { id: 1 }, { secret: '' });
		const [signed] = await other.emulator.deliver('document.created', { id: 1 });

		expect([unsigned.status, signed.status]).toEqual([401, 401]);
	});

	test('that could not be read once is read again for the next delivery', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const published = other.trigger({ fetchDocument: false });
		// Without a handshake, which would have read it already.
		other.occupy(other.host.urlOf(published));
		await other.host.activate(published);
		const reading = jest
			.spyOn(other.engine.credentials, 'getDecrypted')
			.mockRejectedValueOnce(new Error('database is locked'));

		const [first] = await other.emulator.deliver('document.created', { id: 1, created });
		const [second] = await other.emulator.deliver('document.created', { id: 1, created });
		reading.mockRestore();

		expect([first.status, second.status]).toEqual([503, 200]);
	});

	test('that was replaced is good for a minute at most', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		await other.host.activate(other.trigger({ fetchDocument: false }));
		await other.emulator.deliver('document.created', { id: 1, created });
		other.setCredential({ clientSecret: 'the new secret' });

		const later = clock.now() + 60_001;
		const ahead = jest.spyOn(clock, 'now').mockImplementation(() => later);
		const [{ status }] = await other.emulator.deliver('document.created', { id: 2, created });
		ahead.mockRestore();

		expect(status).toBe(401);
	});

	test('that cannot be read is answered 503, so that Veryfi delivers again', async () => {
		const other = await startStage({ deliveryAttempts: 1 });
		const broken = other.trigger();
		await other.host.activate(broken);
		broken.node.credentials = { veryfiAsyncApi: { id: 'deleted', name: 'deleted' } };

		const [{ status }] = await other.emulator.deliver('document.created', { id: 1, created });

		expect(status).toBe(503);
		expect(other.host.failures).toEqual([]);
		expect(other.host.executions).toEqual([]);
	});
});
