import type { IDataObject } from 'n8n-workflow';

import { simplify } from '../../shared/simplify';
import { veryfiRequest } from '../../shared/transport';
import {
	optionsField,
	readOptions,
	readSimplify,
	readTimeout,
	timeoutOption,
} from '../fields/options';
import { intakeFields, intakeRequest } from '../intake';
import type { Operation } from '../operation';
import { idIn, readWait, simplifyWaitedField, waitFields } from '../fields/wait';
import type { Product } from '../products';
import { at } from '../products';
import { waitUntilFinished } from '../waiting';

/** Seconds; Veryfi answers at once, but the upload counts. */
const TIMEOUT = 120;

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
			...intakeFields(intake),
			...(product.hasStatus ? [...waitFields, simplifyWaitedField] : []),
			optionsField([timeoutOption(TIMEOUT)]),
		],
		async run(context, itemIndex) {
			const request = await intakeRequest(context, itemIndex, intake);
			const timeout = readTimeout(readOptions(context, itemIndex), TIMEOUT);
			return await veryfiRequest<IDataObject>(context, {
				...request,
				...at(product, intake.path),
				timeout,
			});
		},
		async finish(context, itemIndex, accepted) {
			const limit = readWait(context, itemIndex);
			if (limit === undefined) return accepted;
			const document = await waitUntilFinished(context, {
				...at(product, `${product.path}/${idIn(context, itemIndex, accepted)}`),
				listedBy: product,
				itemIndex,
				limit,
			});
			return readSimplify(context, itemIndex) ? simplify(product.key, document) : document;
		},
	};
}
