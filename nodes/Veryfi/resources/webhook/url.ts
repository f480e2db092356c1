import type { INodeProperties } from 'n8n-workflow';

import { readCredential } from '../../../shared/api/connection';
import type { Item } from '../../../shared/fields/item';
import { findingText } from '../../../shared/webhooks/findings';
import { findUrlProblem } from '../../../shared/webhooks/rules';

/** Which URL an operation is about. */
export const webhookUrl: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/.../webhook',
	description: 'The production URL that the Veryfi Trigger node shows, or that of another receiver',
};

/** What Veryfi would say about the URL is said before it is called. */
export async function assertAcceptable(item: Item): Promise<string> {
	const url = item.requiredText(webhookUrl);
	const { baseUrl } = await readCredential(item.context, item.index);
	const problem = findUrlProblem(url, String(baseUrl));
	if (problem) throw item.error(findingText(problem));
	return url;
}
