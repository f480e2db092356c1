import { describe, expect, it } from '@jest/globals';
import { outputOf, PATIENCE_MS, triggerUrl, waitFor } from '../host/index.mts';
import { Stage, TRIGGER } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

/** Delivers a finished document as soon as n8n has the route again, and gives what came out. */
async function receive(workflowId: string, url: string, total: number, count: number) {
	const id = stage.emulator.seedDocument({ total });
	const data = { id, created: `2026-11-20 10:00:${String(total).padStart(2, '0')}` };
	await waitFor('the webhook to answer 200', PATIENCE_MS, async () => {
		const [{ status }] = await stage.emulator.deliver('document.created', data, {
			url,
			attempts: 1,
		});
		return status === 200;
	});
	const execution = (await stage.executions(workflowId, count))[count - 1];
	return outputOf(await stage.client.execution(execution.id), TRIGGER);
}

describe('a published trigger', () => {
	useStage(
		() => Stage.start(),
		(started) => (stage = started),
	);

	it('receives again after n8n was restarted while Veryfi could not be reached', async () => {
		const { workflow, url } = await stage.publishTrigger();
		await stage.n8n.stop();
		stage.emulator.faults.add({ path: '*/settings/webhooks*', drop: true });
		await stage.n8n.start();
		expect(await receive(workflow.id, url, 11, 1)).toMatchObject([{ json: { total: 11 } }]);
		expect(stage.confirmedUrl).toBe(url);
	});

	it('receives again after n8n was killed, and still knows what it had received before', async () => {
		const { workflow, url } = await stage.publishTrigger();
		expect(await receive(workflow.id, url, 13, 1)).toHaveLength(1);
		const [old] = stage.emulator.deliveries.filter(({ event }) => event === 'document.created');
		await stage.n8n.kill();
		await stage.n8n.start();
		expect(await receive(workflow.id, url, 14, 2)).toHaveLength(1);

		const { data } = JSON.parse(old.body) as { data: object };
		await stage.emulator.deliver('document.created', data, { url });
		const [, , again] = await stage.executions(workflow.id, 3);
		expect(outputOf(await stage.client.execution(again.id), TRIGGER)).toEqual([]);
	});
});

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
		expect(await receive(workflow.id, url, 15, 1)).toHaveLength(1);

		stage.emulator.faults.add({ path: '*/settings/webhooks*', drop: true });
		await restart();
		await waitFor(
			'the trigger to say that it keeps its URL',
			PATIENCE_MS,
			() => stage.n8n.log.includes('which was confirmed before'),
			() => stage.n8n.log.slice(-2000),
		);
		expect(await receive(workflow.id, url, 16, 2)).toHaveLength(1);
		const settings = stage.emulator.requests
			.slice(before)
			.filter(({ path }) => path.includes('webhooks'));
		expect(settings.map(({ method }) => method)).not.toContain('POST');
	});
});
