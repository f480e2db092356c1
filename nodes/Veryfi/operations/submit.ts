import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { simplify } from '../../shared/simplify';
import { veryfiRequest } from '../../shared/transport';
import {
	optionsField,
	readOptions,
	readSimplify,
	readTimeout,
	simplifyField,
	timeoutOption,
} from '../fields/options';
import { intakeFields, intakeRequest } from '../intake';
import type { Operation } from '../operation';
import type { Product } from '../products';
import { waitForDocument } from '../waiting';

/** Seconds; Veryfi answers at once, but the upload counts. */
const TIMEOUT = 120;

const DEFAULT_LIMIT = 300;

const waiting: INodeProperties[] = [
	{
		displayName: 'Wait for Result',
		name: 'waitForResult',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until Veryfi has finished the document and return it. Without it, the Veryfi Trigger node gets the finished document.',
	},
	{
		displayName: 'Time Limit',
		name: 'timeLimit',
		type: 'number',
		default: DEFAULT_LIMIT,
		typeOptions: { minValue: 1 },
		description:
			'Seconds to wait for the result; after that the item fails, naming the document ID',
		displayOptions: { show: { waitForResult: [true] } },
	},
	{ ...simplifyField, displayOptions: { show: { waitForResult: [true] } } },
];

/** Hands a document over to be processed in the background. */
export function submit(product: Product): Operation | undefined {
	const { submit: intake } = product;
	if (!intake) return undefined;
	return {
		value: 'submit',
		name: 'Submit',
		action: `Submit ${product.one}`,
		description: `Submit ${product.one} for asynchronous processing and return the ID`,
		properties: [
			...intakeFields(product, intake),
			...(product.hasStatus ? waiting : []),
			optionsField([timeoutOption(TIMEOUT)]),
		],
		async run(context, itemIndex) {
			const request = await intakeRequest(context, itemIndex, product, intake);
			const timeout = readTimeout(readOptions(context, itemIndex), TIMEOUT);
			const accepted = await veryfiRequest<IDataObject>(context, { ...request, timeout });
			if (!context.getNodeParameter('waitForResult', itemIndex, false)) return accepted;

			const { id } = accepted;
			if (typeof id !== 'number' && typeof id !== 'string') {
				throw new NodeOperationError(context.getNode(), 'Veryfi took the document but gave no ID', {
					itemIndex,
					description: 'Find the document with Get Many; do not submit it again.',
				});
			}
			const document = await waitForDocument(context, {
				product,
				id: String(id),
				itemIndex,
				limit: Number(context.getNodeParameter('timeLimit', itemIndex, DEFAULT_LIMIT)) * 1000,
			});
			return readSimplify(context, itemIndex) ? simplify(product.key, document) : document;
		},
	};
}
