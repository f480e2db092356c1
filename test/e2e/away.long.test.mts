import { describe, expect, it } from '@jest/globals';
import { triggerUrl } from '../host/index.mts';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

useStage(
	() => Stage.start(),
	(started) => (stage = started),
);

describe('n8n as a single process', () => {
	it('takes every document although Veryfi could not be reached while it started', async () => {
		const workflow = await publishBooking(stage);
		await stage.n8n.stop();
		stage.emulator.faults.add({ path: '*', drop: true });
		await stage.n8n.start();
		stage.emulator.faults.clear();
		const { ids } = await burst(stage.emulator, 20);
		await stage.emulator.idle();
		const { once } = await takeBookings('Veryfi away at the start', stage, workflow, ids);
		expect(once).toEqual(ids);
		expect(stage.confirmedUrl).toBe(triggerUrl(stage.n8n.url, workflow.nodes));
	});

	it('misses only what Veryfi gave up on when it was down for longer than three attempts', async () => {
		stage.emulator.switches.retryIntervals = [50, 100];
		const workflow = await publishBooking(stage);
		const early = await burst(stage.emulator, 5);
		await stage.emulator.idle();
		await stage.n8n.stop();
		const late = await burst(stage.emulator, 5);
		await stage.emulator.idle();
		await stage.n8n.start();

		expect(early.missed()).toEqual([]);
		expect(late.missed()).toEqual(late.ids);
		const { once, missing } = await takeBookings('n8n down for long', stage, workflow, [
			...early.ids,
			...late.ids,
		]);
		expect([once, missing]).toEqual([early.ids, late.ids]);
	});
});
