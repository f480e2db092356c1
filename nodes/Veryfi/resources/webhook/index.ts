import type { Resource } from '../../operation';
import { clear } from './clearWebhook';
import { confirm } from './confirmWebhook';
import { diagnose } from './diagnoseWebhook';
import { get } from './getWebhook';
import { register } from './registerWebhook';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	description: 'The one URL that Veryfi delivers finished documents to',
	operations: [get, register, confirm, clear, diagnose],
};
