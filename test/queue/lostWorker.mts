import { burst } from '../e2e/burst.mts';
import {
	isUnfinished,
	PATIENCE_MS,
	waitFor,
	type ExecutionSummary,
	type Workflow,
} from '../host/index.mts';
import type { Member } from '../host/queue/member.mts';
import { killBusyWorker } from './killBusyWorker.mts';
import { CONCURRENCY, type QueueStage } from './stage.mts';

export interface Lost {
	/** All documents that were delivered. */
	ids: number[];
	/** What the worker had in its hands. */
	running: ExecutionSummary[];
	worker: Member;
}

/** Delivers 30 documents, kills a worker in the middle of them, and waits until nothing runs but what it held. */
export async function loseWorker(stage: QueueStage, workflow: Workflow): Promise<Lost> {
	let killed: Promise<Member> | undefined;
	const { ids } = await burst(stage.emulator, 30, {
		every: 80,
		after: (sent) => {
			if (sent === 15) killed = killBusyWorker(stage);
		},
	});
	const worker = await killed!;
	await stage.emulator.idle();
	const unfinished = async () =>
		(await stage.client.allExecutions(workflow.id)).filter(isUnfinished);
	const running = await waitFor(
		'the other worker to finish',
		PATIENCE_MS,
		async () => {
			const found = await unfinished();
			return found.length === CONCURRENCY && found;
		},
		async () => (await unfinished()).map(({ id, status }) => ({ id, status })),
	);
	return { ids, running, worker };
}

/** What docs/queue-mode.md has an operator do about what such a worker held. */
export async function releaseLost({ n8n }: QueueStage): Promise<void> {
	const others = n8n.workers.filter(({ isRunning }) => isRunning);
	for (const worker of others) await worker.stop();
	await n8n.redis.cli('del', 'bull:jobs:active');
	for (const worker of others) await worker.start();
}
