import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEFAULT_ITEMS_AT_ONCE } from '../runItems';

const itemsAtOnce: INodeProperties = {
	displayName: 'Items at Once',
	name: 'itemsAtOnce',
	type: 'number',
	default: DEFAULT_ITEMS_AT_ONCE,
	typeOptions: { minValue: 1, maxValue: 200 },
	description:
		'How many items to work on at the same time. Whatever the number, the node keeps to 60 requests a second.',
};

/** @param seconds how long to wait when the user has not chosen */
export const timeoutOption = (seconds: number): INodeProperties => ({
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	default: seconds,
	typeOptions: { minValue: 1 },
	description: 'Seconds to wait for an answer of Veryfi to a request',
});

/** The collection of rarely needed settings, in alphabetical order. */
export const optionsField = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [itemsAtOnce, ...options].sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** What the user chose in the collection; what was not touched is absent. */
export const readOptions = (context: IExecuteFunctions, itemIndex: number): IDataObject =>
	context.getNodeParameter('options', itemIndex, {}) as IDataObject;

/** Milliseconds of the option Timeout. */
export const readTimeout = (options: IDataObject, seconds: number): number =>
	Number(options.timeout ?? seconds) * 1000;

export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

export const readSimplify = (context: IExecuteFunctions, itemIndex: number): boolean =>
	context.getNodeParameter('simplify', itemIndex, true) as boolean;
