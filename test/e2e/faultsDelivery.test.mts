import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { LAZY_EXPRESSIONS, Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start({ env: LAZY_EXPRESSIONS }),
	(started) => (stage = started),
);

describe('deliveries that do not come one by one and in order', () => {
	it('are each processed once when they are repeated, reordered and delayed', async () => {
		const { faults } = stage.emulator;
		faults.add({ on: 'delivery', duplicate: 2, probability: 0.5 });
		faults.add({ on: 'delivery', reorder: true, probability: 0.2 });
		faults.add({ on: 'delivery', delay: 20_000, probability: 0.2 });
		const workflow = await publishBooking(stage);
		const { ids } = await burst(stage.emulator, 100, { every: 100 });
		faults.clear();
		// Lets go of what is still held back.
		const last = await burst(stage.emulator, 1);
		await stage.emulator.idle();

		const all = [...ids, ...last.ids];
		const { once, entries } = await takeBookings(
			'repeated, reordered, delayed',
			stage,
			workflow,
			all,
		);
		expect(once).toEqual(all);
		expect(entries.length).toBeGreaterThan(all.length);
	});

	it('are each processed once when n8n is too slow and Veryfi gives up waiting for its answers', async () => {
		stage.emulator.switches.responseTimeout = 1_000;
		stage.emulator.switches.retryIntervals = [3_000, 10_000];
		const workflow = await publishBooking(stage);
		// All at once: n8n takes them, and the last must wait for seconds.
		const { ids } = await burst(stage.emulator, 150, { every: 0 });
		await stage.emulator.idle();
		const unheard = stage.emulator.deliveries.filter(({ status }) => status === 0);
		expect(unheard.length).toBeGreaterThan(0);

		const { once, entries } = await takeBookings('slow n8n', stage, workflow, ids);
		expect(once).toEqual(ids);
		expect(entries.length).toBeGreaterThan(ids.length);
	});
});
