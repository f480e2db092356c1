import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { PATIENT, Stage } from './stage.mts';
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

	it('are each processed once when n8n stands still for longer than the 20 s that Veryfi waits', async () => {
		const { switches, deliveries } = stage.emulator;
		Object.assign(switches, {
			connectTimeout: 3_000,
			responseTimeout: 20_000,
			retryIntervals: [15_000, 30_000],
		});
		const workflow = await publishBooking(stage);
		let frozen: Promise<void> | undefined;
		// So many at once that some have been sent and not answered yet.
		const { ids, missed } = await burst(stage.emulator, 150, {
			every: 10,
			after: (sent) => {
				if (sent === 100) frozen = stage.n8n.freeze(25_000);
			},
		});
		await frozen;
		Object.assign(switches, PATIENT);
		await stage.emulator.idle();
		expect(deliveries.some(({ error }) => error?.includes('HEADERS_TIMEOUT'))).toBe(true);
		expect(missed()).toEqual([]);

		const { once, entries } = await takeBookings('n8n stood still', stage, workflow, ids);
		expect(once).toEqual(ids);
		expect(entries.length).toBeGreaterThan(ids.length);
	});
});
