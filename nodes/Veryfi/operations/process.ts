import type { Needed } from '../../shared/api/answerShape';
import { ID } from '../../shared/api/answerShape';
import { needsScores, readView, scoreOptions, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Intake } from '../../shared/products/parameters';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { readTimeout, timeoutOption } from '../fields/options';
import { oneRequest } from '../oneRequest';
import type { Operation, Words } from '../operation';
import { intakeFields, intakeRequest, lookUp } from './intake';

/** Seconds; Veryfi's own SDKs wait 120, and long documents take their time. */
const TIMEOUT = 180;

const WITH_SCORES = { confidence_details: true };

/** What is processed, and what comes of it. */
interface Processing {
	intake: Intake;
	/** Kind of the record that Veryfi answers with (shared/simplify.ts). */
	kind: string;
	needed?: Needed;
}

/** Processes a document and waits for Veryfi's answer, which is the finished document. */
export const processDocument = (product: Product): Operation =>
	processing(
		product,
		{ intake: product.process, kind: product.key, needed: ID },
		{
			value: 'process',
			name: 'Process',
			action: `Process ${product.one}`,
			description: `Process a ${product.one} and return the extracted data`,
		},
	);

/** Processes a check that lies on one paper with its remittance slip. */
export const processWithRemittance = (product: Product): Operation | undefined =>
	product.processWithRemittance &&
	processing(
		product,
		{ intake: product.processWithRemittance, kind: 'checkWithRemittance' },
		{
			value: 'processWithRemittance',
			name: 'Process with Remittance',
			action: `Process ${product.one} with remittance slip`,
			description: `Process a ${product.one} together with its remittance slip and return the data of both`,
		},
	);

const processing = (
	product: Product,
	{ intake, kind, needed }: Processing,
	words: Words,
): Operation =>
	oneRequest(words, {
		fields: [...intakeFields(intake), ...viewFields(kind)],
		options: [
			timeoutOption(TIMEOUT),
			...(intake.parameters.includes('confidenceDetails') ? scoreOptions : []),
		],
		async prepare(item) {
			const view = readView(item);
			const timeout = readTimeout(item, TIMEOUT);
			const asked = needsScores(item.options) ? { ...intake, fixed: WITH_SCORES } : intake;
			const request = await intakeRequest(item, asked);
			return {
				request: {
					...request,
					...pathsOf(product, intake.path),
					timeout,
					inDoubt: lookUp(product),
					needed,
				},
				record: (document) => present(kind, document, view),
				files: item.input.binary,
			};
		},
	});
