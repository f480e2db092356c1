import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isOwnerQuestion } from '../../shared/webhooks/owner';
import { DEAF_ANSWER, PROBE_ANSWER } from '../../shared/webhooks/probe';
import { isReplacement } from '../../shared/webhooks/replaced';
import { webhookSettings } from '../../shared/webhooks/webhookSettings';
import { testUrlOf } from '../../shared/webhooks/webhookUrls';
import { ALL_EVENTS, describeEvent, isSameEvent } from '../events';
import { findConflict, isTest, mayBorrow } from '../registration/conflict';
import { eventsOf, optionsOf } from '../triggerOptions';
import type { EventDelivery, SubscriptionDelivery } from './delivery';
import { shakeHands, subscriptionSecretsOf } from './handshake';
import { readVerified } from './readVerified';
import { senderOf } from './senders';

/** Characters of an event's name that are logged; the signature does not cover it. */
const LOGGED_OF_NAME = 64;

/**
 * Answers a request to the trigger's URL. Only what must be done before the answer is done here:
 * parse, verify, hand over. A delivery that passes becomes the execution's input, and n8n answers
 * 200 once that is stored; everything else is answered here and leaves no execution behind.
 *
 * Never throws: for an error n8n would store a failed execution, which strangers could then cause.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		if (context.getWebhookName() === 'setup') {
			return answer(context, 200, eventsOf(context).length > 0 ? PROBE_ANSWER : DEAF_ANSWER);
		}
		const delivery = await readVerified(context);
		switch (delivery.kind) {
			case 'event':
				return handOver(context, delivery);
			case 'subscription':
				return await takeSubscription(context, delivery);
			case 'rejected':
				return answer(context, delivery.status, delivery.message);
		}
	} catch (error) {
		context.logger.error('Veryfi Trigger could not take a delivery', { error: String(error) });
		return answer(context, 503, 'The trigger cannot verify deliveries now. Send it again later.');
	}
}

/** n8n stores the item, answers 200 and then runs execute(), possibly in another process. */
function handOver(
	context: IWebhookFunctions,
	{ event, data }: EventDelivery,
): IWebhookResponseData {
	if (isOwnerQuestion(event, data)) {
		return answer(context, 200, PROBE_ANSWER, { workflow: context.getWorkflow().name });
	}
	const wanted = eventsOf(context);
	const isWanted =
		isReplacement(event, data) ||
		wanted.some((name) => name === ALL_EVENTS || isSameEvent(name, event));
	if (!isWanted) {
		// The names of some events are inferred. Whoever waits for a wrong one finds the right one here.
		if (describeEvent(event) === undefined) {
			const name = JSON.stringify(event.slice(0, LOGGED_OF_NAME));
			context.logger.info(
				`Veryfi Trigger does not listen to ${name}, an event that it does not know.`,
			);
		}
		return answer(context, 200, 'The trigger does not listen to this event.');
	}
	return { workflowData: [[{ json: { event, data } }]] };
}

/** Answers first: Veryfi may not take a confirmation before its own request is over. */
async function takeSubscription(
	context: IWebhookFunctions,
	{ secret, signature }: SubscriptionDelivery,
): Promise<IWebhookResponseData> {
	if (signature === 'invalid') {
		return answer(context, 401, 'The signature of the subscription event does not fit.');
	}
	const answered = answer(context, 200, 'The URL will be confirmed if Veryfi lists it as pending.');
	const key = triggerKey(context);
	const { ip } = context.getRequestObject();
	subscriptionSecretsOf(key).add(senderOf(ip), secret, signature === 'valid');
	const url = ownUrl(context);
	const options = optionsOf(context);
	const end = await shakeHands(key, {
		settings: webhookSettings(context),
		url,
		mayReplace: (other) =>
			(!isTest(context) || mayBorrow(options)) &&
			findConflict(context, url, other, options) === undefined,
	});
	if (end) context.logger.info(`Veryfi Trigger: webhook handshake ${end} (${url})`);
	return answered;
}

/** Where the request was to arrive: n8n knows, the request may say anything. */
function ownUrl(context: IWebhookFunctions): string {
	// For tests, too, n8n gives this context the production URL.
	const url = context.getNodeWebhookUrl('default') ?? '';
	return isTest(context) ? testUrlOf(context, url) : url;
}

/** One for the trigger in production and one while testing; nothing in it comes from the request. */
const triggerKey = (context: IWebhookFunctions): string =>
	`${context.getMode()} ${context.getWorkflow().id} ${context.getNode().id}`;

/** Replies at once and tells n8n that there is nothing left to reply or to run. */
function answer(
	context: IWebhookFunctions,
	status: number,
	message: string,
	more: IDataObject = {},
): IWebhookResponseData {
	const response = context.getResponseObject();
	if (!response.headersSent) response.status(status).json({ message, ...more });
	return { noWebhookResponse: true };
}
