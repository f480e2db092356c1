import { readAmount, viewFields } from '../../shared/fields/viewFields';
import { present } from '../../shared/output/view';
import type { Intake } from '../../shared/products/parameters';
import { readTimeout, timeoutOption } from '../fields/options';
import { oneRequest } from '../oneRequest';
import type { Resource, Words } from '../operation';
import { intakeFields, intakeRequest } from '../operations/intake';

/** Seconds, as for processing. */
const TIMEOUT = 180;

const IN_DOUBT =
	'Veryfi keeps no document of it. Run the node again, unless the file must not be counted twice.';

interface FileKind {
	words: Words;
	intake: Intake;
	/** Kind of the record that comes back (shared/simplify.ts), where it is long enough to be simplified. */
	simplifiedAs?: string;
}

/** Operations on a file of which no document is made. */
const KINDS: FileKind[] = [
	{
		words: {
			value: 'classify',
			name: 'Classify',
			action: 'Classify file',
			description: 'Find out what kind of document a file is',
		},
		intake: { path: '/classify', parameters: ['externalId', 'documentTypes'] },
	},
	{
		words: {
			value: 'extract',
			name: 'Extract',
			action: 'Classify file and extract data',
			description: 'Find out what kind of document a file is and extract its data accordingly',
		},
		intake: {
			path: '/extract',
			parameters: ['externalId', 'documentTypes'],
			required: ['documentTypes'],
		},
		simplifiedAs: 'extraction',
	},
	{
		words: {
			value: 'splitIntoPageRanges',
			name: 'Split Into Page Ranges',
			action: 'Split file into page ranges',
			description:
				'Find out on which pages of a PDF or ZIP its documents are, without processing them',
		},
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
	description: 'A file of unknown type or content',
	operations: KINDS.map(({ words, intake, simplifiedAs }) =>
		oneRequest(words, {
			fields: [...intakeFields(intake), ...(simplifiedAs ? viewFields(simplifiedAs) : [])],
			options: [timeoutOption(TIMEOUT)],
			async prepare(item) {
				const timeout = readTimeout(item, TIMEOUT);
				const view = simplifiedAs ? readAmount(item) : { simplify: false };
				const request = await intakeRequest(item, intake);
				return {
					request: { ...request, timeout, inDoubt: IN_DOUBT },
					record: (answer) => present(simplifiedAs ?? '', answer, view),
				};
			},
		}),
	),
};
