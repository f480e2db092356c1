import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import type { RateLimit } from '../../../nodes/shared/api/rateLimit.ts';
import { RateLimiter, rateLimiterOf, pause } from '../../../nodes/shared/api/rateLimit.ts';

beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

/** Milliseconds that Veryfi takes for an answer at least. */
const FASTEST = 300;

/**
 * When each of a number of requests leaves, and when it arrives, in milliseconds from now.
 *
 * @param lateness milliseconds that a request takes to arrive; its answer comes so much later
 */
function send(
	limiter: RateLimiter,
	rateLimit: RateLimit,
	count: number,
	lateness = (_index: number) => 0,
) {
	const start = performance.now();
	const left: number[] = [];
	const arrived: number[] = [];
	for (let index = 0; index < count; index++) {
		void limiter.acquire(rateLimit).then((noteAnswer) => {
			const at = performance.now() - start;
			const late = lateness(left.push(at) - 1);
			arrived.push(at + late);
			setTimeout(noteAnswer, FASTEST + late);
		});
	}
	return { left, arrived };
}

const turns = (limiter: RateLimiter, rateLimit: RateLimit, count: number) =>
	send(limiter, rateLimit, count).left;

/** Of every so many in a row, the last is more than a second after the first. */
function expectAtMost(limit: number, times: number[]): void {
	const sorted = [...times].sort((a, b) => a - b);
	for (let first = 0; first + limit < sorted.length; first++) {
		expect(sorted[first + limit] - sorted[first]).toBeGreaterThan(1000);
	}
}

it.each([
	['60 requests', 'other', 60],
	['20 files of the slower products', 'slow', 20],
	['5 lists', 'list', 5],
] as const)('lets at most %s leave in any second', async (_what, rateLimit, limit) => {
	const times = turns(new RateLimiter(), rateLimit, limit * 6);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(limit * 6);
	expectAtMost(limit, times);
	// It is a pace and no brake: five windows are over after little more than five seconds.
	expect(times[limit * 5]).toBeLessThanOrEqual(5150);
});

it('counts lists and other requests separately', async () => {
	const limiter = new RateLimiter();
	const lists = turns(limiter, 'list', 3);
	const others = turns(limiter, 'other', 3);
	await jest.advanceTimersByTimeAsync(40);
	expect([lists.length, others.length]).toEqual([1, 3]);
});

it('does not send what a second may have in one burst', async () => {
	const times = turns(new RateLimiter(), 'other', 60);
	await jest.advanceTimersByTimeAsync(2000);
	const gaps = times.slice(1).map((at, index) => at - times[index]);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10);
	expect(times[59]).toBeLessThan(900);
});

describe('when requests arrive late', () => {
	it.each([
		['the first, which opens connections', (index: number) => (index === 0 ? 90 : 0)],
		['the last of a second', (index: number) => (index === 59 ? 90 : 0)],
		['one in seven', (index: number) => (index % 7 === 0 ? 60 : 0)],
		['each by something else', (index: number) => (index * 37) % 100],
		[
			'all of a moment in which this process stood still',
			(index: number) => (index >= 100 ? Math.max(0, 200 - (index - 100) * 12) : 0),
		],
	])('%s, Veryfi sees no more than 60 in any second', async (_which, lateness) => {
		const { arrived } = send(new RateLimiter(), 'other', 300, lateness);
		await jest.advanceTimersByTimeAsync(20_000);
		expect(arrived).toHaveLength(300);
		expectAtMost(60, arrived);
	});

	it('those that arrived in time cost nothing', async () => {
		const usual = send(new RateLimiter(), 'other', 300).left;
		const oneLate = send(new RateLimiter(), 'other', 300, (index) => (index === 100 ? 90 : 0)).left;
		await jest.advanceTimersByTimeAsync(20_000);
		expect(oneLate[299] - usual[299]).toBeLessThanOrEqual(100);
	});

	it('keeps nine tenths of the pace where answers take as long as the documents are hard', async () => {
		const { left } = send(new RateLimiter(), 'other', 600, (index) => (index * 997) % 5000);
		await jest.advanceTimersByTimeAsync(20_000);
		const perSecond = 599 / ((left[599] - left[0]) / 1000);
		expect(perSecond).toBeGreaterThanOrEqual(60 * 0.89);
	});

	it('makes some allowance before the first answer', async () => {
		const limiter = new RateLimiter();
		const start = Date.now();
		const times: number[] = [];
		for (let count = 0; count < 61; count++) {
			void limiter.acquire('other').then(() => times.push(Date.now() - start));
		}
		await jest.advanceTimersByTimeAsync(3000);
		expect(times[60]).toBeGreaterThanOrEqual(1050);
		expect(times[60]).toBeLessThanOrEqual(1120);
	});
});

