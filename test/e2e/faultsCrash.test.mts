import { describe, expect, it } from '@jest/globals';
import { PATIENCE_MS } from '../host/index.mts';
import { sized } from '../sized.mts';
import { publishBooking, takeBookings } from './booking.mts';
import { burst } from './burst.mts';
import { LAZY_EXPRESSIONS, Stage } from './stage.mts';
import { retryFailed } from './stock.mts';
import { useStage } from './useStage.mts';

/** Documents that come in, and how many of them before n8n is killed. */
const DOCUMENTS = sized(120, 300);
const BEFORE = sized(70, 100);

let stage: Stage;

describe('n8n as a single process', () => {
	useStage(
		() => Stage.start({ env: LAZY_EXPRESSIONS }),
		(started) => (stage = started),
	);

	it('loses none of the documents that it took when it is killed in the middle of them', async () => {
		// As patient as the tests: n8n is back long before the last attempt.
		Object.assign(stage.emulator.switches, {
			retryIntervals: [20_000],
			deliveryAttempts: PATIENCE_MS / 20_000,
		});
		// Slow enough for some to be in the middle of being fetched.
		stage.emulator.faults.add({ method: 'GET', path: '*/documents/*', delay: 1_000 });
		// So late that n8n is another process by then, unless the machine is slow.
		const delay = sized(45_000, 120_000);
		stage.emulator.faults.add({ on: 'delivery', delay, times: 20 });
		const workflow = await publishBooking(stage);
		let restarted: Promise<void> | undefined;
		const { ids, missed, swallowed } = await burst(stage.emulator, DOCUMENTS, {
			every: 100,
			after: async (sent) => {
				if (sent !== BEFORE) return;
				await stage.n8n.kill();
				restarted = stage.n8n.start();
			},
		});
		await restarted;
		await stage.emulator.idle();
		expect(missed()).toEqual([]);

		const before = await takeBookings('n8n killed', stage, workflow, ids);
		expect(before.failed).not.toEqual([]);
		await retryFailed(stage.client, before);
		const after = await takeBookings('n8n killed, failed ones retried', stage, workflow, ids);
		expect(after).toMatchObject({ failed: [], missing: swallowed(), several: [] });
	});

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

describe('n8n as a single process with a limit of executions', () => {
	const LIMIT = 3;

	useStage(
		() =>
			Stage.start({
				env: { ...LAZY_EXPRESSIONS, N8N_CONCURRENCY_PRODUCTION_LIMIT: String(LIMIT) },
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
		await retryFailed(stage.client, before);
		const { once } = await takeBookings('killed with a limit, retried', stage, workflow, ids);
		expect(once).toEqual(ids);
	});
});
