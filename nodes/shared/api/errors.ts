import type { INode } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { isObject } from '../objects';
import type { Answer } from './answer';
import { isFromProxy, isPage, proxyAdvice } from './proxies';
import { isUnsent, type Silence } from './silence';

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
	/** Where the request went to; without a slash at the end. */
	baseUrl: string;
	/** Whether the request was about something with an ID. */
	hasId: boolean;
}

const hostOf = ({ baseUrl }: Circumstances) => new URL(baseUrl).host;

/** One entry of `details`: usually `{ type, loc, msg }`, sometimes a text. */
function detailOf(detail: unknown): string {
	if (!isObject(detail)) return typeof detail === 'string' ? detail : '';
	const text = String(detail.msg ?? detail.message ?? '');
	const place = Array.isArray(detail.loc) ? detail.loc.join('.') : '';
	return text && place ? `${place}: ${text}` : text;
}

/** Characters of Veryfi's words that an error shows, and that are searched for secrets before. */
const LONGEST_WORDS = 1_000;
const MOST_SEARCHED = 20_000;

/**
 * Veryfi's own words in an error body: `error`, `message` and the texts of `details`. Secrets are taken out before
 * the words are cut short, because half a secret would stay.
 *
 * @returns an empty text for bodies that are not Veryfi's (empty, HTML of a gateway)
 */
function wordsIn(body: unknown, { redact }: Circumstances): string {
	const words = allWordsIn(body);
	const clean = redact(words.slice(0, MOST_SEARCHED));
	// Where the search ends, a secret may have begun.
	const whole = words.length > MOST_SEARCHED ? clean.slice(0, -LONGEST_WORDS) : clean;
	return whole.slice(0, LONGEST_WORDS);
}

function allWordsIn(body: unknown): string {
	if (typeof body === 'string') return isPage(body) ? '' : body.trim();
	if (!isObject(body)) return '';
	const words = [body.error, body.message, body.detail, body.details, body.errors]
		.flat()
		.map((text) => detailOf(text).trim().replace(/\.$/, ''))
		.filter((text) => text !== '');
	return [...new Set(words)].join('. ');
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
		'Check that the user of the key may do this. A scoped Bearer key must have it in its scope. Some functions must be enabled by Veryfi first.',
	],
];

const ADVICE: Record<number, string> = {
	400: 'Correct what Veryfi names, then run the node again.',
	401: "Check 'Client ID' and the key in the credential: the key may be wrong, revoked or expired.",
	402: PLAN_ENDED,
	404: "Check the ID, and that it belongs to the chosen resource. A document submitted with 'Remove After Extraction' is gone after it was read once.",
	405: "Check 'Base URL' in the credential.",
	409: 'Veryfi reports a conflict, or a limit of the account. Wait a moment, or check the limits of the account, then run the node again.',
	413: 'Make the file smaller or split it: Veryfi takes files of up to 20 MB, and up to 50 MB for splitting.',
	429: "Wait a moment and run the node again, or lower 'Items at Once' in the options.",
};

/** What to do where nothing is at the address: a path in the base URL leads astray more often than an ID does. */
function adviceForNothing(circumstances: Circumstances): string {
	const { baseUrl, hasId, notFound = ADVICE[404] } = circumstances;
	const { pathname } = new URL(baseUrl);
	if (pathname !== '/')
		return `Check 'Base URL' in the credential: it has the path ${pathname}, and that of Veryfi has none. ${hasId ? notFound : ''}`.trim();
	return hasId
		? notFound
		: `Check 'Base URL' in the credential: there seems to be no Veryfi API at ${hostOf(circumstances)}.`;
}

function adviceFor(status: number, words: string, circumstances: Circumstances): string {
	const { asked, inDoubt } = circumstances;
	if (status === 404) return adviceForNothing(circumstances);
	if (status === 403) {
		const advice = REFUSALS.find(([known]) => known.test(words))?.[1] ?? '';
		return `Veryfi refused ${asked}. ${advice}`;
	}
	if (status in ADVICE) return ADVICE[status];
	if (status >= 500) {
		return inDoubt
			? maybeTaken(inDoubt)
			: 'Veryfi has a fault at the moment. Run the node again later.';
	}
	if (status >= 300 && status < 400) {
		return "Redirects are not followed, because they could carry the key to another host. Check 'Base URL' in the credential.";
	}
	return "Check 'Base URL' in the credential, then run the node again.";
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
	const { status } = answer;
	const words = wordsIn(answer.body, circumstances);
	const ofProxy = isFromProxy(answer);
	const who = ofProxy
		? `A proxy or firewall, and not Veryfi, answered ${status}`
		: `Veryfi answered ${status}`;
	return build(
		circumstances,
		words ? `${who}: ${words}` : who,
		(ofProxy && proxyAdvice(status, hostOf(circumstances))) ||
			adviceFor(status, words, circumstances),
		String(status),
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
	const words = missing === undefined ? '' : wordsIn(body, circumstances);
	return build(
		circumstances,
		[`Veryfi answered ${status} ${what}`, ...(words ? [words] : [])].join(': '),
		circumstances.inDoubt
			? maybeTaken(circumstances.inDoubt)
			: "Check that 'Base URL' in the credential is that of the Veryfi API and not of a proxy or a web page.",
	);
}

/** What happened and what to do about it. */
type Report = (host: string, detail?: string) => { message: string; description: string };

const REPORTS: Record<Silence['kind'], Report> = {
	timeout: () => ({
		message: 'Veryfi did not answer in time',
		description: 'Run the node again later.',
	}),
	lost: () => ({
		message: 'The connection to Veryfi broke before an answer came',
		description: 'Run the node again.',
	}),
	cancelled: () => ({
		message: 'The execution was cancelled before Veryfi answered',
		description: 'Run the workflow again.',
	}),
	cancelledBefore: () => ({
		message: 'The execution was cancelled before the request was sent to Veryfi',
		description: 'Run the workflow again.',
	}),
	unreachable: (host) => ({
		message: `Veryfi could not be reached: there is no connection to ${host}`,
		description:
			"Check 'Base URL' in the credential, and the firewall or proxy between this n8n and that host.",
	}),
	name: (host, name = host) => ({
		message: `Veryfi could not be reached: the host name ${name} was not found`,
		description: host.startsWith(name)
			? "Check 'Base URL' in the credential, and that this n8n can look up host names (DNS)."
			: "Check the proxy in n8n's environment (HTTPS_PROXY, HTTP_PROXY).",
	}),
	certificate: (host, reason) => ({
		message: `Veryfi could not be reached: n8n does not trust the certificate of ${host} (${reason})`,
		description:
			"If a proxy or firewall of your network inspects connections, make its certificate authority known to n8n (NODE_EXTRA_CA_CERTS). Otherwise check 'Base URL' in the credential.",
	}),
	noTls: (host) => ({
		message: `Veryfi could not be reached: ${host} does not answer by https`,
		description:
			"Check https:// and the port in 'Base URL' of the credential, or the proxy in between.",
	}),
};

/** What happened and what to do where there was no answer from `host`. */
export const silenceReport = ({ kind, detail }: Silence, host: string) =>
	REPORTS[kind](host, detail);

/** The error for a request that got no answer. */
export function silenceError(silence: Silence, circumstances: Circumstances): NodeApiError {
	const { inDoubt } = circumstances;
	const { message, description } = silenceReport(silence, hostOf(circumstances));
	if (isUnsent(silence)) return build(circumstances, message, `Nothing was sent. ${description}`);
	return build(circumstances, message, inDoubt === undefined ? description : maybeTaken(inDoubt));
}
