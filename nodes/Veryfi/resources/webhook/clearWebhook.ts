import type { INodeProperties } from 'n8n-workflow';

import { wordsOf } from '../../../shared/webhooks/failures';
import { findings, findingText } from '../../../shared/webhooks/findings';
import type { WebhookSettings } from '../../../shared/webhooks/webhookSettings';
import { foreignUrl, webhookSettings } from '../../../shared/webhooks/webhookSettings';
import type { Operation } from '../../operation';

const onlyThisUrl: INodeProperties = {
	displayName: 'Only This URL',
	name: 'onlyThisUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/.../webhook',
	description:
		'Clear the webhook only if this is the URL in use. If empty, the URL in use is cleared.',
};

export const clearWebhook: Operation = {
	value: 'clear',
	name: 'Clear',
	action: 'Clear webhook',
	description: 'Take the webhook URL out of use, so that Veryfi delivers nothing',
	properties: [onlyThisUrl],
	serialKey: () => 'webhook',
	async run(item) {
		const only = item.optionalText(onlyThisUrl);
		const settings = webhookSettings(item.context, item.index);
		const before = await settings.list();
		const url = before.confirmed[0]?.url;
		if (url === undefined) return { cleared: false, url: null, reason: 'No URL was in use' };
		if (only && foreignUrl(before, only)) {
			return { cleared: false, url, reason: 'Another URL is in use' };
		}
		const refusal = await tryToClear(settings);
		// Only the list tells: the API documents no way to clear, so an accepting answer proves nothing.
		const stillConfirmed = (await settings.list()).confirmed[0]?.url;
		if (stillConfirmed !== undefined) {
			const words = refusal ?? 'it accepted the request without effect';
			throw item.error(findingText(findings.clearRefused(stillConfirmed, words)));
		}
		return { cleared: true, url };
	},
};

/** @returns why the request failed, if it did */
async function tryToClear(settings: WebhookSettings): Promise<string | undefined> {
	try {
		await settings.clear();
		return undefined;
	} catch (error) {
		return wordsOf(error);
	}
}
