import { setMaxListeners } from 'node:events';
import { sleep, type Clock } from './clock.mts';

/** Work that goes on after a request was answered: processing, deliveries, retries. */
export class Background {
	private readonly running = new Set<Promise<unknown>>();
	private readonly failures: unknown[] = [];
	private readonly controller = new AbortController();

	/** Aborted when the emulator stops; waits end early then. */
	readonly signal = this.controller.signal;

	constructor(private readonly clock: Clock) {
		// Every wait and every delivery listens; hundreds at once are no leak.
		setMaxListeners(0, this.signal);
	}

	get stopped() {
		return this.signal.aborted;
	}

	/** Starts `work` and keeps it in the books until it ends. Errors are the emulator's own bugs and are kept for `idle()`. */
	run(work: () => Promise<unknown>): void {
		const task = work();
		this.running.add(task);
		const forget = () => this.running.delete(task);
		task.then(forget, (error: unknown) => {
			forget();
			this.failures.push(error);
		});
	}

	/** @param milliseconds of the account's time */
	async sleep(milliseconds: number): Promise<void> {
		await this.clock.sleep(milliseconds, this.signal);
	}

	/** @param milliseconds of the machine's time, as the network's is */
	async stall(milliseconds: number): Promise<void> {
		await sleep(milliseconds, this.signal);
	}

	/** Resolves when nothing is running any more; throws what background work threw. */
	async idle(): Promise<void> {
		while (this.running.size > 0) await Promise.allSettled([...this.running]);
		const [failure] = this.failures.splice(0);
		if (failure !== undefined) throw failure as Error;
	}

	async stop(): Promise<void> {
		this.controller.abort();
		while (this.running.size > 0) await Promise.allSettled([...this.running]);
	}
}
