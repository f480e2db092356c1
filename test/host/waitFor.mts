import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds to wait for what happens within seconds on a fast machine. No test asserts a time: only one that
 * fails waits that long.
 */
export const PATIENCE_MS = 300_000;

/** Milliseconds between two looks: few at first. Every look costs the program that is waited for some of its time. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 500;

/**
 * Asks again and again until `probe` gives something other than `undefined` or `false`.
 *
 * @param what completes "Gave up waiting for ..."
 * @param state told in the error: what was seen last
 * @throws Error after `limitMs`
 */
export async function waitFor<T>(
	what: string,
	limitMs: number,
	probe: () => Promise<T | undefined | false> | T | undefined | false,
	state?: () => unknown,
): Promise<T> {
	const deadline = Date.now() + limitMs;
	for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
		const result = await probe();
		if (result !== undefined && result !== false) return result;
		if (Date.now() > deadline) {
			const seen = state ? ` What was seen last: ${JSON.stringify(await state())}` : '';
			throw new Error(`Gave up waiting for ${what} after ${limitMs / 1000} s.${seen}`);
		}
		await sleep(pause);
	}
}
