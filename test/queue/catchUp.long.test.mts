import { describe, expect, it } from '@jest/globals';
import { burst } from '../e2e/burst.mts';
import { age, BILL, booked, publishCatchUp } from '../e2e/catchUp.mts';
import { takeStock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { killBusyWorker } from './killBusyWorker.mts';
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
});
