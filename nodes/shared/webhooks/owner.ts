import type { IDataObject, IExecuteFunctions, IHookFunctions } from 'n8n-workflow';

import { wordsOf } from './failures';
import type { Owner } from './findings';
import { sendMessage } from './triggerCalls';
import { isOfThisN8n, isTestUrl } from './webhookUrls';

/** An event that no Veryfi sends: by it one trigger asks another for the name of its workflow. */
const WHOSE = 'webhook.owner';

/** How a Veryfi Trigger's URL ends where n8n's settings are the usual ones. Another receiver may act on a mere GET. */
const OF_TRIGGER = /\/webhook\/[^/]+\/webhook$/;

/** Milliseconds: somebody waits for an error that is certain already. */
const TIMEOUT = 3_000;

/**
 * Who receives at a URL that is in the way: people know workflows by their names. The question is signed, so a trigger
 * answers nobody but those who have the client secret of its account.
 *
 * Never throws: without an answer, the URL has to do.
 */
export async function ownerOf(
	context: IHookFunctions | IExecuteFunctions,
	url: string,
	itemIndex = 0,
): Promise<Owner> {
	const owner = { url, isHere: isOfThisN8n(context, url) };
	const isOfTrigger = owner.isHere || OF_TRIGGER.test(url);
	if (!isOfTrigger || isTestUrl(context, url)) return owner;
	try {
		const question = { event: WHOSE, data: { owner_of: url } };
		const answer = await sendMessage(context, url, question, itemIndex, TIMEOUT);
		const { workflow } = (answer?.body ?? {}) as IDataObject;
		return typeof workflow === 'string' ? { ...owner, workflow } : owner;
	} catch (error) {
		context.logger.info(`Veryfi Trigger did not learn whose URL ${url} is. ${wordsOf(error)}`);
		return owner;
	}
}

/**
 * Whether a delivery is that question.
 *
 * @param data signed, unlike the name of the event
 */
export const isOwnerQuestion = (event: string, data: IDataObject): boolean =>
	event === WHOSE && typeof data.owner_of === 'string';
