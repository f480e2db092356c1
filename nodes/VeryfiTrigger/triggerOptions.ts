import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { eventsIn } from './events';
import type { EventName } from './notification';

/** The options that count before there is an item; what the user never touched is absent. */
export interface TriggerOptions {
	ifWebhookUrlIsInUse?: 'stop' | 'replace';
	whileTesting?: 'latest' | 'borrow';
}

/**
 * The events that the user chose, or that an expression gave: one text is one event, and what is no
 * text is none.
 */
export const eventsOf = (context: IHookFunctions | IWebhookFunctions): EventName[] =>
	[context.getNodeParameter('events', [])]
		.flat()
		.filter((name): name is string => typeof name === 'string')
		.map((name) => name.trim())
		.filter((name) => name !== '')
		.flatMap(eventsIn);

/** The options at registration and for a delivery, where there is no item. */
export const optionsOf = (context: IHookFunctions | IWebhookFunctions): TriggerOptions =>
	context.getNodeParameter('options', {}) as TriggerOptions;
