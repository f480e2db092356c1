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

/** Seconds; Veryfi's own SDKs wait 120, and long documents take their time. */
const TIMEOUT = 180;

/** Processes a document and waits for Veryfi's answer, which is the finished document. */
export const processDocument = (product: Product): Operation => ({
	value: 'process',
	name: 'Process',
	action: `Process ${product.one}`,
	description: `Process ${product.one} and return the extracted data`,
	properties: [
		...intakeFields(product, product.process),
		simplifyField,
		optionsField([timeoutOption(TIMEOUT)]),
	],
	async run(context, itemIndex) {
		const request = await intakeRequest(context, itemIndex, product, product.process);
		const timeout = readTimeout(readOptions(context, itemIndex), TIMEOUT);
		const document = await veryfiRequest(context, { ...request, timeout });
		return readSimplify(context, itemIndex) ? simplify(product.key, document) : document;
	},
});
