import type { INodeProperties } from 'n8n-workflow';

import { requiredText } from '../../../shared/fields/reading';
import {
	explainFailure,
	findingError,
	isRefusal,
	wordsOf,
} from '../../../shared/webhooks/failures';
import { findings } from '../../../shared/webhooks/findings';
import { tellReplaced } from '../../../shared/webhooks/replaced';
import { foreignUrl, isConfirmed, webhookSettings } from '../../../shared/webhooks/webhookSettings';
import type { Operation } from '../../operation';
import { webhookUrl } from './url';

const secret: INodeProperties = {
	displayName: 'Secret',
	name: 'secret',
	type: 'string',
	typeOptions: { password: true },
	required: true,
	default: '',
	description: 'The value of data.secret in the subscription event that the URL received',
};

export const confirmWebhook: Operation = {
	value: 'confirm',
	name: 'Confirm',
	action: 'Confirm webhook URL',
	description:
		'Confirm a registered webhook URL with the secret that Veryfi sent to it. It replaces the URL in use.',
	properties: [webhookUrl, secret],
	serialKey: () => 'webhook',
	async run(context, itemIndex) {
		const url = requiredText(context, itemIndex, webhookUrl);
		const givenSecret = requiredText(context, itemIndex, secret);
		const settings = webhookSettings(context, itemIndex);
		let other: string | undefined;
		try {
			other = foreignUrl(await settings.list(), url);
			await settings.confirm(url, givenSecret);
		} catch (error) {
			throw findingError(
				context.getNode(),
				isRefusal(error) ? findings.confirmRefused(url, wordsOf(error)) : explainFailure(error),
				itemIndex,
			);
		}
		const confirmed = isConfirmed(await settings.list(), url);
		if (confirmed) await tellReplaced(context, other, url, itemIndex);
		return { url, confirmed };
	},
};
