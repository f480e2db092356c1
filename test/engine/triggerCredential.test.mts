/** A trigger whose credential has an expression that reads items: there are none where it registers and verifies. */
import { describe, expect, test } from '@jest/globals';

import type { Stage } from './triggerStage.mts';
import { failureOf, startStage } from './triggerStage.mts';

let stage: Stage;

const NEEDS_ITEMS =
	/An expression in the credential has no value here .*credential with fixed values/;

describe.each(['clientId', 'clientSecret', 'apiKey', 'baseUrl'])(
	'where %s reads items',
	(field) => {
		const byItem = () => stage.setCredential({ [field]: '={{ $json.account }}' });

		test('it is neither published nor tested, and says why', async () => {
			stage = await startStage();
			byItem();
			const workflow = stage.trigger();
			expect(await failureOf(stage.host.activate(workflow))).toMatch(NEEDS_ITEMS);
			expect(await failureOf(stage.host.listen(workflow))).toMatch(NEEDS_ITEMS);
			expect(stage.emulator.requests).toEqual([]);
		});

		test('of late, deliveries are refused until it is mended, and unpublishing works', async () => {
			stage = await startStage({ deliveryAttempts: 1 });
			const workflow = stage.trigger();
			await stage.host.activate(workflow);
			const { credentials } = workflow.node;
			workflow.node.credentials = stage.engine.credentials.set(`by item: ${field}`, {
				...stage.emulator.credentials,
				baseUrl: stage.emulator.baseUrl,
				[field]: '={{ $json.body.account }}',
			});
			const data = { id: stage.emulator.seedDocument(), created: '2026-01-01 00:00:00' };
			const deliver = async () => {
				const [{ status }] = await stage.emulator.deliver('document.created', data);
				await stage.host.settled();
				return status;
			};
			expect(await deliver()).toBe(503);
			expect(stage.host.executions).toEqual([]);
			expect(stage.host.failures).toEqual([]);

			workflow.node.credentials = credentials;
			expect(await deliver()).toBe(200);
			expect(stage.host.executions).toMatchObject([{ status: 'success', items: [{}] }]);
			byItem();
			await stage.host.deactivate(workflow);
		});
	},
);

test('an execution that has begun asks nobody for a document without its own key', async () => {
	stage = await startStage({ deliveryAttempts: 1 });
	const workflow = stage.trigger();
	await stage.host.activate(workflow);
	const data = { created: '2026-01-01 00:00:00', key: stage.emulator.credentials.apiKey };
	const deliver = async (more: object) => {
		const id = stage.emulator.seedDocument();
		await stage.emulator.deliver('document.created', { id, ...data, ...more });
		await stage.host.settled();
		return stage.host.executions.at(-1);
	};
	expect(await deliver({})).toMatchObject({ status: 'success' });
	stage.emulator.requests.length = 0;
	// The trigger still has the client secret that it read a moment ago.
	stage.setCredential({ apiKey: '={{ $json.data.key }}' });
	expect(await deliver({ key: '' })).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining("'API Key' of the credential is empty") },
	});
	expect(stage.emulator.requests).toEqual([]);
	expect(await deliver({})).toMatchObject({ status: 'success' });
});
