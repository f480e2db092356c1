import type { INodeProperties } from 'n8n-workflow';

/** The question that both nodes ask before the webhook is taken from another URL. */
export const ifWebhookUrlIsInUse: INodeProperties = {
	displayName: 'If Webhook URL Is in Use',
	name: 'ifWebhookUrlIsInUse',
	type: 'options',
	options: [
		{
			name: 'Stop',
			value: 'stop',
			description: 'Stop with an error. The other URL stays in use.',
		},
		{
			name: 'Replace It',
			value: 'replace',
			description:
				'Use this URL instead. The other URL gets no more documents. A Veryfi Trigger there says so by a failed execution.',
		},
	],
	default: 'stop',
	description:
		'Whether to take the webhook from another URL that Veryfi already delivers to. A Veryfi account has one webhook URL, for all of its products and users.',
};
