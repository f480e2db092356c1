import { describe, expect, it } from '@jest/globals';
import { burst } from '../e2e/burst.mts';
import { age, BILL, booked, isBooked, publishCatchUp } from '../e2e/catchUp.mts';
import { takeStock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { loseWorker, releaseLost } from './lostWorker.mts';
import { CONCURRENCY, startQueueStage, type QueueStage } from './stage.mts';

let stage: QueueStage;

useStage(startQueueStage, (started) => (stage = started));

describe('catch-up in queue mode', () => {
	it('books once what a killed worker had in its hands and what was never delivered', async () => {
		const { emulator, client } = stage;
		const workflow = await publishCatchUp(stage);
		let over: Promise<void> | undefined;
		const { ids } = await burst(emulator, 30, {
			every: 80,
			after: (sent) => {
				if (sent === 15) over = killBusyWorker(stage).then((worker) => worker.start());
			},
		});
		await over;
		await emulator.idle();
		emulator.faults.clear();
		emulator.faults.add({ on: 'delivery', drop: true });
		const missed = await burst(emulator, 5);
		await emulator.idle();
		const all = [...ids, ...missed.ids];
		const before = await takeStock('worker killed', client, workflow.id, BILL, all);
		expect(before.missing).toEqual(missed.ids);
		expect(before.failed).toHaveLength(CONCURRENCY);

		age(emulator);
		await booked(emulator, all);
		await stage.unpublish(workflow.id);
		const after = await takeStock('caught up', client, workflow.id, BILL, all);
		expect(after.once).toEqual(all);
	});

	it('books once what a worker held that never came back, as a retry does once that is out of the queue', async () => {
		const { emulator, client } = stage;
		const workflow = await publishCatchUp(stage);
		const { ids, running, worker } = await loseWorker(stage, workflow);
		expect(running.map(({ status }) => status)).toEqual(Array(CONCURRENCY).fill('running'));
		await releaseLost(stage);
		const [first, second, ...others] = await waitFor('them to be shown', PATIENCE_MS, async () => {
			const all = await client.allExecutions(workflow.id);
			const crashed = all.filter(({ status }) => status === 'crashed');
			return crashed.length === CONCURRENCY && crashed;
		});

		emulator.faults.clear();
		for (const { id } of [first, second]) await client.retry(id);
		await waitFor(
			'the retried ones to be booked',
			PATIENCE_MS,
			() => ids.filter((id) => isBooked(emulator, id)).length === ids.length - others.length,
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
