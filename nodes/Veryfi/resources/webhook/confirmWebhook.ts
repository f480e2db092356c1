import type { INodeProperties } from 'n8n-workflow';

import { explainFailure, isRefusal, wordsOf } from '../../../shared/webhooks/failures';
import { findings, findingText } from '../../../shared/webhooks/findings';
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
	async run(item) {
		const url = item.requiredText(webhookUrl);
		const givenSecret = item.requiredText(secret);
		const settings = webhookSettings(item.context, item.index);
		let other: string | undefined;
		try {
			other = foreignUrl(await settings.list(), url);
			await settings.confirm(url, givenSecret);
		} catch (error) {
			const finding = isRefusal(error)
				? findings.confirmRefused(url, wordsOf(error))
				: explainFailure(error);
			throw item.error(findingText(finding));
		}
		const confirmed = isConfirmed(await settings.list(), url);
		if (confirmed) await tellReplaced(item.context, other, url, 'set_by', item.index);
		return { url, confirmed };
	},
};
