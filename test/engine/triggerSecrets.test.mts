import { inspect } from 'node:util';

import { afterEach, expect, jest, test } from '@jest/globals';

import { Logger } from './harness/index.mts';
import type { Stage } from './triggerStage.mts';
import { failureOf, send, startStage } from './triggerStage.mts';

let stage: Stage;
afterEach(async () => {
	jest.restoreAllMocks();
});

test('no secret reaches an item, an error, an answer, the log or the static data', async () => {
	const logs = (['error', 'warn', 'info', 'debug'] as const).map((level) =>
		jest.spyOn(Logger.prototype, level),
	);
	stage = await startStage({ deliveryAttempts: 1, confirmRefusals: 1, clearWebhook: 'refused' });
	const { emulator, host } = stage;
	const seen: unknown[] = [];

	// A life with every kind of trouble.
	const workflow = stage.trigger({ events: ['*'] });
	const url = host.urlOf(workflow);
	await host.activate(workflow);
	const data = { id: emulator.seedDocument(), created: '2026-01-01 00:00:00' };
	await emulator.deliver('document.created', data);
	await emulator.deliver('document.created', { ...data, id: 404404 });
	await emulator.deliver('document.created', data, { secret: 'another secret' });
	seen.push(await send(url, { body: JSON.stringify({ event: 'document.created', data }) }));
	await host.settled();
	for (const operation of ['get', 'diagnose', 'clear']) {
		seen.push(await stage.webhook(operation, { webhookUrl: url }));
	}
	await host.deactivate(workflow);
	emulator.switches.admin = false;
	seen.push(await failureOf(host.activate(workflow)));
	emulator.switches.admin = true;
	emulator.faults.add({ path: '*/documents/*', drop: true });
	emulator.faults.add({ path: '*/settings/webhooks*', status: 500, body: 'fault' });
	seen.push(await failureOf(host.activate(workflow)));
	workflow.node.credentials = { veryfiAsyncApi: { id: 'deleted', name: 'deleted' } };
	seen.push(await send(url, { body: '{}' }));

	const subscriptionSecrets = emulator.deliveries
		.filter(({ event }) => event === 'subscription')
		.map(({ body }) => (JSON.parse(body) as { data: { secret: string } }).data.secret);
	expect(subscriptionSecrets.length).toBeGreaterThan(0);
	const { clientSecret, apiKey, bearerKey } = emulator.credentials;
	const secrets = [clientSecret, apiKey, bearerKey, ...subscriptionSecrets];

	const places = {
		outcomes: [seen, host.executions, host.failures],
		log: logs.map(({ mock }) => mock.calls),
		staticData: workflow.staticData,
	};
	expect(places.log.flat().length).toBeGreaterThan(0);
	for (const [place, content] of Object.entries(places)) {
		const text = inspect(content, { depth: 30, maxStringLength: null, maxArrayLength: null });
		for (const value of secrets) expect([place, text.includes(value)]).toEqual([place, false]);
	}
});
