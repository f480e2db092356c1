import { describe, expect, it } from '@jest/globals';
import type { Stock } from '../e2e/stock.mts';
import { useStage } from '../e2e/useStage.mts';
import { SOON_CRASHED, startQueueStage, type QueueStage } from './stage.mts';
import { DOCUMENTS, survive } from './survive.mts';

let stage: QueueStage;

useStage(
	() => startQueueStage(SOON_CRASHED),
	(started) => (stage = started),
);

/**
 * Failed executions that hold nothing a retry could run with. When a worker cannot reach the database at the beginning or
 * the end of an execution, n8n writes an empty failure over it, event included: docs/queue-mode.md says what to do.
 */
const emptied = ({ entries }: Stock) =>
	entries.filter(({ status, cause }) => status === 'error' && cause === undefined);

describe('a n8n in queue mode, in the middle of a stream of documents', () => {
	it('loses none when main is killed', async () => {
		const { stock } = await survive(stage, 'main killed', async () => {
			await stage.n8n.main.kill();
			await stage.n8n.main.start();
		});
		expect(stock).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('loses none when a webhook processor is killed', async () => {
		const [processor] = stage.n8n.processors;
		const { retried } = await survive(stage, 'webhook processor killed', async () => {
			await processor.kill();
			await processor.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});

	it('loses none when a worker is stopped, because it finishes what it has begun', async () => {
		const [worker] = stage.n8n.workers;
		const { stock } = await survive(stage, 'worker stopped', async () => {
			await worker.stop();
			await worker.start();
		});
		expect(stock).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('loses none when Redis is restarted', async () => {
		const { retried } = await survive(stage, 'Redis restarted', async () => {
			await stage.n8n.redis.stop();
			await stage.n8n.redis.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});

	it('shows every document that does not come out when PostgreSQL is restarted', async () => {
		const { retried } = await survive(stage, 'PostgreSQL restarted', async () => {
			await stage.n8n.postgres.stop();
			await stage.n8n.postgres.start();
		});
		const stock = await retried();
		expect(stock.failed).toEqual([]);
		expect(stock.missing.length).toBeLessThanOrEqual(emptied(stock).length);
	});

	it('loses none when answers are lost on their way to Veryfi', async () => {
		const LOST = 40;
		const { stock } = await survive(stage, 'answers lost', async () => {
			stage.n8n.balancer.answersToLose = LOST;
		});
		expect(stock).toMatchObject({ missing: [], failed: [] });
		// Another worker may have overwritten what n8n's memory knew of an event; then it comes out twice.
		expect(stock.entries.length).toBeGreaterThanOrEqual(DOCUMENTS + LOST);
		expect(stock.several.length).toBeLessThan(LOST);
	});
});
