import { describe, expect, it } from '@jest/globals';
import { PATIENCE_MS, triggerUrl, waitFor } from '../host/index.mts';
import { receive } from './receive.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

// Without its publication service, and in versions that have none, n8n goes through all triggers when it starts
// and drops the route of one that fails. With it, n8n trusts what its database says.
describe('a published trigger of an n8n that checks its triggers at start-up', () => {
	useStage(
		() => Stage.start({ env: { N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false' } }),
		(started) => (stage = started),
	);

	/** Restarts n8n and waits until it has asked Veryfi for its webhooks. */
	async function restart(): Promise<void> {
		await stage.n8n.stop();
		const before = stage.emulator.requests.length;
		await stage.n8n.start();
		await waitFor(
			'n8n to ask Veryfi for its webhooks',
			PATIENCE_MS,
			() =>
				stage.emulator.requests.slice(before).some(({ path }) => path.includes('webhooks')) ||
				undefined,
		);
	}

	it('keeps its URL and receives, whether Veryfi can be reached or not', async () => {
		const workflow = await stage.createTrigger();
		const url = triggerUrl(stage.n8n.url, workflow.nodes);
		await stage.client.activate(workflow);
		expect(stage.confirmedUrl).toBe(url);

		const before = stage.emulator.requests.length;
		await restart();
		expect(await receive(stage, workflow.id, url, 15, 1)).toHaveLength(1);

		stage.emulator.faults.add({ path: '*/settings/webhooks*', drop: true });
		await restart();
		await waitFor(
			'the trigger to say that it keeps its URL',
			PATIENCE_MS,
			() => stage.n8n.log.includes('which was confirmed before'),
			() => stage.n8n.log.slice(-2000),
		);
		expect(await receive(stage, workflow.id, url, 16, 2)).toHaveLength(1);
		const settings = stage.emulator.requests
			.slice(before)
			.filter(({ path }) => path.includes('webhooks'));
		expect(settings.map(({ method }) => method)).not.toContain('POST');
	});
});
