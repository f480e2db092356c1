import type { INodeProperties } from 'n8n-workflow';

import { filtersCollection, readFilterQuery } from '../fields/filters';
import { optionsOf } from '../fields/parameterKinds';
import { readChoice } from '../fields/reading';
import { oneRequest } from '../oneRequest';
import type { Resource } from '../operation';

const ocrType: INodeProperties = {
	displayName: 'OCR Type',
	name: 'ocrType',
	type: 'options',
	default: 'pepsico_codes',
	description: 'Which readings to count',
	options: optionsOf({ pepsico_caps: 'PepsiCo Caps', pepsico_codes: 'PepsiCo Codes' }),
};

const getOcrCounts = oneRequest(
	{
		value: 'getOcrCounts',
		name: 'Get OCR Counts',
		action: 'Get OCR counts',
		description: 'Get how many readings Veryfi has done',
	},
	{
		fields: [ocrType, filtersCollection('created')],
		prepare: (context, itemIndex) => ({
			request: {
				method: 'GET',
				path: '/ocr-counts',
				query: {
					ocr_type: readChoice(context, itemIndex, ocrType),
					...readFilterQuery(context, itemIndex, 'created'),
				},
			},
		}),
	},
);

export const account: Resource = {
	value: 'account',
	name: 'Account',
	description: 'The Veryfi account as a whole',
	operations: [getOcrCounts],
};
