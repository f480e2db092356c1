import type {
	IDataObject,
	IHttpRequestMethods,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { Needed } from './answerShape';
import type { Connection, VeryfiContext } from './connection';
import { connectionOf, CREDENTIAL } from './connection';
import type { Circumstances } from './errors';
import { refusalError, silenceError, unreadableError } from './errors';
import type { RateLimit, RateLimiter } from './rateLimit';
import { rateLimiterOf, pause } from './rateLimit';
import { redactor } from './redaction';
import type { Outcome } from './retryPolicy';
import { holdOf, remedyFor } from './retryPolicy';
import { silenceOf } from './silence';
import { withoutLastSlashes } from './slashes';
import type { UploadBody } from './uploadBudget';
import { openWithinBudget } from './uploadBudget';

/** A request to the Veryfi API; host, credentials, rate limits and repetitions are the transport's business. */
export interface VeryfiRequest {
	method: IHttpRequestMethods;
	/** Path below `/api/v8/partner`, e.g. `/documents/42`. */
	path: string;
	/** Where the same thing may be instead: tried when there is nothing at `path` (404). */
	formerPath?: string;
	query?: IDataObject;
	body?: IDataObject;
	/** A secret in the body, which Veryfi may repeat in an answer and no error may. */
	secret?: string;
	/** A file to send instead of `body`. */
	upload?: UploadBody;
	/** The input item that the request belongs to, for error messages. */
	itemIndex?: number;
	/** Milliseconds after which the request is given up; a minute when absent. */
	timeout?: number;
	/** True when only the status counts and the answer's body may be anything. */
	ignoreBody?: boolean;
	/** What the answer is of no use without. */
	needed?: Needed;
	/** How often it is sent at most; 1 for a caller that repeats by itself and must know soon. */
	attempts?: number;
	/** Where to look whether Veryfi did what was asked, for the error of a request that may have been taken. */
	inDoubt?: string;
	/** What to check when there is nothing by the ID, for the error of a 404. */
	notFound?: string;
	/** Which of Veryfi's rate limits counts the request; `other` when absent. */
	rateLimit?: RateLimit;
}

const LOOK = 'Check whether it was done (Get, Get Many) before you run it again.';

/** A request with what counts where it says nothing. */
const withDefaults = ({
	timeout = 60_000,
	rateLimit = 'other',
	inDoubt = LOOK,
	...request
}: VeryfiRequest) => ({ ...request, timeout, rateLimit, inDoubt });

type CompleteRequest = ReturnType<typeof withDefaults>;

const ID_IN_PATH = /\/\d+(\/|$)/;

interface Run {
	context: VeryfiContext;
	connection: Connection;
	rateLimiter: RateLimiter;
	signal?: AbortSignal;
}

/**
 * Sends a request once, when the rate limit allows.
 *
 * @throws what kept a file from being read: Veryfi then got less than was announced, and has taken nothing
 */
async function attempt(run: Run, request: CompleteRequest): Promise<Outcome> {
	const { context, connection, rateLimiter, signal } = run;
	const { upload } = request;
	const options: IHttpRequestOptions = {
		method: request.method,
		url: `${connection.baseUrl}/api/v8/partner${withoutLastSlashes(request.path)}/`,
		qs: request.query,
		arrayFormat: 'repeat',
		timeout: request.timeout,
		// A redirect could carry the credentials to another host; also, following would buffer uploads.
		disableFollowRedirect: true,
		// n8n's errors for refused requests carry the request with its headers: errors are made here.
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	};
	const opened = upload && (await openWithinBudget(context, upload, signal));
	if (upload && opened) {
		options.body = opened.body;
		options.headers = {
			'Content-Type': upload.contentType,
			'Content-Length': String(upload.contentLength),
		};
	} else {
		options.body = request.body;
		options.json = true;
	}
	try {
		// Last of all, so that requests arrive as evenly as they are let go.
		const noteAnswer = await rateLimiter.acquire(request.rateLimit, signal);
		if (signal?.aborted) return { silence: { kind: 'cancelledBefore' } };
		const answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
			{ credentialsDecrypted: connection.credential },
		)) as IN8nHttpFullResponse;
		noteAnswer();
		return { answer };
	} catch (error) {
		const unread = opened?.failure();
		if (unread) throw unread;
		return { silence: silenceOf(error, signal) };
	} finally {
		opened?.close();
	}
}

const isSuccess = (status: number) => status >= 200 && status < 300;

function errorOf(outcome: Outcome, circumstances: Circumstances): Error {
	if ('answer' in outcome) {
		const { statusCode: status, body, headers } = outcome.answer;
		return refusalError({ status, body, headers }, circumstances);
	}
	return silenceError(outcome.silence, circumstances);
}

/** The content of a successful answer; `{}` when it does not count. */
function contentOf<T>(
	{ statusCode: status, body, headers }: IN8nHttpFullResponse,
	{ ignoreBody, needed }: VeryfiRequest,
	circumstances: Circumstances,
): T {
	const isJson = typeof body === 'object' && body !== null;
	if (isJson && (needed?.isIn(body) ?? true)) return body as T;
	if (ignoreBody) return {} as T;
	throw unreadableError(
		{ status, body, headers },
		circumstances,
		isJson ? needed?.what : undefined,
	);
}

/**
 * Sends one authenticated request to Veryfi and returns the parsed answer; `{}` when its body does not count.
 *
 * It is sent again where that can do no harm (see retryPolicy.ts). All requests of a run share one rate limiter,
 * and a 429 that says how long to wait holds them all.
 *
 * @throws NodeApiError with Veryfi's own words, the status, the item and what to do next
 */
export async function veryfiRequest<T = IDataObject>(
	context: VeryfiContext,
	given: VeryfiRequest,
): Promise<T> {
	const request = withDefaults(given);
	const connection = await connectionOf(context, request.itemIndex);
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const run: Run = { context, connection, rateLimiter: rateLimiterOf(context), signal };
	const isRead = request.method === 'GET';
	const circumstances: Circumstances = {
		context,
		itemIndex: request.itemIndex,
		asked: `${request.method} ${request.path}`,
		inDoubt: isRead ? undefined : request.inDoubt,
		notFound: request.notFound,
		redact: (text) => connection.redact(redactor(request.secret ? [request.secret] : [])(text)),
		baseUrl: connection.baseUrl,
		hasId: ID_IN_PATH.test(request.path),
	};

	for (let count = 1; ; count++) {
		const outcome = await attempt(run, request);
		if ('answer' in outcome) {
			const { statusCode } = outcome.answer;
			if (isSuccess(statusCode)) return contentOf<T>(outcome.answer, request, circumstances);
			if (statusCode === 404 && request.formerPath) {
				const former = { ...request, path: request.formerPath, formerPath: undefined };
				return await veryfiRequest<T>(context, former);
			}
		}
		const remedy = remedyFor(outcome, isRead);
		const hold = remedy && holdOf(outcome);
		// Also where the caller repeats by itself.
		if (hold !== undefined) run.rateLimiter.hold(hold);
		if (!remedy || count >= (request.attempts ?? remedy.attempts)) {
			throw errorOf(outcome, circumstances);
		}
		const backOff = 2 ** (count - 1) * (0.75 + Math.random() / 2);
		if (hold === undefined) await pause(remedy.firstDelay * backOff, signal);
	}
}
