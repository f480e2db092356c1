import { ID } from '../../shared/api/answerShape';
import { readDetailQuery } from '../../shared/fields/detailLevels';
import { readView, scoreOptions } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { ifExternalIdExists } from '../fields/ifExists';
import { optionsField, readTimeout, timeoutOption } from '../fields/options';
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
		async run(item) {
			// What is wrong with these should be known before the document is submitted.
			const view = readView(item);
			readWait(item);
			const timeout = readTimeout(item, TIMEOUT);
			const send = async () =>
				await sendOnce(item, {
					...(await intakeRequest(item, intake)),
					...pathsOf(product, intake.path),
					timeout,
					inDoubt: lookUp(product),
					needed: ID,
				});
			const { record, before } = await submitOnce(item, { product, intake }, send);
			if (!before) return record;
			const known = before === 'inList' ? present(product.key, record, view) : record;
			return { ...known, ...KNOWN };
		},
		async finish(item, accepted) {
			const view = readView(item);
			const limit = readWait(item);
			if (limit === undefined) return accepted;
			const document = await waitUntilFinished({
				...pathsOf(product, `${product.path}/${String(accepted.id)}`),
				query: readDetailQuery(item, {
					...readAdditionalFields(item),
					...item.options,
				}),
				listedBy: product,
				isByUrl: isByUrl(item),
				item,
				limit,
			});
			const mark = accepted.was_submitted_before ? KNOWN : {};
			return { ...present(product.key, document, view), ...mark };
		},
	};
}
