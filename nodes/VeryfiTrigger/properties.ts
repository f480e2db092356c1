import type { INodeProperties } from 'n8n-workflow';

import { scoreOptions } from '../Veryfi/fields/view';
import { EVENT_OPTIONS } from './events';
import { DEFAULT_MEMORY } from './redeliveries';

/** Value of the option that stands for every event, also for those that this node does not know. */
export const ALL_EVENTS = '*';

const [reviewBelow, scoresBeside] = scoreOptions.map((option): INodeProperties => ({
	...option,
	displayOptions: { show: { '/fetchDocument': [true] } },
}));

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'If Another URL Is Confirmed',
			name: 'ifAnotherUrlIsConfirmed',
			type: 'options',
			options: [
				{
					name: 'Stop',
					value: 'stop',
					description: 'Do not publish the workflow; whatever uses the other URL keeps working',
				},
				{
					name: 'Replace It',
					value: 'replace',
					description: 'Take the other URL out of use without asking anybody',
				},
			],
			default: 'stop',
			description:
				'What to do when the workflow is published while Veryfi delivers to another URL. A Veryfi account has one webhook URL for all products and users of it.',
		},
		{
			displayName: 'Include Bounding Boxes',
			name: 'boundingBoxes',
			type: 'boolean',
			default: false,
			description: 'Whether to fetch where on the page each value was found',
			displayOptions: { show: { '/fetchDocument': [true], '/simplify': [false] } },
		},
		{
			displayName: 'Include Confidence Details',
			name: 'confidenceDetails',
			type: 'boolean',
			default: false,
			description: 'Whether to fetch how sure Veryfi is of each value',
			displayOptions: { show: { '/fetchDocument': [true], '/simplify': [false] } },
		},
		{
			displayName: 'Redeliveries Remembered',
			name: 'redeliveriesRemembered',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10_000, numberPrecision: 0 },
			default: DEFAULT_MEMORY,
			description:
				'How many of the latest events to remember in order to recognize redeliveries. More than the events of an hour is rarely of use.',
		},
		reviewBelow,
		scoresBeside,
		{
			displayName: 'Skip Redeliveries',
			name: 'skipRedeliveries',
			type: 'boolean',
			default: true,
			description:
				'Whether to ignore an event that Veryfi delivers once more because the first answer was late. Events of a manual execution are never skipped.',
		},
		{
			displayName: 'While Testing',
			name: 'whileTesting',
			type: 'options',
			options: [
				{
					name: 'Refuse if Another URL Is Confirmed',
					value: 'refuse',
					description:
						'Do not listen for a test event while a URL in use would lose its deliveries',
				},
				{
					name: 'Borrow and Restore',
					value: 'borrow',
					description:
						'Take the webhook for the test and give it back afterwards. Works where the other URL belongs to a published Veryfi Trigger, which answers Veryfi by itself; its deliveries are missing meanwhile.',
				},
			],
			default: 'refuse',
			description:
				'What to do when you listen for a test event while Veryfi delivers to another URL, such as the production URL of this workflow',
		},
	],
};

export const properties: INodeProperties[] = [
	{
		displayName:
			'Veryfi has one webhook URL per account. Publishing this workflow makes its URL the one in use. If that fails, the Veryfi node tells why: resource Webhook, operation Diagnose.',
		name: 'slotNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'All Events',
				value: ALL_EVENTS,
				action: 'On any event',
				description: 'Everything that Veryfi sends, also events that this node does not know',
			},
			...EVENT_OPTIONS,
		],
		default: ['document.created', 'document.failed'],
		description: 'The events to run the workflow for',
	},
	{
		displayName: 'Fetch Document',
		name: 'fetchDocument',
		type: 'boolean',
		default: true,
		description:
			'Whether to fetch the extracted data of each finished document, as Veryfi only delivers its ID',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show: { fetchDocument: [true] } },
	},
	options,
];
