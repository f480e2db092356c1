import type { IDataObject, IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

import { wordsOf } from './failures';
import type { Finding } from './findings';
import { findings } from './findings';

/** What the trigger answers to GET, by which Diagnose recognizes it. */
export const PROBE_ANSWER = 'This is the webhook of a Veryfi Trigger. It takes POST requests.';

/** What it answers while it listens to no event at all. */
export const DEAF_ANSWER = 'This is the webhook of a Veryfi Trigger that listens to no event.';

/**
 * How n8n's 404 ends where the path is there for POST. After a registration that failed first and then
 * succeeded n8n (2.40) has lost the trigger's routes for GET and HEAD, until it is started again.
 */
const POST_ONLY = /not registered for GET requests\. Did you mean to make a POST request/;

/** Milliseconds; Veryfi itself gives a receiver 3 seconds to accept the connection. */
const PROBE_TIMEOUT = 5_000;

/** Looks from this n8n whether the trigger answers at the URL. Sends nothing but a plain GET. */
export async function probe(context: IExecuteFunctions, url: string): Promise<Finding> {
	try {
		const { statusCode, body } = (await context.helpers.httpRequest({
			method: 'GET',
			url,
			json: true,
			timeout: PROBE_TIMEOUT,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		})) as IN8nHttpFullResponse;
		const message = String((body as IDataObject | undefined)?.message);
		if (message === PROBE_ANSWER) return findings.answers(url);
		if (message === DEAF_ANSWER) return findings.noEvents();
		if (POST_ONLY.test(message)) return findings.answersPost(url);
		return statusCode === 404
			? findings.notRegistered(url)
			: findings.unexpectedAnswer(url, statusCode);
	} catch (error) {
		const words = wordsOf(error);
		return /certificate/i.test(words)
			? findings.untrustedCertificate(url, words)
			: findings.noAnswer(url, words);
	}
}
