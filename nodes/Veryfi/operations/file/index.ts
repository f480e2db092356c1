import { veryfiRequest } from '../../../shared/transport';
import { optionsField, readOptions, readTimeout, timeoutOption } from '../../fields/options';
import { intakeFields, intakeRequest } from '../../intake';
import type { Operation, Resource } from '../../operation';
import type { Intake } from '../../products';

/** Seconds, as for processing. */
const TIMEOUT = 180;

type Words = Pick<Operation, 'value' | 'name' | 'action' | 'description'>;

/** Operations on a file of which no document is made. */
const KINDS: Array<Words & { intake: Intake }> = [
	{
		value: 'classify',
		name: 'Classify',
		action: 'Classify a file',
		description: 'Find out what kind of document a file is',
		intake: { path: '/classify', parameters: ['externalId', 'documentTypes'] },
	},
	{
		value: 'extract',
		name: 'Extract',
		action: 'Classify a file and extract its data',
		description: 'Find out what kind of document a file is and extract its data accordingly',
		intake: {
			path: '/extract',
			parameters: ['externalId', 'documentTypes'],
			required: ['documentTypes'],
		},
	},
	{
		value: 'splitIntoPageRanges',
		name: 'Split Into Page Ranges',
		action: 'Split a file into page ranges',
		description:
			'Find out on which pages of a PDF or ZIP its documents are, without processing them',
		intake: {
			path: '/split',
			parameters: ['externalId'],
			fileTypes: ['pdf', 'zip'],
			maxMegabytes: 50,
		},
	},
];

export const file: Resource = {
	value: 'file',
	name: 'File',
	description: 'A file of which it is not known what documents it holds',
	operations: KINDS.map(({ intake, ...words }) => ({
		...words,
		properties: [...intakeFields(intake), optionsField([timeoutOption(TIMEOUT)])],
		async run(context, itemIndex) {
			const request = await intakeRequest(context, itemIndex, intake);
			const timeout = readTimeout(readOptions(context, itemIndex), TIMEOUT);
			return await veryfiRequest(context, { ...request, timeout });
		},
	})),
};
