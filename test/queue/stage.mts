import { FRUGAL, Stage } from '../e2e/stage.mts';
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
};

/**
 * For tests that leave executions without a job: minutes until n8n's next look for those, which it calls crashed. A look
 * may also come upon one that is stored and not yet queued, so that other tests leave n8n its three hours.
 */
export const SOON_CRASHED = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1' };

/** Longer than n8n's own: its processes end themselves when Redis takes longer to come back. */
const PATIENCE = { QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: String(PATIENCE_MS) };

/**
 * A n8n in queue mode and a local Veryfi account that its credential belongs to.
 *
 * @param env further settings of n8n
 */
export const startQueueStage = (env: Record<string, string> = {}): Promise<QueueStage> =>
	Stage.on((installation) =>
		QueueCluster.create(installation, {
			concurrency: CONCURRENCY,
			env: {
				...FRUGAL,
				...INTERVALS,
				...PATIENCE,
				QUEUE_WORKER_LOCK_DURATION: LOCK_DURATION,
				...env,
			},
		}),
	);
