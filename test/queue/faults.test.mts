import { describe, expect, it } from '@jest/globals';
import { useStage } from '../e2e/useStage.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { CONCURRENCY, startQueueStage, type QueueStage } from './stage.mts';
import { survive } from './survive.mts';

let stage: QueueStage;

useStage(startQueueStage, (started) => (stage = started));

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
