import { describe, expect, it } from '@jest/globals';
import { publishBooking, retryBookings, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { Stage } from './stage.mts';
import { useStage } from './useStage.mts';

let stage: Stage;

describe('n8n as a single process with a limit of executions', () => {
	const LIMIT = 3;

	useStage(
		() =>
			Stage.start({
				env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(LIMIT) },
			}),
		(started) => (stage = started),
	);

	it('has no more than that in its hands when it is killed, and runs the others when it is back', async () => {
		const { faults, switches } = stage.emulator;
		// n8n stores what waits, but answers only when it begins with it.
		Object.assign(switches, { responseTimeout: 2_000, retryIntervals: [1_000, 1_000] });
		const workflow = await publishBooking(stage);
		faults.add({ method: 'GET', path: '*/documents/*', delay: 20_000 });
		const { ids, missed } = await burst(stage.emulator, 20);
		await stage.emulator.idle();
		expect(missed()).not.toEqual([]);
		await stage.n8n.kill();
		faults.clear();
		await stage.n8n.start();

		const before = await takeBookings('killed with a limit', stage, workflow, ids);
		expect(before).toMatchObject({ missing: [], several: [] });
		expect(before.failed.length).toBeGreaterThan(0);
		expect(before.failed.length).toBeLessThanOrEqual(LIMIT);
		const { once } = await retryBookings('killed with a limit', stage, workflow, ids, before);
		expect(once).toEqual(ids);
	});
});
