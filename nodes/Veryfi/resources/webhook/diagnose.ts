import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { clientSecretsOf, CREDENTIAL } from '../../../shared/connection';
import { explainFailure } from '../../../shared/webhooks/failures';
import type { Finding } from '../../../shared/webhooks/findings';
import { findings } from '../../../shared/webhooks/findings';
import { probe } from '../../../shared/webhooks/probe';
import { foreignUrl, isConfirmed, register } from '../../../shared/webhooks/register';
import { findUrlProblem } from '../../../shared/webhooks/rules';
import type { SlotState, WebhookSlot } from '../../../shared/webhooks/slot';
import { webhookSlot } from '../../../shared/webhooks/slot';
import { isTestUrl } from '../../../shared/webhooks/urls';
import { optionalText, readBoolean } from '../../fields/reading';
import type { Operation } from '../../operation';
import { webhookUrl } from './url';

const tryHandshake: INodeProperties = {
	displayName: 'Try Handshake',
	name: 'tryHandshake',
	type: 'boolean',
	default: true,
	description:
		'Whether to register the URL and watch for half a minute whether it gets confirmed. Only done while no other URL is in use, so nothing is taken away from anybody.',
};

export const diagnose: Operation = {
	value: 'diagnose',
	name: 'Diagnose',
	action: 'Diagnose webhook',
	description:
		'Find out why the Veryfi Trigger cannot be published or gets nothing, and what to do',
	properties: [
		{
			...webhookUrl,
			required: false,
			description:
				'The production URL that the Veryfi Trigger node shows. When empty, only what does not depend on it is checked.',
		},
		tryHandshake,
	],
	serialKey: () => 'webhook',
	async run(context, itemIndex) {
		const credentials = await context.getCredentials<{ baseUrl: string; clientSecret?: string }>(
			CREDENTIAL,
		);
		const url = optionalText(context, itemIndex, webhookUrl);
		const mayTry = readBoolean(context, itemIndex, tryHandshake);
		const slot = webhookSlot(context, itemIndex);

		const checkedUrl = checkUrl(context, url, credentials.baseUrl);
		const settings = await readSettings(slot);
		const answer = await checkAnswer(context, url);
		const handshake = await checkHandshake(slot, url, checkedUrl, settings.state, mayTry);
		const after = handshake.status === 'skipped' ? settings : await readSettings(slot);

		return [
			row('url', checkedUrl),
			row(
				'clientSecret',
				clientSecretsOf(credentials).length > 0
					? findings.clientSecretPresent()
					: findings.noClientSecret(),
			),
			row('permission', settings.finding),
			row('answer', answer),
			row('handshake', handshake),
			{ ...row('slot', checkSlot(context, url, after.state)), ...after.state },
		];
	},
};

const row = (check: string, finding: Finding): IDataObject => ({ check, ...finding });

function checkUrl(context: IExecuteFunctions, url: string, baseUrl: string): Finding {
	if (url === '') return findings.noUrlGiven();
	if (isTestUrl(context, url)) return findings.testUrl(url);
	return findUrlProblem(url, baseUrl) ?? findings.urlAcceptable(url);
}

async function readSettings(slot: WebhookSlot): Promise<{ finding: Finding; state?: SlotState }> {
	try {
		return { state: await slot.list(), finding: findings.mayManage() };
	} catch (error) {
		return { finding: explainFailure(error) };
	}
}

async function checkAnswer(context: IExecuteFunctions, url: string): Promise<Finding> {
	return URL.canParse(url) ? await probe(context, url) : findings.noUrlGiven();
}

/** Adding a URL again is harmless only while no other one is in use. */
async function checkHandshake(
	slot: WebhookSlot,
	url: string,
	checkedUrl: Finding,
	state: SlotState | undefined,
	mayTry: boolean,
): Promise<Finding> {
	if (url === '') return findings.noUrlGiven();
	if (state === undefined) return findings.settingsUnread();
	if (isConfirmed(state, url)) return findings.handshakeNotNeeded();
	const other = foreignUrl(state, url);
	if (other) return findings.handshakeWouldHurt(other);
	if (checkedUrl.status === 'problem') return findings.handshakeHopeless();
	if (!mayTry) return findings.handshakeNotWanted();
	return (await register(slot, url)) ?? findings.handshakeDone(url);
}

function checkSlot(context: IExecuteFunctions, url: string, state: SlotState | undefined): Finding {
	if (state === undefined) return findings.settingsUnread();
	const inUse = state.confirmed[0]?.url;
	if (inUse === undefined) return findings.nothingConfirmed();
	if (url === '') return findings.someConfirmed(inUse);
	if (isConfirmed(state, url)) return findings.confirmed(url);
	return isTestUrl(context, inUse)
		? findings.leftOverConfirmed(inUse)
		: findings.foreignConfirmed(url, inUse);
}
