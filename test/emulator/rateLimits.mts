import { ApiError } from './apiError.mts';
import type { Switches } from './switches.mts';

type Bucket = 'documentsPerSecond' | 'slowProductsPerSecond' | 'listsPerSecond' | 'othersPerSecond';

/** Counts requests per second in the classes that docs.veryfi.com names. */
export class RateLimiter {
	private readonly windows = new Map<Bucket, number[]>();

	/** @throws ApiError 429 (409 by switch) once the class of this request is used up */
	check(method: string, path: string, switches: Switches, now = Date.now()): void {
		if (!switches.rateLimits) return;
		const bucket = bucketOf(method, path);
		const window = (this.windows.get(bucket) ?? []).filter((at) => at > now - 1000);
		const full = window.length >= switches[bucket];
		// An answer of 429 counts as a request too.
		window.push(now);
		this.windows.set(bucket, window);
		if (!full) return;
		throw new ApiError(
			switches.rateLimitStatus,
			{ status: 'fail', error: 'You have been rate limited' },
			switches.retryAfter ? { 'retry-after': '1' } : {},
		);
	}

	clear(): void {
		this.windows.clear();
	}
}

function bucketOf(method: string, path: string): Bucket {
	const isDocuments = /\/partner\/documents\/?$/.test(path);
	if (isDocuments && method === 'POST') return 'documentsPerSecond';
	if (isDocuments && method === 'GET') return 'listsPerSecond';
	const isSlow = /\/partner\/(?:bank-statements|checks|w9s)(?:\/async)?\/?$/.test(path);
	return isSlow && method === 'POST' ? 'slowProductsPerSecond' : 'othersPerSecond';
}
