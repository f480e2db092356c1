import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readCredential } from '../../../shared/api/connection';
import { requiredText } from '../../../shared/fields/reading';
import { findingError } from '../../../shared/webhooks/failures';
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
export async function assertAcceptable(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<string> {
	const url = requiredText(context, itemIndex, webhookUrl);
	const { baseUrl } = await readCredential(context, itemIndex);
	const problem = findUrlProblem(url, String(baseUrl));
	if (problem) throw findingError(context.getNode(), problem, itemIndex);
	return url;
}
