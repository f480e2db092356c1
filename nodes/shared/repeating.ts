import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Silence } from './errors';

/** What came of sending a request once. */
export type Outcome = { answer: IN8nHttpFullResponse } | { silence: Silence; isUnsent?: true };

/** How a request is sent again. */
export interface Remedy {
	/** How often it is sent at most. */
	attempts: number;
	/** Milliseconds before the first repetition, doubled for each further one. */
	firstDelay: number;
}

const AFTER_FAILURE: Remedy = { attempts: 4, firstDelay: 500 };

/**
 * A 429 is no failure of the request, so it may take more. One that does not say how long to wait needs
 * less: the pace of the run sees to it that there are not too many.
 */
const AFTER_TOO_MANY: Remedy = { attempts: 10, firstDelay: 60 };

/** Longest `retry-after`, in milliseconds, that is waited for; beyond it the user should decide. */
const LONGEST_HOLD = 120_000;

const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT']);

/** Finds out why there was no answer from what n8n's HTTP helper threw. */
export function silenceOf(error: unknown, signal?: AbortSignal): Silence {
	if (signal?.aborted) return 'cancelled';
	const codes: string[] = [];
	let link = error as { code?: unknown; cause?: unknown; errorResponse?: unknown } | undefined;
	for (let depth = 0; link && typeof link === 'object' && depth < 5; depth++) {
		if (typeof link.code === 'string') codes.push(link.code);
		link = (link.cause ?? link.errorResponse) as typeof link;
	}
	if (codes.some((code) => NEVER_SENT.has(code))) return 'refused';
	if (codes.some((code) => TIMED_OUT.has(code))) return 'timeout';
	return 'lost';
}

/** Milliseconds to wait by the header `retry-after` (seconds), if Veryfi sent a usable one. */
function retryAfter(headers: IDataObject): number | undefined {
	const seconds = Number(headers['retry-after']);
	return headers['retry-after'] !== undefined && seconds >= 0 ? seconds * 1000 : undefined;
}

/** Milliseconds that Veryfi asks all requests to wait for. */
export const holdOf = (outcome: Outcome): number | undefined =>
	'answer' in outcome && outcome.answer.statusCode === 429
		? retryAfter(outcome.answer.headers)
		: undefined;

/**
 * How a request may be sent again after this outcome, if it may: what only reads after 429, 5xx and
 * broken connections, anything else only when Veryfi surely did not take it (429, connection refused),
 * so that no document is processed and billed twice.
 */
export function remedyFor(outcome: Outcome, isRead: boolean): Remedy | undefined {
	if ('silence' in outcome) {
		const { silence, isUnsent } = outcome;
		const mayRepeat = silence === 'refused' || (isRead && silence !== 'cancelled');
		return mayRepeat && !isUnsent ? AFTER_FAILURE : undefined;
	}
	const { statusCode } = outcome.answer;
	if (statusCode === 429) {
		return (holdOf(outcome) ?? 0) <= LONGEST_HOLD ? AFTER_TOO_MANY : undefined;
	}
	return isRead && statusCode >= 500 ? AFTER_FAILURE : undefined;
}
