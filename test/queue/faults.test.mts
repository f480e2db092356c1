import { describe, expect, it } from '@jest/globals';
import { publishBooking, takeBookings } from '../e2e/booking.mts';
import { burst } from '../e2e/burst.mts';
import { retryFailed, type Stock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { sized } from '../sized.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { CONCURRENCY, startQueueStage, type QueueStage } from './stage.mts';

/** Documents that come in while something goes wrong, which is when a third of them has been sent. */
const DOCUMENTS = sized(90, 300);

let stage: QueueStage;

useStage(startQueueStage, (started) => (stage = started));

interface Outcome {
	stock: Stock;
	/** What became of the documents after every failed execution was retried. */
	retried: () => Promise<Stock>;
}

/**
 * Failed executions that hold nothing a retry could run with. When a worker cannot reach the database at the end of an
 * execution, n8n writes an empty failure over it, event included: docs/scale.md says what to do.
 */
const emptied = ({ entries }: Stock) =>
	entries.filter(({ status, cause }) => status === 'error' && cause === undefined);

/** Sends the documents, does `fault` in the middle of them, and waits until everything has ended. */
async function survive(title: string, fault: () => Promise<void>): Promise<Outcome> {
	stage.emulator.switches.retryIntervals = [15_000, 90_000];
	// Slow enough for some documents to be in the middle of being fetched.
	stage.emulator.faults.add({ method: 'GET', path: '*/documents/*', delay: 500 });
	const workflow = await publishBooking(stage);
	let over: Promise<void> | undefined;
	const { ids, missed, swallowed } = await burst(stage.emulator, DOCUMENTS, {
		every: 80,
		after: (sent) => {
			if (sent === DOCUMENTS / 3) over = fault();
		},
	});
	await over;
	await stage.emulator.idle();
	expect([missed(), swallowed()]).toEqual([[], []]);
	const take = (when: string) => takeBookings(`${title}${when}`, stage, workflow, ids);
	const stock = await take('');
	return {
		stock,
		retried: async () => {
			await retryFailed(stage.client, stock);
			return await take(', failed ones retried');
		},
	};
}

describe('a n8n in queue mode, in the middle of a stream of documents', () => {
	it('loses none when main is killed', async () => {
		const { stock } = await survive('main killed', async () => {
			await stage.n8n.main.kill();
			await stage.n8n.main.start();
		});
		expect(stock).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('loses none when a webhook processor is killed', async () => {
		const [processor] = stage.n8n.processors;
		const { retried } = await survive('webhook processor killed', async () => {
			await processor.kill();
			await processor.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});

	it('loses none when a worker is stopped, because it finishes what it has begun', async () => {
		const [worker] = stage.n8n.workers;
		const { stock } = await survive('worker stopped', async () => {
			await worker.stop();
			await worker.start();
		});
		expect(stock).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('shows what a killed worker had in its hands as crashed, and a retry completes it', async () => {
		const { stock, retried } = await survive('worker killed', async () => {
			const worker = await killBusyWorker(stage);
			await worker.start();
		});
		expect(stock).toMatchObject({ missing: [], several: [] });
		expect(stock.failed).toHaveLength(CONCURRENCY);
		expect(await retried()).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('loses none when Redis is restarted', async () => {
		const { retried } = await survive('Redis restarted', async () => {
			await stage.n8n.redis.stop();
			await stage.n8n.redis.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});

	it('shows every document that does not come out when PostgreSQL is restarted', async () => {
		const { retried } = await survive('PostgreSQL restarted', async () => {
			await stage.n8n.postgres.stop();
			await stage.n8n.postgres.start();
		});
		const stock = await retried();
		expect(stock.failed).toEqual([]);
		expect(stock.missing.length).toBeLessThanOrEqual(emptied(stock).length);
		expect(stock.missing.length).toBeLessThanOrEqual(CONCURRENCY * stage.n8n.workers.length);
	});

	it('loses none when answers are lost on their way to Veryfi', async () => {
		const LOST = 40;
		const { stock } = await survive('answers lost', async () => {
			stage.n8n.balancer.answersToLose = LOST;
		});
		expect(stock).toMatchObject({ missing: [], failed: [] });
		// Another worker may have overwritten what n8n's memory knew of an event; then it comes out twice.
		expect(stock.entries.length).toBeGreaterThanOrEqual(DOCUMENTS + LOST);
		expect(stock.several.length).toBeLessThan(LOST);
	});
});
