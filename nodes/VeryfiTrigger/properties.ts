import type { INodeProperties } from 'n8n-workflow';

import { collection } from '../shared/fields/collection';
import { detailLevelOptions } from '../shared/fields/detailLevels';
import { simplifyField } from '../shared/fields/viewFields';
import { brief } from '../shared/products/products';
import { ifWebhookUrlIsInUse } from '../shared/webhooks/otherUrl';
import { ALL_EVENTS, EVENT_OPTIONS, USUAL_CHOICE } from './events';
import { fetchDocument } from './execute/addDocuments';
import { fileFields } from './execute/documentFiles';
import { filtersField } from './execute/documentFilters';
import { redeliveryOptions } from './execute/redeliveries';

/** By value; the usual choice in short, as all of its name has no room. */
const NAMES = {
	...Object.fromEntries(EVENT_OPTIONS.map(({ name, value }) => [value, brief(name)])),
	[String(USUAL_CHOICE.value)]: 'Receipts and Invoices',
};

/** The events that are chosen; an expression may give a single one as a text. */
const CHOSEN = '[$parameter["events"]].flat()';

/** What stands below the node on the canvas, which has room for the name of one event. */
export const subtitle = `={{ ${CHOSEN}.includes("${ALL_EVENTS}") ? "All Events" : ${CHOSEN}.length === 1 ? ${JSON.stringify(NAMES)}[${CHOSEN}[0]] ?? ${CHOSEN}[0] : ${CHOSEN}.length + " events" }}`;

/** What can be asked of Veryfi about values, in the words of the other node. */
const details = detailLevelOptions(['boundingBoxes', 'confidenceDetails']).map(
	(option): INodeProperties => ({
		...option,
		displayOptions: { ...option.displayOptions, show: { '/fetchDocument': [true] } },
	}),
);

const whileTesting: INodeProperties = {
	displayName: 'While Testing',
	name: 'whileTesting',
	type: 'options',
	options: [
		{
			name: 'Borrow and Restore',
			value: 'borrow',
			description:
				'Wait for the next delivery: use the webhook for the test and give it back afterwards. The other URL gets nothing meanwhile. Works if that URL belongs to a published Veryfi Trigger, which confirms itself.',
		},
		{
			name: 'Use Latest Document',
			value: 'latest',
			description:
				'Test with the latest document of the account. The webhook stays where it is, so no delivery is lost.',
		},
	],
	default: 'latest',
	description:
		'The input of a test while Veryfi delivers to another URL, such as the production URL of this workflow',
};

/** Everything that the trigger shows. */
export const properties: INodeProperties[] = [
	{
		displayName:
			'Veryfi has one webhook URL per account. Publishing registers the URL of this workflow with Veryfi. If that fails, run <b>Veryfi > Webhook > Diagnose</b> in a new workflow, behind a manual trigger: it says why.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: [...EVENT_OPTIONS],
		default: [USUAL_CHOICE.value],
	},
	fetchDocument,
	{ ...simplifyField, displayOptions: { show: { fetchDocument: [true] } } },
	...fileFields,
	filtersField,
	collection('Options', 'options', 'Add Option', [
		...details,
		ifWebhookUrlIsInUse,
		...redeliveryOptions,
		whileTesting,
	]),
];
