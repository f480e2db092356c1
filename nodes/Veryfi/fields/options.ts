import type { INodeProperties } from 'n8n-workflow';

import { collection } from '../../shared/fields/collection';
import type { Item } from '../../shared/fields/item';

const itemsAtOnce: INodeProperties = {
	displayName: 'Items at Once',
	name: 'itemsAtOnce',
	type: 'number',
	// Enough for 60 requests/s at half a second each.
	default: 32,
	typeOptions: { minValue: 1, maxValue: 200 },
	description:
		'How many items to work on at the same time. The node never sends more than 60 requests a second.',
};

/** @param seconds how long to wait when the user has not chosen */
export const timeoutOption = (seconds: number): INodeProperties => ({
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	default: seconds,
	typeOptions: { minValue: 1 },
	description: 'How long to wait for an answer of Veryfi to a request',
});

/** The collection of rarely needed settings. */
export const optionsField = (options: INodeProperties[] = []): INodeProperties =>
	collection('Options', 'options', 'Add Option', [itemsAtOnce, ...options]);

/**
 * How many items to work on at once. It cannot differ from item to item: the first one tells.
 *
 * @throws NodeOperationError when it is no such number
 */
export const readItemsAtOnce = (item: Item): number =>
	Math.floor(item.checkNumber(itemsAtOnce, item.options.itemsAtOnce));

/**
 * Milliseconds of the option Request Timeout (Seconds).
 *
 * @param seconds as for the option
 * @throws NodeOperationError when it is no number of seconds
 */
export const readTimeout = (item: Item, seconds: number): number =>
	item.checkNumber(timeoutOption(seconds), item.options.timeout) * 1000;
