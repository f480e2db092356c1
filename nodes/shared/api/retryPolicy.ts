import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { isUnsent, type Silence } from './silence';

/** What came of sending a request once. */
export type Outcome = { answer: IN8nHttpFullResponse } | { silence: Silence };

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
 * less: the rate limiter of the run sees to it that there are not too many.
 */
const AFTER_TOO_MANY: Remedy = { attempts: 10, firstDelay: 60 };

/** Longest `retry-after`, in milliseconds, that is waited for; beyond it the user should decide. */
const LONGEST_HOLD = 120_000;

/** Milliseconds from a header of seconds, or of a date by the clock of who sent it. */
function retryAfter({ 'retry-after': after, date }: IDataObject): number | undefined {
	const text = String(after ?? '').trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const due = Date.parse(text) - Date.parse(String(date ?? new Date().toUTCString()));
	return Number.isNaN(due) ? undefined : due;
}

/** Statuses with which a server may ask for patience. */
const ASKS_FOR_PATIENCE = new Set([429, 503]);

/** Milliseconds that Veryfi asks all requests to wait for; absent where it does not say, or says "none". */
export function holdOf(outcome: Outcome): number | undefined {
	if (!('answer' in outcome) || !ASKS_FOR_PATIENCE.has(outcome.answer.statusCode)) return undefined;
	const hold = retryAfter(outcome.answer.headers) ?? 0;
	return hold > 0 ? hold : undefined;
}

/**
 * How a request may be sent again after this outcome, if it may: what only reads after 429, 5xx and
 * broken connections, anything else only when Veryfi surely did not take it (429, no connection), so that
 * no document is processed and billed twice. What will be no better a moment later is not repeated.
 */
export function remedyFor(outcome: Outcome, isRead: boolean): Remedy | undefined {
	if ('silence' in outcome) {
		const { silence } = outcome;
		return silence.mayPass && (isRead || isUnsent(silence)) ? AFTER_FAILURE : undefined;
	}
	const { statusCode } = outcome.answer;
	if ((holdOf(outcome) ?? 0) > LONGEST_HOLD) return undefined;
	if (statusCode === 429) return AFTER_TOO_MANY;
	return isRead && statusCode >= 500 ? AFTER_FAILURE : undefined;
}
