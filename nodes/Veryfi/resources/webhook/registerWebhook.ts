import type { INodeProperties } from 'n8n-workflow';

import { findings, findingText } from '../../../shared/webhooks/findings';
import { ifWebhookUrlIsInUse } from '../../../shared/webhooks/otherUrl';
import { ownerOf } from '../../../shared/webhooks/owner';
import { registerUrl } from '../../../shared/webhooks/registerUrl';
import { tellReplaced } from '../../../shared/webhooks/replaced';
import {
	foreignUrl,
	isConfirmed,
	isPending,
	webhookSettings,
} from '../../../shared/webhooks/webhookSettings';
import type { Operation } from '../../operation';
import { assertAcceptable, webhookUrl } from './url';

const waitForConfirmation: INodeProperties = {
	displayName: 'Wait for Confirmation',
	name: 'waitForConfirmation',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait, for up to half a minute, until the URL is confirmed. Right for a URL that answers Veryfi by itself, such as that of a published Veryfi Trigger.',
};

export const registerWebhook: Operation = {
	value: 'register',
	name: 'Register',
	action: 'Register webhook URL',
	description:
		'Register a webhook URL with Veryfi, which then sends it a secret to confirm it with. A Veryfi Trigger registers and confirms its own URL.',
	properties: [webhookUrl, ifWebhookUrlIsInUse, waitForConfirmation],
	// The account has one webhook URL: two items at once would disturb each other.
	serialKey: () => 'webhook',
	async run(item) {
		const url = await assertAcceptable(item);
		const mayReplace = item.choice(ifWebhookUrlIsInUse) === 'replace';
		const mayWait = item.boolean(waitForConfirmation);
		const settings = webhookSettings(item.context, item.index);
		const other = foreignUrl(await settings.list(), url);
		if (other && !mayReplace) {
			const owner = await ownerOf(item.context, other, item.index);
			throw item.error(findingText(findings.foreignConfirmed(url, owner)));
		}
		if (mayWait) {
			const problem = await registerUrl(settings, url);
			if (problem) throw item.error(findingText(problem));
			await tellReplaced(item.context, other, url, 'set_by', item.index);
		} else {
			await settings.add(url);
		}
		const state = await settings.list();
		return { url, confirmed: isConfirmed(state, url), pending: isPending(state, url) };
	},
};
