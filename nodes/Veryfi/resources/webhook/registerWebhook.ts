import type { INodeProperties } from 'n8n-workflow';

import { findingError } from '../../../shared/webhooks/failures';
import { findings } from '../../../shared/webhooks/findings';
import { ifWebhookUrlIsInUse } from '../../../shared/webhooks/otherUrl';
import {
	foreignUrl,
	isConfirmed,
	isPending,
	register as registerUrl,
} from '../../../shared/webhooks/registerUrl';
import { tellReplaced } from '../../../shared/webhooks/replaced';
import { webhookSlot } from '../../../shared/webhooks/webhookSettings';
import { readBoolean, readChoice } from '../../../shared/fields/reading';
import { assertAcceptable, webhookUrl } from './url';
import type { Operation } from '../../operation';

const waitForConfirmation: INodeProperties = {
	displayName: 'Wait for Confirmation',
	name: 'waitForConfirmation',
	type: 'boolean',
	default: false,
	description:
		'Whether to wait, for up to half a minute, until the URL is confirmed. Right for a URL that answers Veryfi by itself, such as that of a published Veryfi Trigger.',
};

export const register: Operation = {
	value: 'register',
	name: 'Register',
	action: 'Register webhook URL',
	description:
		'Give Veryfi a webhook URL, which then gets a secret to be confirmed with. A Veryfi Trigger registers and confirms its own URL.',
	properties: [webhookUrl, ifWebhookUrlIsInUse, waitForConfirmation],
	// The account has one slot: two items at once would disturb each other.
	serialKey: () => 'webhook',
	async run(context, itemIndex) {
		const url = await assertAcceptable(context, itemIndex);
		const mayReplace = readChoice(context, itemIndex, ifWebhookUrlIsInUse) === 'replace';
		const mayWait = readBoolean(context, itemIndex, waitForConfirmation);
		const slot = webhookSlot(context, itemIndex);
		const other = foreignUrl(await slot.list(), url);
		if (other && !mayReplace) {
			throw findingError(context.getNode(), findings.foreignConfirmed(url, other), itemIndex);
		}
		if (mayWait) {
			const problem = await registerUrl(slot, url);
			if (problem) throw findingError(context.getNode(), problem, itemIndex);
			await tellReplaced(context, other, url, itemIndex);
		} else {
			await slot.add(url);
		}
		const state = await slot.list();
		return { url, confirmed: isConfirmed(state, url), pending: isPending(state, url) };
	},
};
