/** Veryfi writes date-times as `YYYY-MM-DD HH:MM:SS` without a zone; the emulator means UTC. */
export const dateTime = (date = new Date()) => date.toISOString().slice(0, 19).replace('T', ' ');

/** The account's time, which may run faster than the machine's: what takes it a minute is then over in seconds. */
export class Clock {
	private readonly start = Date.now();

	private readonly startedAt = performance.now();

	/** @param speed how many times faster than the machine's */
	constructor(private readonly speed: number) {}

	/** Milliseconds since 1970. */
	now(): number {
		return this.start + (performance.now() - this.startedAt) * this.speed;
	}

	/** Resolves early when `signal` aborts. */
	async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		await sleep(milliseconds / this.speed, signal);
	}
}

/** Waits, but never longer than the emulator lives: resolves early when `signal` aborts. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal?.aborted) return resolve();
		const done = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, milliseconds);
		signal?.addEventListener('abort', done, { once: true });
	});
}
