import type { INodeProperties } from 'n8n-workflow';

import { webhookSettings } from '../../../shared/webhooks/webhookSettings';
import { isSameUrl } from '../../../shared/webhooks/webhookUrls';
import type { Operation } from '../../operation';

const compareWith: INodeProperties = {
	displayName: 'Compare With',
	name: 'compareWith',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/.../webhook',
	description:
		'A webhook URL, such as the production URL of a Veryfi Trigger. <code>matches</code> in the output then says whether it is the one in use. Capitals in the host and a last slash do not count.',
};

export const getWebhook: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get webhook',
	description: 'Retrieve the webhook URL in use and those that wait for their confirmation',
	properties: [compareWith],
	async run(item) {
		const expected = item.optionalText(compareWith);
		const { confirmed, pending } = await webhookSettings(item.context, item.index).list();
		const url = confirmed[0]?.url ?? null;
		if (!expected) return { url, confirmed, pending };
		return { url, matches: url !== null && isSameUrl(url, expected), confirmed, pending };
	},
};
