/** A trigger whose webhook is taken by another URL says so in its own workflow, which n8n goes on showing as published. */
import { beforeEach, describe, expect, test } from '@jest/globals';

import type { TriggerWorkflow } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, occupyByStranger, startStage } from './triggerStage.mts';

const REPLACE = { ifWebhookUrlIsInUse: 'replace' };

let stage: Stage;
let loser: TriggerWorkflow;

const start = async (switches?: Parameters<typeof startStage>[0]) => {
	stage = await startStage({ deliveryAttempts: 1, ...switches });
	loser = stage.trigger({ events: ['document.failed'], options: REPLACE });
	await stage.host.activate(loser);
};
beforeEach(async () => await start());

/** The messages of executions that failed. */
const failures = async () => {
	await stage.host.settled();
	return stage.host.executions.map(({ error }) => error?.message);
};

const lost = (name: string) =>
	expect.stringMatching(
		new RegExp(`delivers to ${name}, so .*no more documents\\. Unpublish it.*fan-out.*Replace It`),
	);

describe('an execution of its workflow fails, which names the one that has the webhook now', () => {
	test('when another workflow is published to replace it', async () => {
		const winner = stage.trigger({ options: REPLACE });
		await stage.host.activate(winner);
		expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(winner)]);
		expect(await failures()).toEqual([lost(`the workflow "${winner.id.slice(0, 8)}…"`)]);
	});

	test('when the Veryfi node confirms another URL', async () => {
		const webhookUrl = 'https://erp.example.com/veryfi';
		stage.emulator.switches.handshakeTiming = 'never';
		await stage.webhook('register', { webhookUrl, ...REPLACE });
		expect(await failures()).toEqual([]);
		const [{ secret }] = stage.emulator.webhooks.pending as unknown as Array<{ secret: string }>;
		await stage.webhook('confirm', { webhookUrl, secret });
		expect(await failures()).toEqual([
			lost(`another receiver, ${webhookUrl} \\(set by the workflow "Engine test"\\)`),
		]);
	});

	test('unless its own webhook is only borrowed for a test', async () => {
		const tested = stage.trigger({ options: { whileTesting: 'borrow' } });
		await stage.host.listen(tested);
		await stage.host.stopListening(tested);
		expect(await failures()).toEqual([]);
	});
});

test('another receiver than a trigger is sent nothing', async () => {
	const seen = await occupyByStranger(stage, '/hook');
	const winner = stage.trigger({ options: REPLACE });
	await stage.host.activate(winner);
	expect(seen).toEqual(['GET']);
	expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(winner)]);
});

test('a URL where nobody answers is replaced all the same', async () => {
	stage.occupy('http://127.0.0.1:1/hook');
	const winner = stage.trigger({ options: REPLACE });
	await stage.host.activate(winner);
	expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(winner)]);
});

test('a delivery is no such message because of its name, which is not signed', async () => {
	const data = { id: stage.emulator.seedDocument(), created: '2026-01-01 00:00:00' };
	await stage.emulator.deliver('webhook.replaced', data);
	expect(await failures()).toEqual([]);
});

describe('when n8n starts', () => {
	test.each(['init', 'leadershipChange'] as const)(
		'it takes nothing back from one that came later, and is not published (%s)',
		async (activation) => {
			const winner = stage.trigger({ options: REPLACE });
			await stage.host.activate(winner);
			for (const workflow of [loser, winner]) stage.host.crash(workflow);
			expect(await failureOf(stage.host.activate(loser, activation))).toEqual(
				lost('another receiver, \\S+'),
			);
			await stage.host.activate(winner, activation);
			expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(winner)]);
			await stage.host.activate(loser);
			expect(stage.webhooks.confirmed).toEqual([stage.host.urlOf(loser)]);
		},
	);

	test('at another address than before, it takes over from itself', async () => {
		const before = stage.host.urlOf(loser);
		stage.occupy(before.replace('localhost', 'old.example.com'));
		await stage.host.activate(loser, 'init');
		expect(stage.webhooks.confirmed).toEqual([before]);
	});
});
