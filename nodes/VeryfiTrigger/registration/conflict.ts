import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Finding, Owner } from '../../shared/webhooks/findings';
import { findings } from '../../shared/webhooks/findings';
import { isTestUrl } from '../../shared/webhooks/webhookUrls';
import type { TriggerOptions } from '../triggerOptions';

/** Whether n8n listens for a test event, as opposed to a published workflow. */
export const isTest = (context: IHookFunctions | IWebhookFunctions): boolean =>
	context.getMode() === 'manual';

/** Whether a test may use Veryfi's webhook while another URL has it. */
export const mayBorrow = ({ whileTesting }: TriggerOptions): boolean => whileTesting === 'borrow';

/** Why not, in words that name who has the webhook. */
export type Conflict = (owner: Owner) => Finding;

/**
 * Decides whether the trigger's URL may take Veryfi's only webhook away from another confirmed URL.
 *
 * A test URL never stands in the way of a production one: it is short-lived, and a left-over of it
 * would keep the workflow deaf. One test never replaces the URL of another, because then the first
 * could not give back what it borrowed.
 *
 * @param url the trigger's URL, of its test or of production
 * @param other the URL in use, if it is another one
 * @returns undefined when it may
 */
export function findConflict(
	context: IHookFunctions | IWebhookFunctions,
	url: string,
	other: string | undefined,
	options: TriggerOptions,
): Conflict | undefined {
	if (other === undefined) return undefined;
	const isOtherTest = isTestUrl(context, other);
	if (isTest(context)) {
		return isOtherTest ? () => findings.otherTestIsListening(other) : undefined;
	}
	if (isOtherTest || options.ifWebhookUrlIsInUse === 'replace') return undefined;
	return (owner) => findings.foreignConfirmed(url, owner);
}
