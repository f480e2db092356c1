import type { IHookFunctions } from 'n8n-workflow';

import { clientSecretsOf, readCredential } from '../../shared/api/connection';
import { readPage } from '../../shared/api/paging';
import { clock } from '../../shared/clock';
import { findProduct } from '../../shared/products/products';
import { wordsOf } from '../../shared/webhooks/failures';
import type { Finding } from '../../shared/webhooks/findings';
import { findings } from '../../shared/webhooks/findings';
import { deliverTo, isTriggerAt } from '../../shared/webhooks/triggerCalls';
import type { DocumentedName } from '../events';
import { ALL_EVENTS, describeEvent } from '../events';
import type { Notification } from '../notification';
import { eventsOf } from '../triggerOptions';

/** The event to test with where every one is listened to. */
const FINISHED: DocumentedName = 'document.created';

/** Milliseconds that n8n gets to finish its preparations: before, it takes no delivery for the test. */
const PREPARATION = 1_000;

/**
 * Gives a test something to receive, and leaves Veryfi's webhook as it is: a delivery about the latest
 * document of the account, signed as Veryfi signs, sent to the test URL. It passes every check for real.
 *
 * @param url the test URL, which has to be registered with n8n already
 * @returns why it cannot be done, or undefined; the delivery itself follows in a second
 */
export async function deliverLatest(
	context: IHookFunctions,
	url: string,
): Promise<Finding | undefined> {
	const problem = await findUnreachable(context, url);
	if (problem) return problem;
	let delivery: Notification | undefined;
	try {
		delivery = await latestDelivery(context);
	} catch (error) {
		return findings.latestUnread(wordsOf(error));
	}
	if (delivery === undefined) return findings.nothingToTestWith();
	const [secret] = clientSecretsOf(await readCredential(context));
	void sendSoon(context, url, delivery, secret);
	return undefined;
}

/** Asks the test URL for the answer that only a Veryfi Trigger gives. */
async function findUnreachable(context: IHookFunctions, url: string): Promise<Finding | undefined> {
	try {
		if (await isTriggerAt(context, url)) return undefined;
		warn(context, url, 'Something else answered');
	} catch (error) {
		warn(context, url, wordsOf(error));
	}
	return findings.testUnreachable();
}

/** The latest document of the first chosen event that tells of a finished one. */
async function latestDelivery(context: IHookFunctions): Promise<Notification | undefined> {
	const wanted = eventsOf(context).map((name) => (name === ALL_EVENTS ? FINISHED : name));
	const known = wanted.flatMap((name) => describeEvent(name) ?? []);
	const event = known.find(({ outcome }) => outcome === 'finished') ?? known[0];
	const product = findProduct(event?.product ?? 'document');
	if (product === undefined) return undefined;
	const { records } = await readPage(context, { product, query: {} }, 1, 1);
	const [latest] = records;
	if (latest?.id === undefined) return undefined;
	return {
		event: event?.name ?? wanted[0],
		data: {
			id: event?.set ? [latest.id] : latest.id,
			created: latest.created_date ?? latest.created ?? now(),
			...(event?.outcome === 'failed' && {
				error: 'This is a test with a document that Veryfi could read.',
			}),
		},
	};
}

/** In Veryfi's notation. */
const now = (): string => new Date().toISOString().slice(0, 19).replace('T', ' ');

/** After the hook has returned there is nobody left to tell but the log. */
async function sendSoon(
	context: IHookFunctions,
	url: string,
	delivery: Notification,
	secret: string,
): Promise<void> {
	try {
		await clock.sleep(PREPARATION);
		const { statusCode } = await deliverTo(context, url, delivery, secret);
		context.logger.info(`Veryfi Trigger sent the latest document to its test: ${statusCode}`);
	} catch (error) {
		warn(context, url, wordsOf(error));
	}
}

const warn = (context: IHookFunctions, url: string, words: string): void =>
	context.logger.warn(`Veryfi Trigger did not reach ${url} for a test. ${words}`);
