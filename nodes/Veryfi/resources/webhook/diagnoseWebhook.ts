import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { clientSecretsOf, readCredential } from '../../../shared/api/connection';
import type { Item } from '../../../shared/fields/item';
import { isEmpty, isGiven } from '../../../shared/fields/values';
import { explainFailure } from '../../../shared/webhooks/failures';
import type { Finding } from '../../../shared/webhooks/findings';
import { findings } from '../../../shared/webhooks/findings';
import { ownerOf } from '../../../shared/webhooks/owner';
import { probe } from '../../../shared/webhooks/probe';
import { registerUrl } from '../../../shared/webhooks/registerUrl';
import { findUrlProblem } from '../../../shared/webhooks/rules';
import type { WebhookSettings, WebhookUrls } from '../../../shared/webhooks/webhookSettings';
import { foreignUrl, isConfirmed, webhookSettings } from '../../../shared/webhooks/webhookSettings';
import { isTestUrl, webhookBaseOf } from '../../../shared/webhooks/webhookUrls';
import type { Operation } from '../../operation';
import { findUrl } from './target';
import { webhookUrl } from './url';

/** n8n has no output of a trigger before something has arrived. */
const whereToRun: INodeProperties = {
	displayName:
		'Run this behind a manual trigger. Behind a Veryfi Trigger it runs only when a document arrives.',
	name: 'diagnoseNotice',
	type: 'notice',
	default: '',
};

const tryHandshake: INodeProperties = {
	displayName: 'Try Handshake',
	name: 'tryHandshake',
	type: 'boolean',
	default: true,
	description:
		'Whether to register the URL and watch for half a minute whether it gets confirmed. Only done while no other URL is in use, so no other receiver loses documents.',
};

export const diagnoseWebhook: Operation = {
	value: 'diagnose',
	name: 'Diagnose',
	action: 'Diagnose webhook',
	description:
		'Find out why the Veryfi Trigger cannot be published or gets nothing, and what to do. Run it in a new workflow, behind a manual trigger.',
	properties: [
		whereToRun,
		{
			...webhookUrl,
			required: false,
			description:
				'The production URL that the Veryfi Trigger node shows. When empty, the URL of a trigger in this workflow is checked, or else the one of this n8n that Veryfi has.',
		},
		tryHandshake,
	],
	serialKey: () => 'webhook',
	async run(item) {
		const { context, index } = item;
		const credentials = await readCredential(context, index);
		const given = item.optionalText(webhookUrl);
		const mayTry = item.boolean(tryHandshake);
		const settings = webhookSettings(context, index);

		const read = await readSettings(settings);
		const url = given || findUrl(context, read.state) || '';
		const checkedUrl = checkWebhookUrl(context, url, String(credentials.baseUrl));
		const answer = await checkAnswer(context, url);
		const handshake = await checkHandshake(settings, url, checkedUrl, read.state, mayTry);
		const { state } = handshake.status === 'skipped' ? read : await readSettings(settings);

		// Causes before what follows from them: a URL that is not in use is often not published, either.
		const inUse = check('inUse', await checkInUse(item, url, given, state));
		const checks: Check[] = [
			check('url', checkedUrl),
			check(
				'clientSecret',
				clientSecretsOf(credentials).length > 0
					? findings.clientSecretPresent()
					: findings.noClientSecret(),
			),
			check('permission', read.finding),
			inUse,
			check('answer', answer),
			check('handshake', handshake),
		];
		return filled({ ...verdict(checks, inUse), url, ...state });
	},
};

/** Without what is empty, which n8n's tables show in red as if something were wrong. */
const filled = (verdict: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(verdict).filter(([, value]) => isGiven(value) && !isEmpty(value)),
	);

/** One check with its outcome, as it is put out. */
type Check = IDataObject & { check: string; status: Finding['status']; message: string };

const check = (name: string, { advice, ...finding }: Finding): Check => ({
	check: name,
	...finding,
	...(advice && { advice }),
});

/** @param good what to say where nothing is wrong */
function verdict(checks: Check[], good: Check): IDataObject {
	const having = (wanted: Finding['status']) => checks.filter(({ status }) => status === wanted);
	const problems = having('problem');
	const telling = problems.length > 0 ? problems : [good];
	return {
		ok: problems.length === 0,
		summary: [...telling, ...having('warning')].map(({ message }) => message).join(' '),
		problems: problems.map(({ check, message, advice }) => ({ check, message, advice })),
		checks,
	};
}

function checkWebhookUrl(context: IExecuteFunctions, url: string, baseUrl: string): Finding {
	if (url === '') return checkAddress(webhookBaseOf(context), baseUrl);
	if (isTestUrl(context, url)) return findings.testUrl(url);
	return findUrlProblem(url, baseUrl) ?? findings.urlAcceptable(url);
}

/** Where no URL is known, the address that n8n gives to all of its webhooks tells already whether Veryfi takes them. */
function checkAddress(base: string | undefined, baseUrl: string): Finding {
	if (!base) return findings.noUrlGiven();
	return findUrlProblem(base, baseUrl) ?? findings.urlAcceptable(base);
}

async function readSettings(
	settings: WebhookSettings,
): Promise<{ finding: Finding; state?: WebhookUrls }> {
	try {
		return { state: await settings.list(), finding: findings.mayManage() };
	} catch (error) {
		return { finding: explainFailure(error) };
	}
}

async function checkAnswer(context: IExecuteFunctions, url: string): Promise<Finding> {
	return URL.canParse(url) ? await probe(context, url) : findings.noUrlGiven();
}

/** Adding a URL again is harmless only while no other one is in use. */
async function checkHandshake(
	settings: WebhookSettings,
	url: string,
	checkedUrl: Finding,
	state: WebhookUrls | undefined,
	mayTry: boolean,
): Promise<Finding> {
	if (url === '') return findings.noUrlGiven();
	if (state === undefined) return findings.settingsUnread();
	if (isConfirmed(state, url)) return findings.handshakeNotNeeded();
	const other = foreignUrl(state, url);
	if (other) return findings.handshakeWouldHurt(other);
	if (checkedUrl.status === 'problem') return findings.handshakeHopeless();
	if (!mayTry) return findings.handshakeNotWanted();
	return (await registerUrl(settings, url)) ?? findings.handshakeDone(url);
}

/** @param given the URL that the user entered: one that was found at Veryfi may be of another workflow */
async function checkInUse(
	{ context, index }: Item,
	url: string,
	given: string,
	state: WebhookUrls | undefined,
): Promise<Finding> {
	if (state === undefined) return findings.settingsUnread();
	const inUse = state.confirmed[0]?.url;
	if (inUse === undefined) return findings.nothingConfirmed();
	if (url !== '' && isConfirmed(state, url)) {
		if (given !== '') return findings.confirmed(url);
		return findings.foundConfirmed(await ownerOf(context, inUse, index));
	}
	return isTestUrl(context, inUse)
		? findings.leftOverConfirmed(inUse)
		: findings.foreignConfirmed(url, await ownerOf(context, inUse, index));
}
