import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
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
});
