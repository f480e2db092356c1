import { webhookSlot } from '../../../shared/webhooks/slot';
import type { Operation } from '../../operation';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get the webhook',
	description: 'Get the webhook URL in use and those that wait for their confirmation',
	properties: [],
	async run(context, itemIndex) {
		const { confirmed, pending } = await webhookSlot(context, itemIndex).list();
		return { url: confirmed[0]?.url ?? null, confirmed, pending };
	},
};
