import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from '../e2e/booking.mts';
import { expectBorrowing } from '../e2e/borrowing.mts';
import { burst } from '../e2e/burst.mts';
import { useStage } from '../e2e/useStage.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import type { Member } from '../host/queue/member.mts';
import { sized } from '../sized.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { CONCURRENCY, startQueueStage, type QueueStage } from './stage.mts';
import { survive } from './survive.mts';

let stage: QueueStage;

useStage(startQueueStage, (started) => (stage = started));

/** How often each of these processes says something in its log. */
const counts = (members: Member[], pattern: RegExp) =>
	members.map(({ log }) => log.match(new RegExp(pattern, 'g'))?.length ?? 0);

/** How often they have said it since `before`, once one of them has: a log comes later than what it tells of. */
async function counted(members: Member[], pattern: RegExp, before: number[]): Promise<number[]> {
	return await waitFor(`${pattern} in a log`, PATIENCE_MS, () => {
		const since = counts(members, pattern).map((count, i) => count - before[i]);
		return since.some((count) => count > 0) ? since : undefined;
	});
}

/** Requests to webhooks that each processor has answered with 200. */
const answered = () =>
	stage.n8n.processors.map(
		({ port }) =>
			stage.n8n.balancer.passed.filter((request) => request.port === port && request.status === 200)
				.length,
	);

describe('a n8n in queue mode', () => {
	for (const handshakeTiming of sized(
		['during'] as const,
		['before', 'during', 'after'] as const,
	)) {
		it(`registers in main and shakes hands in a webhook processor when add answers ${handshakeTiming} the callback`, async () => {
			stage.emulator.switches.handshakeTiming = handshakeTiming;
			const { processors, main } = stage.n8n;
			const before = counts(processors, /webhook handshake confirmed/);
			const { status, url } = await stage.publishTrigger();
			expect([status.status, stage.confirmedUrl]).toEqual(['published', url]);
			const handshakes = await counted(processors, /webhook handshake confirmed/, before);
			expect(handshakes.reduce((sum, count) => sum + count)).toBe(1);
			expect(counts([main], /webhook handshake/)).toEqual([0]);
		});
	}

	it('verifies deliveries in every processor and works in every worker', async () => {
		const { processors, workers, main } = stage.n8n;
		const workflow = await publishBooking(stage);
		const before = answered();
		const work = counts(workers, /Worker finished execution/);
		const { ids, missed } = await burst(stage.emulator, 40);
		await stage.emulator.idle();
		expect(missed()).toEqual([]);

		const stock = await takeBookings('burst', stage, workflow, ids);
		expect(stock.once).toEqual(ids);
		for (const [i, count] of answered().entries()) expect(count - before[i]).toBeGreaterThan(0);
		for (const count of await counted(workers, /Worker finished execution/, work)) {
			expect(count).toBeGreaterThan(0);
		}
		expect(processors.map(({ log }) => /Worker (started|finished)/.test(log))).toEqual([
			false,
			false,
		]);
		expect(main.log).not.toMatch(/Worker (started|finished)/);
	});

	it('refuses forged deliveries in every processor, without an execution', async () => {
		const { workflow } = await stage.publishTrigger();
		for (let turn = 0; turn < 4; turn++) {
			const [{ status }] = await stage.emulator.deliver(
				'document.created',
				{ id: 1, created: 'x' },
				{ secret: 'somebody-else', attempts: 1 },
			);
			expect(status).toBe(401);
		}
		expect(await stage.client.executions(workflow.id)).toEqual([]);
	});

	it('skips a redelivery in whichever worker it arrives', async () => {
		const workflow = await publishBooking(stage);
		const ids = [1, 2, 3].map((total) => stage.emulator.seedDocument({ total }));
		for (const id of ids) {
			// One after the other: what n8n's memory promises, and no more.
			for (let time = 1; time <= 4; time++) {
				const before = (await stage.client.allExecutions(workflow.id)).length;
				await stage.emulator.deliver('document.created', { id, created: '2026-11-20 10:00:00' });
				await stage.executions(workflow.id, before + 1);
			}
		}
		const stock = await takeBookings('redelivered', stage, workflow, ids);
		expect([stock.once, stock.entries.length]).toEqual([ids, 12]);
	});

	it('loses nothing when many redeliveries arrive at the same moment', async () => {
		const workflow = await publishBooking(stage);
		const ids = Array.from({ length: 10 }, (_, total) => stage.emulator.seedDocument({ total }));
		await Promise.all(
			ids.flatMap((id) =>
				[1, 2, 3].map(() =>
					stage.emulator.deliver('document.created', { id, created: '2026-11-20 10:00:00' }),
				),
			),
		);
		const title = 'redelivered at the same moment';
		const stock = await takeBookings(title, stage, workflow, ids);
		// How many pass twice is up to n8n's memory, which has no lock.
		expect([stock.missing, stock.failed]).toEqual([[], []]);
	});

	it('listens for a test event in main', async () => {
		await expectBorrowing(stage);
	});
});

// The last: it leaves the processes of this n8n others than it found them.
describe('a n8n in queue mode, in the middle of a stream of documents', () => {
	it('shows what a killed worker had in its hands as crashed, and a retry completes it', async () => {
		const { stock, retried } = await survive(stage, 'worker killed', async () => {
			const worker = await killBusyWorker(stage);
			await worker.start();
		});
		expect(stock).toMatchObject({ missing: [], several: [] });
		expect(stock.failed).toHaveLength(CONCURRENCY);
		expect(await retried()).toMatchObject({ missing: [], failed: [], several: [] });
	});
});
