import { PATIENCE_MS, waitFor } from '../host/index.mts';
import type { Member } from '../host/queue/member.mts';
import { CONCURRENCY, type QueueStage } from './stage.mts';

/**
 * Milliseconds that the documents in the workers' hands take to be fetched: enough for all hands to fill, and less than a
 * fetch may take.
 */
const HOLD_MS = 20_000;

/**
 * Kills a worker that has as many documents in its hands as it can hold. Deliveries have to be coming in. That no worker has a hand free makes the outcome certain: what a worker was just taking from the queue
 * when it died has another fate (docs/queue-mode.md).
 *
 * @returns the worker, which has ended
 */
export async function killBusyWorker({ emulator, n8n }: QueueStage): Promise<Member> {
	const [worker] = n8n.workers;
	const held = CONCURRENCY * n8n.workers.length;
	const hold = { method: 'GET', path: '*/documents/*', delay: HOLD_MS, times: held };
	emulator.faults.add(hold);
	const struck = () => emulator.faults.list.at(-1)!.struck;
	await waitFor(
		'every worker to have its hands full',
		PATIENCE_MS,
		() => struck() === held,
		struck,
	);
	await worker.kill();
	return worker;
}
