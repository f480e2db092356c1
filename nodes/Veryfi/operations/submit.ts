import type { IDataObject } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/transport';
import { present } from '../../shared/view';
import { optionsField, readOptions, readTimeout, timeoutOption } from '../fields/options';
import { readDetailQuery } from '../fields/detailLevels';
import { readView, scoreOptions } from '../fields/view';
import { readWait, simplifyWaitedField, waitedOption, waitFields } from '../fields/wait';
import { intakeFields, intakeRequest, lookUp, readAdditionalFields } from '../intake';
import type { Operation } from '../operation';
import type { Product } from '../products';
import { at } from '../products';
import { idIn, waitUntilFinished } from '../waiting';

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
			optionsField([
				timeoutOption(TIMEOUT),
				...(product.hasStatus ? scoreOptions.map(waitedOption) : []),
			]),
		],
		async run(context, itemIndex) {
			// What is wrong with these should be known before the document is submitted.
			readView(context, itemIndex, readOptions(context, itemIndex));
			readWait(context, itemIndex);
			const timeout = readTimeout(context, itemIndex, TIMEOUT);
			const request = await intakeRequest(context, itemIndex, intake);
			return await veryfiRequest<IDataObject>(context, {
				...request,
				...at(product, intake.path),
				timeout,
				inDoubt: lookUp(product),
			});
		},
		async finish(context, itemIndex, accepted) {
			const options = readOptions(context, itemIndex);
			const view = readView(context, itemIndex, options);
			const limit = readWait(context, itemIndex);
			if (limit === undefined) return accepted;
			const document = await waitUntilFinished(context, {
				...at(product, `${product.path}/${idIn(context, itemIndex, accepted)}`),
				query: readDetailQuery(context, itemIndex, {
					...readAdditionalFields(context, itemIndex),
					...options,
				}),
				listedBy: product,
				itemIndex,
				limit,
			});
			return present(product.key, document, view);
		},
	};
}
