import { sleep } from 'n8n-workflow';

/** The one source of time in the nodes, so that tests can run it faster than the machine's. */
export const clock = {
	/** Milliseconds since some moment, by a clock that nobody sets: a run must not wait until a corrected one catches up. */
	now: (): number => performance.now(),

	/** @param duration milliseconds */
	sleep: async (duration: number): Promise<void> => await sleep(duration),
};
