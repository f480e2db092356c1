import { describe, expect, it } from '@jest/globals';
import { age, BILL, booked, isBooked, publishCatchUp } from '../e2e/catchUp.mts';
import { takeStock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import { loseWorker, releaseLost } from './lostWorker.mts';
import { CONCURRENCY, SOON_CRASHED, startQueueStage, type QueueStage } from './stage.mts';

let stage: QueueStage;

useStage(
	() => startQueueStage(SOON_CRASHED),
	(started) => (stage = started),
);

describe('catch-up in queue mode', () => {
	it('books once what a worker held that never came back, as a retry does once that is out of the queue', async () => {
		const { emulator, client } = stage;
		const workflow = await publishCatchUp(stage);
		const { ids, running, worker } = await loseWorker(stage, workflow);
		expect(running.map(({ status }) => status)).toEqual(Array(CONCURRENCY).fill('running'));
		await releaseLost(stage);
		const crashed = await waitFor('them to be shown', PATIENCE_MS, async () => {
			const all = await client.allExecutions(workflow.id);
			const found = all.filter(({ status }) => status === 'crashed').map(({ id }) => id);
			return running.every(({ id }) => found.includes(id)) && found;
		});

		emulator.faults.clear();
		const [first, second, ...others] = running;
		for (const { id } of [first, second]) await client.retry(id);
		// One that was stored and not yet queued can be among the crashed (SOON_CRASHED): catch-up books it, too.
		const unbooked = crashed.length - 2;
		await waitFor(
			'the retried ones to be booked',
			PATIENCE_MS,
			() => ids.filter((id) => isBooked(emulator, id)).length === ids.length - unbooked,
		);
		age(emulator);
		await booked(emulator, ids);
		for (const { id } of others) await client.retry(id);
		await stage.unpublish(workflow.id);
		const stock = await takeStock('worker lost', client, workflow.id, BILL, ids);
		expect(stock.once).toEqual(ids);
		await worker.start();
	});
});
