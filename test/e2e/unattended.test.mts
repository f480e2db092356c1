import { describe, expect, it } from '@jest/globals';
import { importWorkflow, outputOf, PATIENCE_MS, readExample, waitFor } from '../host/index.mts';
import { burst } from './burst.mts';
import { age, BILL, booked, hoursAgo, isBooked, publishCatchUp } from './catchUp.mts';
import { Stage } from './stage.mts';
import { takeStock } from './stock.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.shared(),
	(started) => (stage = started),
);

describe('the example with catch-up', () => {
	it('books exactly once what the trigger got, what it failed at, and what n8n was down for', async () => {
		const { emulator } = stage;
		emulator.switches.retryIntervals = [50, 100];
		const workflow = await publishCatchUp(stage);

		const early = await burst(emulator, 3);
		await booked(emulator, early.ids);
		const unlucky = emulator.seedDocument({ total: 4 });
		emulator.faults.add({ method: 'GET', path: `*/documents/${unlucky}`, status: 400 });
		await emulator.deliver('document.created', { id: unlucky, created: '2026-11-20 10:00:00' });
		const failed = await waitFor('the failed execution', PATIENCE_MS, async () =>
			(await stage.executionsBy('webhook', workflow)).find(({ status }) => status === 'error'),
		);

		const down = Date.now();
		await stage.n8n.stop();
		emulator.faults.clear();
		const late = await burst(emulator, 4);
		await emulator.idle();
		expect(late.missed()).toEqual(late.ids);

		// More than a page of documents that were booked before, among those that were missed.
		for (let count = 0; count < 60; count++) {
			emulator.seedDocument({ tags: ['booked'], total: 1 });
		}
		age(emulator);
		const others = [
			emulator.seedDocument({ status: 'in_progress', created_date: hoursAgo(2) }),
			// The trigger has half an hour for it.
			emulator.seedDocument({ created_date: hoursAgo(0.1) }),
			emulator.seedDocument({ created_date: hoursAgo(8 * 24) }),
		];
		// Both ends of the list, whichever way it is ordered.
		const last = emulator.seedDocument({ total: 9, created_date: hoursAgo(1) });

		await stage.n8n.start();
		const ready = Date.now();
		/** Turns of the schedule, but for one that began as n8n ended or started, and that n8n therefore calls crashed. */
		const turns = async () =>
			(await stage.executionsBy('trigger', workflow)).filter(({ status, startedAt }) => {
				const began = Date.parse(startedAt ?? '');
				return status !== 'crashed' || !(began >= down && began < ready);
			});
		await booked(emulator, [unlucky, ...late.ids, last]);
		const before = (await turns()).length;
		await waitFor(
			'two more turns of the schedule',
			PATIENCE_MS,
			async () => {
				const all = await turns();
				return all.length >= before + 2 && all.every(({ status }) => status === 'success');
			},
			turns,
		);
		await stage.client.retry(failed.id);
		await waitFor('the retry', PATIENCE_MS, async () =>
			(await stage.executionsBy('retry', workflow)).find(({ status }) => status === 'success'),
		);
		await stage.unpublish(workflow.id);

		const ids = [...early.ids, unlucky, ...late.ids, last];
		const { client } = stage;
		const stock = await takeStock('missed, then caught up', client, workflow.id, BILL, ids);
		expect(stock.once).toEqual(ids);
		const put = stock.entries.flatMap((entry) => entry.put);
		expect(put.sort()).toEqual([...ids].sort());
		expect(others.filter((id) => isBooked(emulator, id))).toEqual([]);

		const told = await Promise.all(
			(await turns()).map(async ({ id }) =>
				outputOf(await client.execution(id), 'Notify of Stuck Document').map(({ json }) => json.id),
			),
		);
		expect(told.flat()).toEqual([others[0]]);
	});
});

describe('the catch-up, started by hand', () => {
	it('books what was missed without waiting for the hour', async () => {
		const { emulator, client } = stage;
		const workflow = await client.createWorkflow(
			importWorkflow(await readExample('catch-up'), stage.credential),
		);
		await stage.publishOrFail(workflow);
		emulator.faults.add({ on: 'delivery', drop: true });
		const { ids } = await burst(emulator, 3);
		await emulator.idle();
		age(emulator);
		await client.run(workflow.id, 'Every Hour');
		await booked(emulator, ids);
		const { once } = await takeStock('caught up by hand', client, workflow.id, BILL, ids);
		expect(once).toEqual(ids);
	});
});
