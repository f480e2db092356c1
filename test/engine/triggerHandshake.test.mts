import { createServer, request } from 'node:http';

import { describe, expect, test } from '@jest/globals';

import { findings, findingText } from '../../nodes/shared/webhooks/findings.ts';
import type { EmulatorOptions, Fault } from '../emulator/index.mts';
import { SPEED } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, startStage } from './triggerStage.mts';

let stage: Stage;

describe('publishing a workflow', () => {
	const ways: Array<[way: string, switches: EmulatorOptions]> = [
		['add answers before the callback', { handshakeTiming: 'before' }],
		['add answers during the callback', { handshakeTiming: 'during' }],
		['add answers after the callback', { handshakeTiming: 'after' }],
		['add answers long after the callback', { handshakeTiming: 'after', handshakeDelay: 1_500 }],
		[
			'the URL is pending only once add has answered',
			{ handshakeTiming: 'after', pendingFrom: 'answer', handshakeDelay: 300 },
		],
		['confirm answers 200', { confirmStatus: 200 }],
		['confirm answers 204', { confirmStatus: 204 }],
		['add answers 204 without a body', { addStatus: 204 }],
		['add answers 202 with the webhook', { addStatus: 202, addBody: 'webhook' }],
		['confirm is refused twice, then accepted', { confirmRefusals: 2 }],
		['the subscription event is signed', { subscriptionSigned: true }],
		['the same secret is sent again', { subscriptionSecret: 'same' }],
		['only one URL can be pending', { pendingUrls: 'one' }],
	];

	test.each(ways)('confirms the URL when %s', async (_way, switches) => {
		stage = await startStage(switches);
		const workflow = stage.trigger();

		await stage.host.activate(workflow);

		expect(stage.webhooks).toEqual({ confirmed: [stage.host.urlOf(workflow)], pending: [] });
		expect(stage.host.executions).toEqual([]);
		expect(stage.host.failures).toEqual([]);
	});

	const SETTINGS = '*/settings/webhooks';
	const faults: Array<[fault: string, armed: Fault]> = [
		['the answer to add is lost', { method: 'POST', path: SETTINGS, loseAnswer: true, times: 1 }],
		['the answer to confirm is lost', { path: `${SETTINGS}/confirm`, loseAnswer: true, times: 1 }],
		['confirm fails once', { path: `${SETTINGS}/confirm`, status: 500, times: 1 }],
		[
			'the list fails while waiting',
			{ method: 'GET', path: SETTINGS, status: 503, after: 2, times: 2 },
		],
		[
			'the list is limited while waiting',
			{ method: 'GET', path: SETTINGS, status: 429, after: 2, times: 2 },
		],
	];

	test.each(faults)('succeeds although %s', async (_fault, armed) => {
		stage = await startStage();
		stage.emulator.faults.add(armed);
		const workflow = stage.trigger();

		await stage.host.activate(workflow);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
		expect(stage.emulator.faults.list[0].struck).toBeGreaterThan(0);
	});

	test('works behind a proxy that takes a prefix off the path', async () => {
		stage = await startStage();
		const { app, close } = await startProxy(stage.host.origin, '/n8n');
		stage.host.publicUrl = `${app}/n8n`;
		const workflow = stage.trigger();

		await stage.host.activate(workflow);

		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(workflow)]);
		await close();
	});

	test('works while a copy of the workflow in another n8n is pending too', async () => {
		stage = await startStage();
		const workflow = stage.trigger();
		const url = stage.host.urlOf(workflow);
		const twin = url.replace('localhost', 'other-n8n.example.com');
		stage.emulator.webhooks.pending = [
			{ url: twin, date: '2026-01-01 00:00:00', secret: 'of the twin', refusals: 0 } as never,
		];

		await stage.host.activate(workflow);

		expect(stage.webhooks).toEqual({ confirmed: [url], pending: [twin] });
	});

	test('fails with what to check when the callback never comes, and Diagnose says the same', async () => {
		stage = await startStage({ handshakeTiming: 'never' });
		const workflow = stage.trigger();
		const url = stage.host.urlOf(workflow);

		const [message, diagnosis] = await Promise.all([
			failureOf(stage.host.activate(workflow)),
			stage.webhook('diagnose', { webhookUrl: url }),
		]);

		const expected = findings.notConfirmed(url, true);
		expect(message).toBe(findingText(expected));
		expect(message).toContain('N8N_WEBHOOK_URL');
		expect(message).toContain('reverse proxy');
		expect(message).toContain('certificate');
		expect(diagnosis.items[0].json.problems).toContainEqual({
			check: 'handshake',
			message: expected.message,
			advice: expected.advice,
		});
	});

	test('gives up within 45 seconds also where Veryfi takes 8 s for every list', async () => {
		stage = await startStage({ handshakeTiming: 'never' });
		stage.emulator.faults.add({ method: 'GET', path: SETTINGS, delay: 7_500 / SPEED });

		const message = await failureOf(stage.host.activate(stage.trigger()));

		expect(message).toContain('confirmation request never reached n8n');
		// Two lists before the URL is added, three while waiting, and one of n8n's clean-up after the error.
		const [before, after] = stage.settingsCalls.join(' ').split('POST');
		expect(before.match(/GET/g)).toHaveLength(2);
		expect(after.match(/GET/g)?.length).toBeLessThanOrEqual(3 + 1);
	});

	test('fails at once when Veryfi refuses the URL because nobody answered the callback', async () => {
		stage = await startStage({ handshakeTiming: 'after', failedHandshake: 'refused' });
		stage.host.publicUrl = 'http://127.0.0.1:1';
		const workflow = stage.trigger();

		const message = await failureOf(stage.host.activate(workflow));

		expect(message).toContain('The webhook url could not be verified');
		expect(message).toContain('N8N_WEBHOOK_URL');
	});
});

/** A reverse proxy that serves n8n under a prefix, which n8n itself never sees. */
async function startProxy(target: string, prefix: string) {
	const server = createServer((incoming, outgoing) => {
		const path = (incoming.url ?? '').replace(prefix, '');
		const forwarded = request(
			`${target}${path}`,
			{ method: incoming.method, headers: incoming.headers },
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			},
		);
		incoming.pipe(forwarded);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return {
		app: `http://localhost:${port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
