import { clock } from '../../shared/clock';
import { isNotPermitted } from '../../shared/webhooks/failures';
import type { WebhookSettings } from '../../shared/webhooks/webhookSettings';
import { foreignUrl, isConfirmed } from '../../shared/webhooks/webhookSettings';
import { isSameUrl } from '../../shared/webhooks/webhookUrls';
import { createBudget } from './budget';
import { SubscriptionSecrets } from './subscriptionSecrets';

/** How a handshake ended; the wording is for n8n's log. */
export type HandshakeEnd =
	| 'confirmed'
	| 'already confirmed'
	| 'kept back, because another URL is confirmed'
	| 'not permitted by the credentials'
	| 'not confirmed, because Veryfi could not be asked'
	| 'not listed as pending'
	| 'refused';

/** Ends after which the same secrets may still be of use. */
const UNDECIDED: HandshakeEnd[] = [
	'not confirmed, because Veryfi could not be asked',
	'not listed as pending',
	'refused',
];

/** What a subscription event has the trigger do. Nothing in it comes from the request. */
export interface Handshake {
	settings: WebhookSettings;
	/** The trigger's own URL, as n8n tells it: no other is confirmed. */
	url: string;
	/** Whether the URL may replace the one that is confirmed. */
	mayReplace(confirmed: string): boolean;
}

/**
 * Milliseconds before each look at the list. Veryfi may refuse the confirmation, and not even list
 * the URL, until its answer to the add call is out.
 */
export const HANDSHAKE_PAUSES = [0, 500, 1_000, 2_000, 4_000, 6_000];

/**
 * Secrets that Veryfi is given between two looks at its list; each costs a call. Enough for one forged
 * event each second: five come between two looks, and Veryfi's own.
 */
export const TRIES_PER_LOOK = 8;

/** Looks at the list that subscription events can buy, whoever sends them: one every five seconds. */
const looks = createBudget(6, 30_000);

/** What a trigger has received of late. Handshakes of one trigger share their looks at the list. */
interface Received {
	secrets: SubscriptionSecrets;
	/** Of the latest event: its credential is the one that n8n has now. */
	latest?: Handshake;
	isBusy: boolean;
}

const received = new Map<string, Received>();

function receivedBy(key: string): Received {
	const trigger = received.get(key) ?? { secrets: new SubscriptionSecrets(), isBusy: false };
	received.set(key, trigger);
	return trigger;
}

/** The secrets that a trigger's subscription events have brought. */
export const subscriptionSecretsOf = (key: string): SubscriptionSecrets => receivedBy(key).secrets;

/**
 * Confirms the trigger's URL, if Veryfi itself lists it as pending: a forged subscription event is
 * worthless, since nothing is pending then.
 *
 * One at a time per trigger: events that come meanwhile leave their secrets to the one that runs, which
 * then goes on for as long as it would for the last of them. A flood buys no more looks than one event,
 * and the secret of Veryfi's own event among them is tried after the next look.
 *
 * Never throws: there is nobody left to tell, the registration reads the outcome from Veryfi's list.
 *
 * @param key tells the trigger from others, and its test listening from production
 * @returns undefined when another handshake of the trigger goes on
 */
export async function shakeHands(
	key: string,
	handshake: Handshake,
): Promise<HandshakeEnd | undefined> {
	const trigger = receivedBy(key);
	trigger.latest = handshake;
	if (trigger.isBusy) return undefined;
	trigger.isBusy = true;
	try {
		const end = await confirm(key, trigger);
		if (!UNDECIDED.includes(end)) trigger.secrets.clear();
		return end;
	} finally {
		trigger.isBusy = false;
	}
}

async function confirm(key: string, trigger: Received): Promise<HandshakeEnd> {
	let end: HandshakeEnd = 'not confirmed, because Veryfi could not be asked';
	let pauses = HANDSHAKE_PAUSES;
	while (pauses.length > 0) {
		await clock.sleep(Math.max(pauses[0], looks.delay(key)));
		looks.take(key);
		const handshake = trigger.latest as Handshake;
		end = (await look(handshake, trigger.secrets)) ?? end;
		const isNewer = trigger.latest !== handshake;
		if (end === 'confirmed' || (!isNewer && !UNDECIDED.includes(end))) return end;
		pauses = isNewer ? HANDSHAKE_PAUSES : pauses.slice(1);
	}
	return end;
}

/** @returns undefined when Veryfi could not be asked */
async function look(
	{ settings, url, mayReplace }: Handshake,
	secrets: SubscriptionSecrets,
): Promise<HandshakeEnd | undefined> {
	try {
		const state = await settings.list();
		const pending = state.pending.find((webhook) => isSameUrl(webhook.url, url));
		if (pending === undefined) {
			return isConfirmed(state, url) ? 'already confirmed' : 'not listed as pending';
		}
		const other = foreignUrl(state, url);
		if (other && !mayReplace(other)) return 'kept back, because another URL is confirmed';
		return await trySecrets(settings, pending.url, secrets);
	} catch (error) {
		return isNotPermitted(error) ? 'not permitted by the credentials' : undefined;
	}
}

async function trySecrets(
	settings: WebhookSettings,
	url: string,
	secrets: SubscriptionSecrets,
): Promise<HandshakeEnd> {
	for (const held of secrets.next(TRIES_PER_LOOK)) {
		held.tries++;
		try {
			await settings.confirm(url, held.secret);
			return 'confirmed';
		} catch (error) {
			if (isNotPermitted(error)) return 'not permitted by the credentials';
		}
	}
	return 'refused';
}
