import { Stage } from '../e2e/stage.mts';
import { QueueCluster } from '../host/queue/cluster.mts';

export type QueueStage = Stage<QueueCluster>;

/** Start-up of five n8n processes, and installations where something is missing. */
export const STAGE_TIMEOUT_MS = 20 * 60_000;

/** Executions that one worker runs at a time. */
export const CONCURRENCY = 5;

/** Shorter than n8n's own, or every dead process would cost the tests minutes or hours. */
const INTERVALS = {
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
};

/** A n8n in queue mode and a local Veryfi account that its credential belongs to. */
export const startQueueStage = (): Promise<QueueStage> =>
	Stage.on((installation) =>
		QueueCluster.create(installation, {
			concurrency: CONCURRENCY,
			env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true', ...INTERVALS },
		}),
	);
