import type {
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { VeryfiContext } from './connection';
import { connectionOf, CREDENTIAL } from './connection';
import type { Circumstances, Silence } from './errors';
import { refusalError, silenceError, unreadableError } from './errors';
import type { Lane } from './pacing';
import { paceOf, pause } from './pacing';
import { withoutLastSlashes } from './slashes';

export { CREDENTIAL, type VeryfiContext };

export interface OpenedUpload {
	/** A Buffer or a stream. */
	body: IHttpRequestOptions['body'];
	/** Closes what the request may have left unread. */
	close: () => void;
}

/** A body that is not a JSON object held in memory: a file on its way to Veryfi. */
export interface UploadBody {
	contentType: string;
	/** Bytes, when known. */
	contentLength?: number;
	/** Opens the content; called once for every attempt. */
	open: () => Promise<OpenedUpload>;
}

export interface VeryfiRequest {
	method: IHttpRequestMethods;
	/** Path below `/api/v8/partner`, e.g. `/documents/42`. */
	path: string;
	/** Where the same thing may be instead: tried when there is nothing at `path` (404). */
	formerPath?: string;
	query?: IDataObject;
	body?: IDataObject;
	/** A file to send instead of `body`. */
	upload?: UploadBody;
	/** The input item that the request belongs to, for error messages. */
	itemIndex?: number;
	/** Milliseconds after which the request is given up; a minute when absent. */
	timeout?: number;
	/** True when only the status counts and the answer's body may be anything. */
	ignoreBody?: boolean;
	/** How often it is sent at most; 1 for a caller that repeats by itself and must know soon. */
	attempts?: number;
	/** Which of Veryfi's rate limits counts the request; `other` when absent. */
	lane?: Lane;
}

const DEFAULT_TIMEOUT = 60_000;

/** How often a request is sent at most. A 429 is no failure of the request, so it may take more. */
const ATTEMPTS = { failure: 4, tooMany: 8 };

/**
 * Milliseconds before the first repetition, doubled for each further one. A 429 that does not say how
 * long to wait needs less: the pace of the run sees to it that there are not too many.
 */
const FIRST_DELAY = { failure: 500, tooMany: 250 };

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
function silenceOf(error: unknown, signal?: AbortSignal): Silence {
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

type Attempt = { answer: IN8nHttpFullResponse } | { silence: Silence; isUnsent?: true };

async function attempt(
	context: VeryfiContext,
	request: VeryfiRequest,
	baseUrl: string,
	{ turn, signal }: { turn: () => Promise<void>; signal?: AbortSignal },
): Promise<Attempt> {
	const { upload } = request;
	const options: IHttpRequestOptions = {
		method: request.method,
		url: `${baseUrl}/api/v8/partner${withoutLastSlashes(request.path)}/`,
		qs: request.query,
		arrayFormat: 'repeat',
		timeout: request.timeout ?? DEFAULT_TIMEOUT,
		// A redirect could carry the credentials to another host; also, following would buffer uploads.
		disableFollowRedirect: true,
		// n8n's errors for refused requests carry the request with its headers: errors are made here.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
	const opened = await upload?.open();
	if (upload && opened) {
		options.body = opened.body;
		options.headers = { 'Content-Type': upload.contentType };
		if (upload.contentLength !== undefined) {
			options.headers['Content-Length'] = String(upload.contentLength);
		}
	} else {
		options.body = request.body;
		options.json = true;
	}
	try {
		// Last of all, so that requests arrive as evenly as they are let go.
		await turn();
		if (signal?.aborted) return { silence: 'cancelled', isUnsent: true };
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
		)) as IN8nHttpFullResponse;
		return { answer };
	} catch (error) {
		return { silence: silenceOf(error, signal) };
	} finally {
		opened?.close();
	}
}

const isSuccess = (status: number) => status >= 200 && status < 300;

/**
 * Sends one authenticated request to Veryfi and returns the parsed answer; `{}` for an empty one.
 *
 * A GET is repeated after 429, 5xx and broken connections. Anything else is repeated only when Veryfi
 * surely did not take it (429, connection refused), so that no document is processed and billed
 * twice. All requests of a run keep one pace, and a 429 holds them all.
 *
 * @throws NodeApiError with Veryfi's own words, the status, the item and what to do next
 */
export async function veryfiRequest<T = IDataObject>(
	context: VeryfiContext,
	request: VeryfiRequest,
): Promise<T> {
	const { baseUrl, redact } = await connectionOf(context);
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const pace = paceOf(context);
	const isRead = request.method === 'GET';
	const attempts = {
		failure: request.attempts ?? ATTEMPTS.failure,
		tooMany: request.attempts ?? ATTEMPTS.tooMany,
	};
	const circumstances: Circumstances = {
		node: context.getNode(),
		itemIndex: request.itemIndex,
		isRepeatable: isRead,
		redact,
	};

	for (let count = 1; ; count++) {
		const result = await attempt(context, request, baseUrl, {
			turn: async () => await pace.turn(request.lane ?? 'other', signal),
			signal,
		});
		const backOff = 2 ** (count - 1) * (0.75 + Math.random() / 2);

		if ('silence' in result) {
			const { silence, isUnsent } = result;
			if (isUnsent) throw silenceError(silence, { ...circumstances, isRepeatable: true });
			const mayRepeat = silence === 'refused' || (isRead && silence !== 'cancelled');
			if (!mayRepeat || count >= attempts.failure) throw silenceError(silence, circumstances);
			await pause(FIRST_DELAY.failure * backOff, signal);
			continue;
		}

		const { statusCode: status, headers, body } = result.answer;
		if (isSuccess(status)) {
			if (typeof body === 'object' && body !== null) return body as T;
			if (request.ignoreBody || (!body && !isRead)) return {} as T;
			throw unreadableError({ status, body }, circumstances);
		}
		if (status === 404 && request.formerPath) {
			return await veryfiRequest<T>(context, {
				...request,
				path: request.formerPath,
				formerPath: undefined,
			});
		}
		const hold = status === 429 ? retryAfter(headers) : undefined;
		const mayRepeat =
			status === 429
				? count < attempts.tooMany && (hold ?? 0) <= LONGEST_HOLD
				: isRead && status >= 500 && count < attempts.failure;
		if (!mayRepeat) throw refusalError({ status, body }, circumstances);
		if (hold !== undefined) pace.hold(hold);
		else await pause(FIRST_DELAY[status === 429 ? 'tooMany' : 'failure'] * backOff, signal);
	}
}
