import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';

import type { Lane } from '../../../nodes/shared/pacing.ts';
import { Pace, paceOf, pause } from '../../../nodes/shared/pacing.ts';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

/** When each of a number of turns comes, in milliseconds from now. */
function turns(pace: Pace, lane: Lane, count: number): number[] {
	const start = Date.now();
	const times: number[] = [];
	for (let index = 0; index < count; index++) {
		void pace.turn(lane).then(() => times.push(Date.now() - start));
	}
	return times;
}

it('lets at most 60 requests leave in any second', async () => {
	const times = turns(new Pace(), 'other', 200);
	await jest.advanceTimersByTimeAsync(5000);
	expect(times).toHaveLength(200);
	for (let first = 0; first + 60 < times.length; first++) {
		expect(times[first + 60] - times[first]).toBeGreaterThan(1000);
	}
	// It is a pace and no brake: 57 of the 60 are used.
	expect(times[57 * 3]).toBeLessThanOrEqual(3080);
});

it('lets at most 5 lists leave in any second', async () => {
	const times = turns(new Pace(), 'list', 30);
	await jest.advanceTimersByTimeAsync(10_000);
	for (let first = 0; first + 5 < times.length; first++) {
		expect(times[first + 5] - times[first]).toBeGreaterThan(1000);
	}
});

it('lets at most 20 files of the slower products leave in any second', async () => {
	const times = turns(new Pace(), 'slow', 100);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(100);
	for (let first = 0; first + 20 < times.length; first++) {
		expect(times[first + 20] - times[first]).toBeGreaterThan(1000);
	}
});

it('counts lists and other requests separately', async () => {
	const pace = new Pace();
	const lists = turns(pace, 'list', 3);
	const others = turns(pace, 'other', 3);
	await jest.advanceTimersByTimeAsync(40);
	expect([lists.length, others.length]).toEqual([1, 3]);
});

it('lets no more than that leave after the process has stood still', async () => {
	const times = turns(new Pace(), 'other', 300);
	await jest.advanceTimersByTimeAsync(500);
	// Nothing ran for two seconds: the turns of that time are all due at once.
	jest.setSystemTime(Date.now() + 2000);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(300);
	for (let first = 0; first + 60 < times.length; first++) {
		expect(times[first + 60] - times[first]).toBeGreaterThan(1000);
	}
});

it('lets no more than that leave after a hold', async () => {
	const pace = new Pace();
	const times = turns(pace, 'other', 200);
	await jest.advanceTimersByTimeAsync(20);
	pace.hold(2000);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(200);
	for (let first = 0; first + 60 < times.length; first++) {
		expect(times[first + 60] - times[first]).toBeGreaterThan(1000);
	}
});

it('lets the first request leave at once', async () => {
	const times = turns(new Pace(), 'other', 1);
	await jest.advanceTimersByTimeAsync(0);
	expect(times).toEqual([0]);
});

it('holds everybody after a 429, also those who were waiting already', async () => {
	const pace = new Pace();
	const times = turns(pace, 'other', 10);
	await jest.advanceTimersByTimeAsync(20);
	const gone = times.length;
	pace.hold(2000);
	const later = turns(pace, 'other', 1);
	await jest.advanceTimersByTimeAsync(1999);
	expect(times).toHaveLength(gone);
	expect(later).toHaveLength(0);
	await jest.advanceTimersByTimeAsync(1000);
	expect(times).toHaveLength(10);
	expect(later).toHaveLength(1);
});

it('makes up for a busy process without sending too many in a second', async () => {
	const times = turns(new Pace(), 'other', 200);
	await jest.advanceTimersByTimeAsync(500);
	jest.setSystemTime(Date.now() + 300);
	await jest.advanceTimersByTimeAsync(5000);
	expect(times).toHaveLength(200);
	for (let first = 0; first + 60 < times.length; first++) {
		expect(times[first + 60] - times[first]).toBeGreaterThan(1000);
	}
	expect(times.filter((at) => at >= 790 && at < 810).length).toBeLessThan(6);
});

it('sends more slowly for a while after a 429', async () => {
	const pace = new Pace();
	const took = async (count: number) => {
		const times = turns(pace, 'other', count);
		await jest.advanceTimersByTimeAsync(120_000);
		return (times[count - 1] - times[0]) / (count - 1);
	};
	await took(500);
	const usual = await took(50);
	pace.hold(1000);
	pace.hold(1000);
	const slower = await took(50);
	expect(slower).toBeGreaterThan(usual * 1.05);
	expect(slower).toBeLessThan(usual * 1.2);
	await took(1000);
	expect(await took(50)).toBeCloseTo(usual, 0);
});

it('does not shorten a hold', async () => {
	const pace = new Pace();
	pace.hold(3000);
	pace.hold(10);
	const times = turns(pace, 'list', 1);
	await jest.advanceTimersByTimeAsync(2999);
	expect(times).toEqual([]);
	await jest.advanceTimersByTimeAsync(1);
	expect(times).toEqual([3000]);
});

it('a pause ends when the execution is cancelled', async () => {
	const controller = new AbortController();
	let isOver = false;
	void pause(60_000, controller.signal).then(() => (isOver = true));
	await jest.advanceTimersByTimeAsync(10);
	expect(isOver).toBe(false);
	controller.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(isOver).toBe(true);
	await pause(60_000, controller.signal);
});

it('is one per run', () => {
	const [run, another] = [{}, {}];
	expect(paceOf(run)).toBe(paceOf(run));
	expect(paceOf(run)).not.toBe(paceOf(another));
});