it('lets no more than that leave after the process has stood still', async () => {
	const times = turns(new RateLimiter(), 'other', 300);
	await jest.advanceTimersByTimeAsync(500);
	// Nothing ran for two seconds: the turns of that time are all due at once.
	const now = performance.now.bind(performance);
	jest.spyOn(performance, 'now').mockImplementation(() => now() + 2000);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(300);
	expectAtMost(60, times);
});

it('goes on as before when somebody sets the clock back', async () => {
	const start = performance.now();
	const limiter = new RateLimiter();
	const left: number[] = [];
	for (let index = 0; index < 100; index++)
		void limiter.acquire('other').then(() => left.push(performance.now() - start));
	await jest.advanceTimersByTimeAsync(500);
	jest.setSystemTime(Date.now() - 3_600_000);
	await jest.advanceTimersByTimeAsync(2500);
	expect(left).toHaveLength(100);
});

it('lets no more than that leave after a hold', async () => {
	const limiter = new RateLimiter();
	const times = turns(limiter, 'other', 200);
	await jest.advanceTimersByTimeAsync(20);
	limiter.hold(2000);
	await jest.advanceTimersByTimeAsync(10_000);
	expect(times).toHaveLength(200);
	expectAtMost(60, times);
});

it('lets the first request leave at once', async () => {
	const times = turns(new RateLimiter(), 'other', 1);
	await jest.advanceTimersByTimeAsync(0);
	expect(times).toEqual([0]);
});

it('holds everybody after a 429, also those who were waiting already', async () => {
	const limiter = new RateLimiter();
	const times = turns(limiter, 'other', 10);
	await jest.advanceTimersByTimeAsync(20);
	const gone = times.length;
	limiter.hold(2000);
	const later = turns(limiter, 'other', 1);
	await jest.advanceTimersByTimeAsync(1999);
	expect(times).toHaveLength(gone);
	expect(later).toHaveLength(0);
	await jest.advanceTimersByTimeAsync(1000);
	expect(times).toHaveLength(10);
	expect(later).toHaveLength(1);
});

it('sends more slowly for a while after a 429', async () => {
	const limiter = new RateLimiter();
	const took = async (count: number) => {
		const times = turns(limiter, 'other', count);
		await jest.advanceTimersByTimeAsync(120_000);
		return (times[count - 1] - times[0]) / (count - 1);
	};
	await took(500);
	const usual = await took(50);
	limiter.hold(1000);
	limiter.hold(1000);
	const slower = await took(50);
	expect(slower).toBeGreaterThan(usual * 1.05);
	expect(slower).toBeLessThan(usual * 1.2);
	await took(1000);
	expect(await took(50)).toBeCloseTo(usual, 0);
});

it('does not shorten a hold', async () => {
	const limiter = new RateLimiter();
	limiter.hold(3000);
	limiter.hold(10);
	const times = turns(limiter, 'list', 1);
	await jest.advanceTimersByTimeAsync(2999);
	expect(times).toEqual([]);
	await jest.advanceTimersByTimeAsync(1);
	expect(times).toEqual([3000]);
});

it.each([
	['a pause', async (signal: AbortSignal) => await pause(60_000, signal)],
	[
		'the wait for a turn in a hold',
		async (signal: AbortSignal) => {
			const limiter = new RateLimiter();
			limiter.hold(60_000);
			await limiter.acquire('other', signal);
		},
	],
])('%s ends when the execution is cancelled', async (_, wait) => {
	const controller = new AbortController();
	let isOver = false;
	void wait(controller.signal).then(() => (isOver = true));
	await jest.advanceTimersByTimeAsync(10);
	expect(isOver).toBe(false);
	controller.abort();
	await jest.advanceTimersByTimeAsync(0);
	expect(isOver).toBe(true);
	await wait(controller.signal);
});

it('is one per run', () => {
	const [run, another] = [{}, {}];
	expect(rateLimiterOf(run)).toBe(rateLimiterOf(run));
	expect(rateLimiterOf(run)).not.toBe(rateLimiterOf(another));
});
