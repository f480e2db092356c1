import { ApiError } from './apiError.mts';
import type { LoggedRequest } from './requestLog.mts';
import type { Switches } from './switches.mts';

type Bucket = 'documentsPerSecond' | 'listsPerSecond' | 'slowProductsPerSecond' | 'othersPerSecond';

/** The same request may fail in the same way this often a minute. */
const SAME_ERRORS_PER_MINUTE = 10;

/** Counts requests as docs.veryfi.com describes: per second in classes, and repeated failures per minute. */
export class RateLimiter {
	private readonly requests = new Map<Bucket, number[]>();
	private readonly failures = new Map<string, number[]>();

	/** @throws ApiError 429 (409 by switch) once the request's class, or its repetition, is used up */
	check(request: LoggedRequest, switches: Switches): void {
		if (!switches.rateLimits) return;
		const now = request.at;
		const bucket = bucketOf(request);
		const earlier = recent(this.requests.get(bucket), now - 1000);
		const isFull = earlier.length >= switches[bucket];
		// An answer of 429 counts as a request too.
		this.requests.set(bucket, [...earlier, now]);
		const isRepeating = [...this.failures].some(
			([key, times]) =>
				key.startsWith(keyOf(request)) &&
				recent(times, now - 60_000).length >= SAME_ERRORS_PER_MINUTE,
		);
		if (!isFull && !isRepeating) return;
		throw new ApiError(
			switches.rateLimitStatus,
			{ status: 'fail', error: 'You have been rate limited' },
			switches.retryAfter ? { 'retry-after': isFull ? '1' : '60' } : {},
		);
	}

	/** Remembers a failed answer. */
	noteAnswer(request: LoggedRequest, switches: Switches, now: number): void {
		const isFailure = request.status >= 400 && request.status !== switches.rateLimitStatus;
		if (!switches.rateLimits || !isFailure) return;
		const key = `${keyOf(request)}${request.status}`;
		this.failures.set(key, [...recent(this.failures.get(key), now - 60_000), now]);
	}

	clear(): void {
		this.requests.clear();
		this.failures.clear();
	}
}

const recent = (times: number[] = [], since: number) => times.filter((at) => at > since);

const keyOf = ({ method, path, query, body }: LoggedRequest) =>
	`${JSON.stringify([method, path, query, body])} `;

function bucketOf({ method, path }: LoggedRequest): Bucket {
	const isDocuments = /\/partner\/documents\/?$/.test(path);
	if (isDocuments && method === 'POST') return 'documentsPerSecond';
	if (isDocuments && method === 'GET') return 'listsPerSecond';
	const isSlow = /\/partner\/(?:bank-statements|checks|w9s)(?:\/async)?\/?$/.test(path);
	return isSlow && method === 'POST' ? 'slowProductsPerSecond' : 'othersPerSecond';
}
