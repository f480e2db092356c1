import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { simplifyField } from './options';

const DEFAULT_LIMIT = 300;

/** Whether and how long to wait for what was submitted. */
export const waitFields: INodeProperties[] = [
	{
		displayName: 'Wait for Result',
		name: 'waitForResult',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until Veryfi has finished and return the result. Without it, the Veryfi Trigger node gets what is finished.',
	},
	{
		displayName: 'Time Limit',
		name: 'timeLimit',
		type: 'number',
		default: DEFAULT_LIMIT,
		typeOptions: { minValue: 1 },
		description: 'Seconds to wait for the result; after that the item fails, naming the ID',
		displayOptions: { show: { waitForResult: [true] } },
	},
];

export const simplifyWaitedField: INodeProperties = {
	...simplifyField,
	displayOptions: { show: { waitForResult: [true] } },
};

/** An option that says something about the result. */
export const waitedOption = (option: INodeProperties): INodeProperties => ({
	...option,
	displayOptions: { show: { '/waitForResult': [true] } },
});

/** @returns milliseconds to wait at most; undefined when the user does not want to wait */
export function readWait(context: IExecuteFunctions, itemIndex: number): number | undefined {
	if (!context.getNodeParameter('waitForResult', itemIndex, false)) return undefined;
	return Number(context.getNodeParameter('timeLimit', itemIndex, DEFAULT_LIMIT)) * 1000;
}

/**
 * The id in the answer to a submission.
 *
 * @throws NodeOperationError when there is none
 */
export function idIn(context: IExecuteFunctions, itemIndex: number, accepted: IDataObject): string {
	const id = String(accepted.id ?? '');
	if (/^\d+$/.test(id)) return id;
	throw new NodeOperationError(context.getNode(), 'Veryfi took the document but gave no ID', {
		itemIndex,
		description: 'Find the document with Get Many; do not submit it again.',
	});
}
