import type { Resource } from '../../operation';
import { clearWebhook } from './clearWebhook';
import { confirmWebhook } from './confirmWebhook';
import { diagnoseWebhook } from './diagnoseWebhook';
import { getWebhook } from './getWebhook';
import { registerWebhook } from './registerWebhook';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	description: 'The one URL that Veryfi delivers finished documents to',
	operations: [diagnoseWebhook, getWebhook, registerWebhook, confirmWebhook, clearWebhook],
};
