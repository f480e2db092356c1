import type { IHookFunctions, NodeOperationError } from 'n8n-workflow';

import { clientSecretsOf, readCredential } from '../../shared/api/connection';
import { explainFailure, findingError, wordsOf } from '../../shared/webhooks/failures';
import type { Finding } from '../../shared/webhooks/findings';
import { findings, findingText } from '../../shared/webhooks/findings';
import { ownerOf } from '../../shared/webhooks/owner';
import { registerUrl } from '../../shared/webhooks/registerUrl';
import { tellReplaced } from '../../shared/webhooks/replaced';
import { findUrlProblem } from '../../shared/webhooks/rules';
import type { WebhookSettings } from '../../shared/webhooks/webhookSettings';
import { foreignUrl, isConfirmed, webhookSettings } from '../../shared/webhooks/webhookSettings';
import { isSameRoute, isTestUrl } from '../../shared/webhooks/webhookUrls';
import { eventsOf, optionsOf } from '../triggerOptions';
import type { Conflict } from './conflict';
import { findConflict, isTest, mayBorrow } from './conflict';
import { deliverLatest } from './latestDocument';

/** What the trigger remembers in its static data, which for a test is kept apart from production's. */
interface Memory {
	/** The URL that was confirmed when the trigger last looked. */
	confirmedUrl?: string;
	/** The URL that a test has replaced and must put back. */
	borrowedFrom?: string;
}

const memoryOf = (context: IHookFunctions): Memory => context.getWorkflowStaticData('node');

const urlOf = (context: IHookFunctions): string => context.getNodeWebhookUrl('default') ?? '';

/** Whether n8n itself is starting, as opposed to a user publishing the workflow. */
const isStartUp = (context: IHookFunctions): boolean =>
	['init', 'leadershipChange'].includes(context.getActivationMode());

/**
 * Whether Veryfi delivers to this trigger already.
 *
 * When n8n starts while Veryfi cannot be asked, a URL that was confirmed before counts as still
 * confirmed: without a route n8n would answer 404 to deliveries that nobody sends again.
 *
 * @throws NodeOperationError when the URL or the credential can never work, or Veryfi cannot be asked
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	const url = urlOf(context);
	await assertUsable(context, url);
	const memory = memoryOf(context);
	try {
		if (!isConfirmed(await webhookSettings(context).list(), url)) return false;
	} catch (error) {
		const failure = explainFailure(error);
		if (!isStartUp(context) || memory.confirmedUrl !== url) throw unregistered(context, failure);
		context.logger.warn(
			`Veryfi Trigger keeps ${url}, which was confirmed before. ${findingText(failure)}`,
		);
	}
	memory.confirmedUrl = url;
	return true;
}

/**
 * Makes this trigger's URL the confirmed one. n8n repeats the call when it throws, and repeating it
 * is harmless. The handshake arrives at webhook() meanwhile. A test leaves the webhook to another URL that
 * has it, and gets the latest document.
 *
 * @throws NodeOperationError that says what to do, at the latest after 45 seconds
 */
export async function registerTrigger(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const settings = webhookSettings(context);
	const memory = memoryOf(context);
	const other = foreignUrl(await orExplain(context, settings.list()), url);
	const options = optionsOf(context);
	if (other && isTest(context) && !mayBorrow(options)) {
		const failure = await deliverLatest(context, url);
		if (failure) throw unregistered(context, failure);
		return;
	}
	const conflict = findConflict(context, url, other, options) ?? findLoss(context, url, other);
	if (conflict && other) {
		throw unregistered(context, conflict(await ownerOf(context, other)));
	}

	if (isTest(context) && other) memory.borrowedFrom = other;
	const problem = await registerUrl(settings, url);
	if (problem) throw unregistered(context, problem);
	memory.confirmedUrl = url;
	if (!isTest(context)) await tellReplaced(context, other, url, 'workflow');
}

/**
 * While n8n starts, nothing is taken from another URL, whatever the user chose when publishing: that URL has come
 * later. Two triggers would otherwise take the webhook from each other at every start, and both look published.
 */
const findLoss = (
	context: IHookFunctions,
	url: string,
	other: string | undefined,
): Conflict | undefined =>
	other && isStartUp(context) && !isTestUrl(context, other) && !isSameRoute(url, other)
		? (owner) => findings.wasReplaced(owner)
		: undefined;

/**
 * Takes this trigger's URL out of use, if it is the one in use, and puts back the one that a test has replaced. n8n
 * also calls this after a failed registration, so a URL that is not ours stays in use.
 * What Veryfi refuses is logged and does not keep the workflow from being unpublished.
 */
export async function unregisterTrigger(context: IHookFunctions): Promise<void> {
	const url = urlOf(context);
	const settings = webhookSettings(context);
	const memory = memoryOf(context);
	const previous = memory.borrowedFrom;
	delete memory.borrowedFrom;
	delete memory.confirmedUrl;
	try {
		// A URL that Veryfi would never take cannot be in use.
		const { baseUrl } = await readCredential(context);
		if (findUrlProblem(url, String(baseUrl))) return;
		if (!isConfirmed(await settings.list(), url)) return;
	} catch (error) {
		context.logger.warn(
			`Veryfi Trigger left ${url} as it is. ${findingText(explainFailure(error))}`,
		);
		return;
	}
	await clear(context, settings, url);
	if (previous) await restore(context, settings, previous);
}

/** Stops what can never work before Veryfi is called at all. */
async function assertUsable(context: IHookFunctions, url: string): Promise<void> {
	const credentials = await orExplain(context, readCredential(context));
	const problem =
		findUrlProblem(url, String(credentials.baseUrl)) ??
		(clientSecretsOf(credentials).length > 0 ? undefined : findings.noClientSecret()) ??
		(eventsOf(context).length > 0 ? undefined : findings.noEvents());
	if (problem) throw unregistered(context, problem);
}

async function orExplain<T>(context: IHookFunctions, reading: Promise<T>): Promise<T> {
	try {
		return await reading;
	} catch (error) {
		throw unregistered(context, explainFailure(error));
	}
}

/** The error for a failed registration. It is also logged: n8n tries for minutes before it does so. */
function unregistered(context: IHookFunctions, finding: Finding): NodeOperationError {
	context.logger.warn(`Veryfi Trigger could not be registered. ${findingText(finding)}`);
	return findingError(context.getNode(), finding);
}

/** The portal can clear the webhook URL; whether the API can is not documented, so a refusal is expected. */
async function clear(
	context: IHookFunctions,
	settings: WebhookSettings,
	url: string,
): Promise<void> {
	try {
		await settings.clear();
	} catch (error) {
		context.logger.warn(findingText(findings.clearRefused(url, wordsOf(error))));
	}
}

/** Adds the previous URL again; whoever serves it answers the handshake, as it did the first time. */
async function restore(
	context: IHookFunctions,
	settings: WebhookSettings,
	previous: string,
): Promise<void> {
	const problem = await registerUrl(settings, previous);
	if (problem) {
		context.logger.warn(findingText(findings.notRestored(previous)), {
			url: previous,
			reason: findingText(problem),
		});
	}
}
