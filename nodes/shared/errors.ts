import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { isObject } from './objects';

/** An answer of Veryfi as far as errors are concerned. */
export interface Answer {
	status: number;
	/** Parsed JSON, or the text where it was none. */
	body: unknown;
}

/** Why there was no answer. */
export type Silence = 'timeout' | 'refused' | 'lost' | 'cancelled';

/** What an error has to know of the request beside what came of it. */
export interface Circumstances {
	/** n8n copies the node for whoever asks, so only errors do. */
	context: { getNode(): INode };
	itemIndex?: number;
	/**
	 * Where to look whether Veryfi did what was asked although it failed, before anybody asks again; absent
	 * for requests that change nothing.
	 */
	inDoubt?: string;
	/** The request, e.g. `GET /documents/7`. */
	asked: string;
	/** What to check when there is nothing by the ID (404), where more can be said than of any ID. */
	notFound?: string;
	/** Removes secrets from a text. */
	redact: (text: string) => string;
}

/** One entry of `details`: usually `{ type, loc, msg }`, sometimes a text. */
function detailOf(detail: unknown): string {
	if (!isObject(detail)) return typeof detail === 'string' ? detail : '';
	const text = String(detail.msg ?? detail.message ?? '');
	const place = Array.isArray(detail.loc) ? detail.loc.join('.') : '';
	return text && place ? `${place}: ${text}` : text;
}

/** Characters of Veryfi's words that an error shows. */
const LONGEST_WORDS = 1_000;

/**
 * Veryfi's own words in an error body: `error`, `message` and the texts of `details`.
 *
 * @returns an empty text for bodies that are not Veryfi's (empty, HTML of a gateway)
 */
function wordsIn(body: unknown): string {
	if (typeof body === 'string')
		return /^\s*</.test(body) ? '' : body.trim().slice(0, LONGEST_WORDS);
	if (!isObject(body)) return '';
	const words = [body.error, body.message, body.detail, body.details, body.errors]
		.flat()
		.map((text) => detailOf(text).trim().replace(/\.$/, ''))
		.filter((text) => text !== '');
	return [...new Set(words)].join('. ').slice(0, LONGEST_WORDS);
}

const DOUBT = 'It is not known whether Veryfi took the request';

/** What to do after a request that Veryfi may have taken, which is not sent again by itself. */
const maybeTaken = (inDoubt: string) => `${DOUBT}, so it was not sent again. ${inDoubt}`;

/** Whether an error leaves open if Veryfi took the request. */
export const isInDoubt = (error: unknown): error is NodeApiError =>
	error instanceof NodeApiError && error.description?.startsWith(DOUBT) === true;

const PLAN_ENDED =
	'The trial, the plan or the quota of the account may be used up. Look in the Veryfi portal, or ask Veryfi, before you run the node again.';

/** What Veryfi may mean when it refuses a request (403), by its words; the last is for any others. */
const REFUSALS: Array<[words: RegExp, advice: string]> = [
	[/trial|quota|limit|plan\b|subscription|billing|payment|credits?\b/i, PLAN_ENDED],
	[/enabled?\b/i, 'Ask Veryfi to enable this for your account.'],
	[
		/(?:)/,
		'Check that the user behind the key may do this and that a scoped Bearer key has this in its scope. Some functions must be enabled by Veryfi first.',
	],
];

const ADVICE: Record<number, string> = {
	400: 'Correct what Veryfi names, then run the node again.',
	401: 'Check the client ID and the key in the credential: the key may have been revoked or have expired.',
	402: PLAN_ENDED,
	404: 'Check the ID and that it belongs to the chosen resource. Documents that were submitted with Delete After Extraction are gone once they have been read.',
	405: 'Check the base URL in the credential.',
	409: 'Veryfi reports a conflict or a reached access limit. Wait a moment, or check the limits of the account, then run the node again.',
	413: 'Make the file smaller or split it: Veryfi takes files of up to 20 MB, and up to 50 MB for splitting.',
	429: 'Wait a moment and run the node again, or lower Items at Once in the options.',
};

function adviceFor(
	status: number,
	words: string,
	{ asked, inDoubt, notFound }: Circumstances,
): string {
	if (status === 404 && notFound) return notFound;
	if (status === 403) {
		const advice = REFUSALS.find(([known]) => known.test(words))?.[1] ?? '';
		return `Veryfi refused ${asked}. ${advice}`;
	}
	if (status in ADVICE) return ADVICE[status];
	if (status >= 500) {
		return inDoubt ? maybeTaken(inDoubt) : 'Veryfi has a fault. Run the node again later.';
	}
	if (status >= 300 && status < 400) {
		return 'Redirects are not followed, because they could carry the key to another host. Check the base URL in the credential.';
	}
	return 'Check the base URL in the credential, then run the node again.';
}

const build = (circumstances: Circumstances, message: string, description: string, code?: string) =>
	// The error is made of nothing but these texts: what the HTTP client throws holds the headers.
	new NodeApiError(
		circumstances.context.getNode(),
		{ message: circumstances.redact(message) },
		{
			message: circumstances.redact(message),
			description,
			httpCode: code,
			itemIndex: circumstances.itemIndex,
		},
	);

/** The error for an answer that is none of the 2xx. */
export function refusalError(answer: Answer, circumstances: Circumstances): NodeApiError {
	const words = wordsIn(answer.body);
	return build(
		circumstances,
		words ? `Veryfi answered ${answer.status}: ${words}` : `Veryfi answered ${answer.status}`,
		adviceFor(answer.status, words, circumstances),
		String(answer.status),
	);
}

/** What a body is that is no JSON object or list. */
const describe = (body: unknown) => (body === '' ? 'an empty body' : 'something that is not JSON');

/**
 * The error for a 2xx answer whose body is not what Veryfi documents.
 *
 * @param missing what the body lacks, where it is JSON at all
 */
export function unreadableError(
	answer: Answer,
	circumstances: Circumstances,
	missing?: string,
): NodeApiError {
	const { status, body } = answer;
	const what = missing === undefined ? `with ${describe(body)}` : `without ${missing}`;
	const words = missing === undefined ? '' : wordsIn(body);
	return build(
		circumstances,
		[`Veryfi answered ${status} ${what}`, ...(words ? [words] : [])].join(': '),
		circumstances.inDoubt
			? maybeTaken(circumstances.inDoubt)
			: 'Check that the base URL in the credential is that of the Veryfi API and not of a proxy or a web page.',
	);
}

const SILENCES: Record<Silence, { message: string; description: string }> = {
	timeout: {
		message: 'Veryfi did not answer in time',
		description: 'Run the node again later.',
	},
	refused: {
		message: 'Veryfi could not be reached',
		description: 'Check the base URL in the credential and that this n8n can reach it.',
	},
	lost: {
		message: 'The connection to Veryfi broke before an answer came',
		description: 'Run the node again.',
	},
	cancelled: {
		message: 'The execution was cancelled before Veryfi answered',
		description: 'Run the workflow again.',
	},
};

/** The error for a request that got no answer. */
export function silenceError(silence: Silence, circumstances: Circumstances): NodeApiError {
	const { message, description } = SILENCES[silence];
	const { inDoubt } = circumstances;
	const isKnown = inDoubt === undefined || silence === 'refused';
	return build(circumstances, message, isKnown ? description : maybeTaken(inDoubt));
}
