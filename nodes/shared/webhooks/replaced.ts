import type { IDataObject, IExecuteFunctions, IHookFunctions } from 'n8n-workflow';

import { wordsOf } from './failures';
import type { Finding } from './findings';
import { findings, findingText } from './findings';
import { sendMessage } from './triggerCalls';
import { isOfThisN8n, isSameRoute, isTestUrl } from './webhookUrls';

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
 * @param role what the workflow of this context is: the one behind the new URL, or the one that has set it
 */
export async function tellReplaced(
	context: IHookFunctions | IExecuteFunctions,
	other: string | undefined,
	url: string,
	role: 'workflow' | 'set_by',
	itemIndex = 0,
): Promise<void> {
	if (other === undefined || isTestUrl(context, other) || isSameRoute(url, other)) return;
	try {
		const { name = '' } = context.getWorkflow();
		const data = { replaced_by: url, [role]: name };
		await sendMessage(context, other, { event: REPLACED, data }, itemIndex);
	} catch (error) {
		context.logger.warn(`${other} could not be told that it was replaced. ${wordsOf(error)}`);
	} finally {
		context.logger.warn(findingText(findings.hasReplaced(url, other)));
	}
}

/**
 * Whether a delivery is that message.
 *
 * @param data signed, unlike the name of the event
 */
export const isReplacement = (event: string, data: IDataObject): boolean =>
	event === REPLACED && typeof data.replaced_by === 'string';

/** What the trigger that was replaced has to say. */
export function describeReplacement(
	context: IExecuteFunctions,
	{ replaced_by: by, workflow, set_by: setBy }: IDataObject,
): Finding {
	const url = String(by);
	const owner = { url, workflow: String(workflow ?? ''), isHere: isOfThisN8n(context, url) };
	return findings.wasReplaced(owner, String(setBy ?? ''));
}
