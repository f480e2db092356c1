/** Veryfi writes date-times as `YYYY-MM-DD HH:MM:SS` without a zone; the emulator means UTC. */
export const dateTime = (date = new Date()) => date.toISOString().slice(0, 19).replace('T', ' ');

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
