import { describe, expect, it } from '@jest/globals';
import { errorOf, PATIENCE_MS, triggerUrl, waitFor } from '../host/index.mts';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

describe('a workflow whose webhook another workflow of the same n8n takes', () => {
	it('fails an execution that names the other, and takes nothing back when n8n starts again', async () => {
		const replace = { options: { ifWebhookUrlIsInUse: 'replace' } };
		const loser = await stage.publishTrigger(replace);
		const { nodes, connections } = await stage.createTrigger(replace);
		const winner = await stage.client.createWorkflow({ name: 'Invoices', nodes, connections });
		await stage.publishOrFail(winner);

		const [{ id, status }] = await stage.executions(loser.workflow.id, 1);
		const reason = errorOf(await stage.client.execution(id));
		expect([status, reason]).toEqual([
			'error',
			expect.stringMatching(
				/delivers to the workflow "Invoices".*no more documents\. Unpublish it/,
			),
		]);

		await stage.n8n.stop();
		await stage.n8n.start();
		const data = { id: stage.emulator.seedDocument(), created: '2026-11-20 10:00:00' };
		await waitFor('the webhook to answer 200', PATIENCE_MS, async () => {
			const [answer] = await stage.emulator.deliver('document.created', data, { attempts: 1 });
			return answer.status === 200;
		});
		expect(await stage.executions(winner.id, 1)).toHaveLength(1);
		expect(stage.confirmedUrl).toBe(triggerUrl(stage.n8n.url, winner.nodes));
	});
});

describe('a copy of a published workflow in the same n8n', () => {
	it('is not published with the same address, and takes nothing from the first', async () => {
		const first = await publishBooking(stage);
		const { nodes, connections } = first;
		const copy = await stage.client.createWorkflow({ name: 'Copy', nodes, connections });
		await expect(stage.publish(copy)).rejects.toThrow('conflict with one of the webhooks');
		expect(stage.confirmedUrl).toBe(triggerUrl(stage.n8n.url, nodes));

		const { ids } = await burst(stage.emulator, 5);
		await stage.emulator.idle();
		const { once } = await takeBookings('copied', stage, first, ids);
		expect(once).toEqual(ids);
	});
});
