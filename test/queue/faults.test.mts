import { describe, expect, it } from '@jest/globals';
import { useStage } from '../e2e/useStage.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { CONCURRENCY, startQueueStage, type QueueStage } from './stage.mts';
import { survive } from './survive.mts';

let stage: QueueStage;

useStage(startQueueStage, (started) => (stage = started));

describe('a n8n in queue mode, in the middle of a stream of documents', () => {
	it('loses none when a webhook processor is killed', async () => {
		const [processor] = stage.n8n.processors;
		const { retried } = await survive(stage, 'webhook processor killed', async () => {
			await processor.kill();
			await processor.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});

	it('shows what a killed worker had in its hands as crashed, and a retry completes it', async () => {
		const { stock, retried } = await survive(stage, 'worker killed', async () => {
			const worker = await killBusyWorker(stage);
			await worker.start();
		});
		expect(stock).toMatchObject({ missing: [], several: [] });
		expect(stock.failed).toHaveLength(CONCURRENCY);
		expect(await retried()).toMatchObject({ missing: [], failed: [], several: [] });
	});

	it('loses none when Redis is restarted', async () => {
		const { retried } = await survive(stage, 'Redis restarted', async () => {
			await stage.n8n.redis.stop();
			await stage.n8n.redis.start();
		});
		expect(await retried()).toMatchObject({ missing: [], failed: [] });
	});
});
