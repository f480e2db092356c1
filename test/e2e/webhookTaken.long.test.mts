import { describe, expect, it } from '@jest/globals';
import { errorOf, N8n, PATIENCE_MS, triggerUrl, waitFor } from '../host/index.mts';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let ours: Stage;
let theirs: Stage;

useStage(
	() => Stage.start(),
	(started) => (ours = started),
);
useStage(
	() => Stage.on((installation) => N8n.create(installation), ours.emulator),
	(started) => (theirs = started),
);

/** How often a webhook was added. */
const adds = () =>
	ours.emulator.requests.filter(
		({ method, path }) => method === 'POST' && /settings\/webhooks\/?$/.test(path),
	).length;

describe('a workflow whose webhook another workflow of the same n8n takes', () => {
	it('fails an execution that names the other, and takes nothing back when n8n starts again', async () => {
		const replace = { options: { ifWebhookUrlIsInUse: 'replace' } };
		const loser = await ours.publishTrigger(replace);
		const { nodes, connections } = await ours.createTrigger(replace);
		const winner = await ours.client.createWorkflow({ name: 'Invoices', nodes, connections });
		await ours.publishOrFail(winner);

		const [{ id, status }] = await ours.executions(loser.workflow.id, 1);
		const reason = errorOf(await ours.client.execution(id));
		expect([status, reason]).toEqual([
			'error',
			expect.stringMatching(
				/delivers to the workflow "Invoices".*no more documents\. Unpublish it/,
			),
		]);

		await ours.n8n.stop();
		await ours.n8n.start();
		const data = { id: ours.emulator.seedDocument(), created: '2026-11-20 10:00:00' };
		await waitFor('the webhook to answer 200', PATIENCE_MS, async () => {
			const [answer] = await ours.emulator.deliver('document.created', data, { attempts: 1 });
			return answer.status === 200;
		});
		expect(await ours.executions(winner.id, 1)).toHaveLength(1);
		expect(ours.confirmedUrl).toBe(triggerUrl(ours.n8n.url, winner.nodes));
	});
});

describe('a copy of a published workflow in the same n8n', () => {
	it('is not published with the same address, and takes nothing from the first', async () => {
		const first = await publishBooking(ours);
		const { nodes, connections } = first;
		const copy = await ours.client.createWorkflow({ name: 'Copy', nodes, connections });
		await expect(ours.publish(copy)).rejects.toThrow('conflict with one of the webhooks');
		expect(ours.confirmedUrl).toBe(triggerUrl(ours.n8n.url, nodes));

		const { ids } = await burst(ours.emulator, 5);
		await ours.emulator.idle();
		const { once } = await takeBookings('copied', ours, first, ids);
		expect(once).toEqual(ids);
	});
});

describe('two n8ns that use the same Veryfi account', () => {
	it('leave the webhook to the first, and every document comes out of it', async () => {
		const first = await publishBooking(ours);
		const { status } = await theirs.publishTrigger();
		expect(status.status).toBe('failed');
		expect(ours.confirmedUrl).toBe(triggerUrl(ours.n8n.url, first.nodes));
		expect(adds()).toBe(1);

		const { ids } = await burst(ours.emulator, 20);
		await ours.emulator.idle();
		const { once } = await takeBookings('first', ours, first, ids);
		expect(once).toEqual(ids);
	});

	it('change hands once when the second replaces the first, and no document is lost or doubled', async () => {
		const replace = { options: { ifWebhookUrlIsInUse: 'replace' } };
		const first = await publishBooking(ours, replace);
		let second = first;
		const { ids, missed } = await burst(ours.emulator, 60, {
			every: 100,
			after: async (sent) => {
				if (sent === 30) second = await publishBooking(theirs, replace);
			},
		});
		await ours.emulator.idle();
		expect(ours.confirmedUrl).toBe(triggerUrl(theirs.n8n.url, second.nodes));
		expect(adds()).toBe(2);

		expect(missed()).toEqual([]);
		const left = await takeBookings('first', ours, first, ids);
		const right = await takeBookings('second', theirs, second, ids);
		expect([...left.once, ...right.once].sort()).toEqual(ids);
		expect(left.once.length * right.once.length).toBeGreaterThan(0);
	});
});
