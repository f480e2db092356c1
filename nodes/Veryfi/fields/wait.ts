import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';
import { viewFields } from '../../shared/fields/viewFields';

const waitForResult: INodeProperties = {
	displayName: 'Wait for Result',
	name: 'waitForResult',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait until Veryfi has finished and return the result. Without it, the Veryfi Trigger node gets what is finished.',
};

const timeLimit: INodeProperties = {
	displayName: 'Max Wait (Seconds)',
	name: 'timeLimit',
	type: 'number',
	default: 300,
	typeOptions: { minValue: 1 },
	description: 'How long to wait for the result. After that the item fails, and names the ID.',
	displayOptions: { show: { waitForResult: [true] } },
};

/** Whether and how long to wait for what was submitted. */
export const waitFields: INodeProperties[] = [waitForResult, timeLimit];

/** How much comes out, where there is a document only when it is waited for. */
export const waitedView = (kind: string): INodeProperties[] =>
	viewFields(kind, { waitForResult: [true] });

/** An option that says something about the result. */
export const waitedOption = (option: INodeProperties): INodeProperties => ({
	...option,
	displayOptions: { show: { '/waitForResult': [true] } },
});

/**
 * @returns milliseconds to wait at most; undefined when the user does not want to wait
 * @throws NodeOperationError when the time limit is no number of seconds
 */
export function readWait(item: Item): number | undefined {
	if (!item.boolean(waitForResult)) return undefined;
	const given = item.parameter(timeLimit.name, timeLimit.default);
	return item.checkNumber(timeLimit, given) * 1000;
}
