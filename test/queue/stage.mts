import { LAZY_EXPRESSIONS, Stage } from '../e2e/stage.mts';
import { PATIENCE_MS } from '../host/index.mts';
import { QueueCluster } from '../host/queue/cluster.mts';

export type QueueStage = Stage<QueueCluster>;

/** Executions that one worker runs at a time. */
export const CONCURRENCY = 5;

/** Milliseconds; the setting of `deploy/compose.yaml`, which says why. */
export const LOCK_DURATION = '259200000';

/** Shorter than n8n's own, or every dead process would cost the tests minutes or hours. */
const INTERVALS = {
	QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
};

/** Longer than n8n's own: its processes end themselves when Redis takes longer to come back. */
const PATIENCE = { QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: String(PATIENCE_MS) };

/** A n8n in queue mode and a local Veryfi account that its credential belongs to. */
export const startQueueStage = (): Promise<QueueStage> =>
	Stage.on((installation) =>
		QueueCluster.create(installation, {
			concurrency: CONCURRENCY,
			env: {
				...LAZY_EXPRESSIONS,
				...INTERVALS,
				...PATIENCE,
				QUEUE_WORKER_LOCK_DURATION: LOCK_DURATION,
			},
		}),
	);
