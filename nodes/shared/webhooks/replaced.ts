import type { IDataObject, IExecuteFunctions, IHookFunctions } from 'n8n-workflow';

import { clientSecretsOf, readCredential } from '../api/connection';
import { wordsOf } from './failures';
import type { Finding } from './findings';
import { findings, findingText } from './findings';
import { deliverTo, isTriggerAt } from './triggerCalls';
import { isSameRoute, isTestUrl } from './webhookUrls';

/** An event that no Veryfi sends: a trigger hears by it that the webhook was taken from it. */
const REPLACED = 'webhook.replaced';

/**
 * Tells a Veryfi Trigger that another URL has taken its place: n8n would go on showing it as published. It fails an
 * execution of its workflow, where people look and which starts the error workflow. Whoever else receives at the
 * URL cannot be told, and is sent nothing.
 *
 * Never throws: the URL has changed hands already.
 *
 * @param other the URL that was in use before, if any
 * @param url the one that is now
 */
export async function tellReplaced(
	context: IHookFunctions | IExecuteFunctions,
	other: string | undefined,
	url: string,
	itemIndex = 0,
): Promise<void> {
	if (other === undefined || isTestUrl(context, other) || isSameRoute(url, other)) return;
	try {
		if (!(await isTriggerAt(context, other))) return;
		const [secret] = clientSecretsOf(await readCredential(context, itemIndex));
		if (secret === undefined) return;
		const { name = '' } = context.getWorkflow();
		const data = { replaced_by: url, workflow: name, created: new Date().toISOString() };
		await deliverTo(context, other, { event: REPLACED, data }, secret);
	} catch (error) {
		context.logger.warn(`${other} could not be told that it was replaced. ${wordsOf(error)}`);
	} finally {
		context.logger.warn(findingText(findings.hasReplaced(url, other)));
	}
}

/**
 * What the trigger that was replaced has to say; undefined for any other event.
 *
 * @param data signed, unlike the name of the event
 */
export const findReplacement = (event: string, data: IDataObject): Finding | undefined =>
	event === REPLACED && typeof data.replaced_by === 'string'
		? findings.wasReplaced(data.replaced_by, String(data.workflow ?? ''))
		: undefined;
