import { ID } from '../../shared/api/answerShape';
import { readDetailQuery } from '../../shared/fields/detailLevels';
import { readView, scoreOptions } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { ifExternalIdExists } from '../fields/ifExists';
import { optionsField, readOptions, readTimeout, timeoutOption } from '../fields/options';
import { isByUrl } from '../fields/source';
import { readWait, waitedOption, waitFields, waitedView } from '../fields/wait';
import type { Operation } from '../operation';
import { sendOnce } from '../sendOnce';
import { intakeFields, intakeRequest, lookUp, readAdditionalFields } from './intake';
import { canFindAgain, submitOnce } from './submitOnce';
import { waitUntilFinished } from './waiting';

/** Seconds; Veryfi answers at once, but the upload counts. */
const TIMEOUT = 120;

/** Marks what was not submitted again. */
const KNOWN = { was_submitted_before: true };

/** Hands a document over to be processed in the background. */
export function submit(product: Product): Operation | undefined {
	const { submit: intake } = product;
	if (!intake) return undefined;
	return {
		value: 'submit',
		name: 'Submit',
		action: `Submit ${product.one}`,
		description: `Submit a ${product.one} for asynchronous processing and return its ID${product.hasStatus ? ', or wait for the result' : ''}`,
		properties: [
			...intakeFields(intake),
			...(product.hasStatus ? [...waitFields, ...waitedView(product.key)] : []),
			optionsField([
				timeoutOption(TIMEOUT),
				...(canFindAgain(intake, product) ? [ifExternalIdExists] : []),
				...(product.hasStatus ? scoreOptions.map(waitedOption) : []),
			]),
		],
		async run(context, itemIndex) {
			// What is wrong with these should be known before the document is submitted.
			const view = readView(context, itemIndex, readOptions(context, itemIndex));
			readWait(context, itemIndex);
			const timeout = readTimeout(context, itemIndex, TIMEOUT);
			const send = async () =>
				await sendOnce(context, {
					...(await intakeRequest(context, itemIndex, intake)),
					...pathsOf(product, intake.path),
					timeout,
					inDoubt: lookUp(product),
					needed: ID,
				});
			const { record, before } = await submitOnce(context, itemIndex, { product, intake }, send);
			if (!before) return record;
			const known = before === 'inList' ? present(product.key, record, view) : record;
			return { ...known, ...KNOWN };
		},
		async finish(context, itemIndex, accepted) {
			const options = readOptions(context, itemIndex);
			const view = readView(context, itemIndex, options);
			const limit = readWait(context, itemIndex);
			if (limit === undefined) return accepted;
			const document = await waitUntilFinished(context, {
				...pathsOf(product, `${product.path}/${String(accepted.id)}`),
				query: readDetailQuery(context, itemIndex, {
					...readAdditionalFields(context, itemIndex),
					...options,
				}),
				listedBy: product,
				isByUrl: isByUrl(context, itemIndex),
				itemIndex,
				limit,
			});
			const mark = accepted.was_submitted_before ? KNOWN : {};
			return { ...present(product.key, document, view), ...mark };
		},
	};
}
