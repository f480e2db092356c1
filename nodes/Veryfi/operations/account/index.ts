import type { INodeProperties } from 'n8n-workflow';

import { veryfiRequest } from '../../../shared/transport';
import { filtersCollection, readFilterQuery } from '../../fields/filters';
import { optionsField } from '../../fields/options';
import type { Resource } from '../../operation';

const ocrType: INodeProperties = {
	displayName: 'OCR Type',
	name: 'ocrType',
	type: 'options',
	default: 'pepsico_codes',
	description: 'Which readings to count',
	options: [
		{ name: 'PepsiCo Caps', value: 'pepsico_caps' },
		{ name: 'PepsiCo Codes', value: 'pepsico_codes' },
	],
};

export const account: Resource = {
	value: 'account',
	name: 'Account',
	description: 'The Veryfi account as a whole',
	operations: [
		{
			value: 'getOcrCounts',
			name: 'Get OCR Counts',
			action: 'Get OCR counts',
			description: 'Get how many readings Veryfi has done',
			properties: [ocrType, filtersCollection('created'), optionsField([])],
			async run(context, itemIndex) {
				return await veryfiRequest(context, {
					method: 'GET',
					path: '/ocr-counts',
					query: {
						ocr_type: context.getNodeParameter('ocrType', itemIndex) as string,
						...readFilterQuery(context, itemIndex, 'created'),
					},
					itemIndex,
				});
			},
		},
	],
};
