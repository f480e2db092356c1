import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Item } from '../../shared/fields/item';
import { findingText } from '../../shared/webhooks/findings';
import { describeReplacement, isReplacement } from '../../shared/webhooks/replaced';
import type { Notification } from '../notification';
import { addDocuments, readCredentialAhead } from './addDocuments';
import { toItems } from './items';
import { Redeliveries } from './redeliveries';

/**
 * The work of the trigger in the execution: skips redeliveries, fetches what an event is about, and emits one
 * item per document.
 *
 * @throws NodeApiError for a document that could not be fetched; the execution then fails, and n8n can
 *   try the node again or the user can retry the execution
 */
export async function processEvents(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const redeliveries = new Redeliveries(context);
	const output: INodeExecutionData[] = [];
	for (const [index, { json }] of context.getInputData().entries()) {
		const item = new Item(context, index);
		const notification = json as unknown as Notification;
		if (isReplacement(notification.event, notification.data)) {
			throw item.error(findingText(describeReplacement(context, notification.data)));
		}
		readCredentialAhead(item);
		if (await redeliveries.isRedelivery(notification)) continue;
		let isDone = false;
		try {
			const emitted = await addDocuments(item, toItems(notification));
			output.push(...emitted.map((one) => ({ ...one, pairedItem: { item: index } })));
			isDone = true;
		} finally {
			if (!isDone) await redeliveries.forget(notification);
		}
	}
	return [output];
}
