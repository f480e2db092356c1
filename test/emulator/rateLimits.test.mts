import { describe, expect, it } from '@jest/globals';
import { RateLimiter } from './rateLimits.mts';
import type { LoggedRequest } from './requestLog.mts';
import { switchValues } from './switches.mts';
import { sharedEmulator, textFile } from './testing.mts';

const limited = switchValues({ rateLimits: true });
const asked = (method: string, path: string, more: Partial<LoggedRequest> = {}): LoggedRequest => ({
	method,
	path: `/api/v8/partner${path}`,
	query: {},
	headers: {},
	body: undefined,
	status: 0,
	at: 0,
	...more,
});

/** How many of so many requests come through, all at the same moment. */
function passed(limiter: RateLimiter, request: LoggedRequest, times: number, now: number): number {
	let count = 0;
	for (let time = 0; time < times; time++) {
		try {
			limiter.check({ ...request, at: now }, limited);
			count++;
		} catch {
			// Limited: what is counted is the others.
		}
	}
	return count;
}

describe('rate limits', () => {
	it.each([
		['GET', '/documents', 5],
		['GET', '/documents/', 5],
		['POST', '/documents', 60],
		['GET', '/documents/1', 60],
		['PUT', '/documents/1', 60],
		['POST', '/checks', 20],
		['POST', '/bank-statements/async', 20],
		['POST', '/w9s', 20],
		['GET', '/checks', 60],
		['POST', '/w2s', 60],
	])('let %s %s through %d times a second', (method, path, most) => {
		const limiter = new RateLimiter();
		const request = asked(method, path);
		expect(passed(limiter, request, 100, 1_000_000)).toBe(most);
		expect(passed(limiter, request, 1, 1_000_999)).toBe(0);
	});

	it('begin anew after a second without requests', () => {
		const limiter = new RateLimiter();
		const list = asked('GET', '/documents');
		expect(passed(limiter, list, 6, 1_000_000)).toBe(5);
		expect(passed(limiter, list, 6, 1_001_000)).toBe(5);
	});

	it('count refused requests too, so hammering does not help', () => {
		const limiter = new RateLimiter();
		const list = asked('GET', '/documents');
		passed(limiter, list, 6, 1_000_000);
		expect(passed(limiter, list, 5, 1_000_500)).toBe(0);
		expect(passed(limiter, list, 1, 1_001_200)).toBe(0);
	});

	it('count each class apart', () => {
		const limiter = new RateLimiter();
		passed(limiter, asked('GET', '/documents'), 10, 1_000_000);
		expect(passed(limiter, asked('POST', '/documents'), 10, 1_000_000)).toBe(10);
	});

	it('let the same failing request through ten times a minute', () => {
		const limiter = new RateLimiter();
		const failing = asked('POST', '/documents', { body: { nonsense: 1 }, status: 400 });
		for (let time = 0; time < 10; time++)
			limiter.noteAnswer(failing, limited, 1_000_000 + 2000 * time);
		expect(passed(limiter, failing, 1, 1_050_000)).toBe(0);
		expect(passed(limiter, { ...failing, body: { nonsense: 2 } }, 1, 1_050_000)).toBe(1);
		expect(passed(limiter, failing, 1, 1_080_000)).toBe(1);
	});
});

describe('a limited request', () => {
	const stage = sharedEmulator();
	const list = () => stage.call('GET', '/documents');

	it('is answered with 429 and retry-after', async () => {
		Object.assign(stage.veryfi.switches, { rateLimits: true, listsPerSecond: 0 });
		const { status, headers, body } = await list();
		expect({ status, body }).toMatchObject({ status: 429, body: { status: 'fail' } });
		expect(headers['retry-after']).toBe('1');
		expect((await stage.call('POST', '/documents', textFile())).status).toBe(201);
	});

	it('is answered with 409 and without a header by switch', async () => {
		Object.assign(stage.veryfi.switches, {
			rateLimits: true,
			listsPerSecond: 0,
			rateLimitStatus: 409,
			retryAfter: false,
		});
		const { status, headers } = await list();
		expect(status).toBe(409);
		expect(headers).not.toHaveProperty('retry-after');
	});

	it('counts when it arrives, however long its answer takes', async () => {
		Object.assign(stage.veryfi.switches, { rateLimits: true, listsPerSecond: 1 });
		stage.veryfi.faults.add({ delay: 1100, times: 1 });
		expect((await list()).status).toBe(200);
		expect((await list()).status).toBe(200);
		expect((await list()).status).toBe(429);
	});

	it('does not exist by default', async () => {
		stage.veryfi.switches.listsPerSecond = 0;
		expect((await list()).status).toBe(200);
	});
});
