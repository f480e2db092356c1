import { setTimeout as wait } from 'node:timers/promises';
import type { Pause, Point } from './ledger.mts';

/** Lets requests wait at a point until so many of them are there, and then go on together. */
export function gather(point: Point, request: RegExp, count: number): Pause {
	let arrived = 0;
	let go = () => {};
	const all = new Promise<void>((resolve) => (go = resolve));
	return (at, text) => {
		if (at !== point || !request.test(text)) return undefined;
		if (++arrived >= count) go();
		return all;
	};
}

/**
 * Lets requests wait at a point until they are released.
 *
 * @param times how many of them
 */
export function hold(
	point: Point,
	request: RegExp,
	times = 1,
): { pause: Pause; release: () => void } {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	return {
		pause: (at, text) => (at === point && request.test(text) && times-- > 0 ? released : undefined),
		release,
	};
}

/**
 * Lets every request wait at every point.
 *
 * @param seed the same one gives the same waits, in the order in which requests come
 * @param most ms
 */
export function dawdle(seed: number, most: number): Pause {
	let state = seed;
	const next = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
	return () => wait(next() * most);
}

/** Lets requests wait as the first of these says that says anything. */
export const together =
	(...pauses: Pause[]): Pause =>
	(point, request) =>
		pauses.map((pause) => pause(point, request)).find((waiting) => waiting !== undefined);
