import { veryfiRequest } from '../../shared/transport';
import { present } from '../../shared/view';
import {
	optionsField,
	readOptions,
	readTimeout,
	simplifyField,
	timeoutOption,
} from '../fields/options';
import { needsScores, readView, scoreOptions } from '../fields/view';
import { intakeFields, intakeRequest } from '../intake';
import type { Operation } from '../operation';
import type { Intake, Product } from '../products';
import { at } from '../products';

/** Seconds; Veryfi's own SDKs wait 120, and long documents take their time. */
const TIMEOUT = 180;

const WITH_SCORES = { confidence_details: true };

/** Processes a document and waits for Veryfi's answer, which is the finished document. */
export const processDocument = (product: Product): Operation =>
	processing(product, product.process, {
		value: 'process',
		name: 'Process',
		action: `Process ${product.one}`,
		description: `Process ${product.one} and return the extracted data`,
	});

/** Processes a check that lies on one paper with its remittance slip. */
export const processWithRemittance = (product: Product): Operation | undefined =>
	product.processWithRemittance &&
	processing(product, product.processWithRemittance, {
		value: 'processWithRemittance',
		name: 'Process with Remittance',
		action: `Process ${product.one} with its remittance slip`,
		description: `Process ${product.one} together with its remittance slip and return the data of both`,
	});

function processing(
	product: Product,
	intake: Intake,
	words: Pick<Operation, 'value' | 'name' | 'action' | 'description'>,
): Operation {
	return {
		...words,
		properties: [
			...intakeFields(intake),
			simplifyField,
			optionsField([
				timeoutOption(TIMEOUT),
				...(intake.parameters.includes('confidenceDetails') ? scoreOptions : []),
			]),
		],
		async run(context, itemIndex) {
			const options = readOptions(context, itemIndex);
			const view = readView(context, itemIndex, options);
			const asked = needsScores(options) ? { ...intake, fixed: WITH_SCORES } : intake;
			const request = await intakeRequest(context, itemIndex, asked);
			const timeout = readTimeout(options, TIMEOUT);
			const document = await veryfiRequest(context, {
				...request,
				...at(product, intake.path),
				timeout,
			});
			return present(product.key, document, view);
		},
	};
}
