import { sleep } from 'n8n-workflow';

import { isNotPermitted } from '../shared/webhooks/failures';
import type { SlotState, WebhookSlot } from '../shared/webhooks/slot';
import { isUrlOfRequest } from '../shared/webhooks/urls';

/** How a handshake ended; the wording is for n8n's log. */
export type HandshakeEnd =
	| 'confirmed'
	| 'already confirmed'
	| 'kept back, because another URL is confirmed'
	| 'not permitted by the credentials'
	| 'not listed as pending'
	| 'refused';

export interface Subscription {
	/** The path that the subscription event was sent to, as n8n received it. */
	path: string;
	/** What Veryfi wants to hear back; never logged, never stored. */
	secret: string;
	/** Whether the pending URL may take the slot from the URL that is confirmed. */
	mayReplace(pending: string, confirmed: string): boolean;
}

/**
 * Milliseconds before each look at the list. Veryfi may refuse the confirmation, and not even list
 * the URL, until its answer to the add call is out.
 */
export const HANDSHAKE_PAUSES = [0, 500, 1_000, 2_000, 4_000, 6_000];

/**
 * Confirms the URL that Veryfi itself lists as pending and that this subscription was sent to. That
 * URL is the surest: n8n cannot tell a trigger its test URL, and a proxy may have changed the path.
 * It also makes a forged subscription worthless, since nothing is pending then.
 *
 * Never throws: there is nobody left to tell, the registration reads the outcome from Veryfi's list.
 */
export async function confirmSubscription(
	slot: WebhookSlot,
	subscription: Subscription,
	pauses: number[] = HANDSHAKE_PAUSES,
): Promise<HandshakeEnd> {
	let end: HandshakeEnd = 'not listed as pending';
	for (const pause of pauses) {
		if (pause > 0) await sleep(pause);
		try {
			const state = await slot.list();
			const pending = urlsOf(state.pending, subscription);
			if (pending.length === 0) {
				if (urlsOf(state.confirmed, subscription).length > 0) return 'already confirmed';
				continue;
			}
			const allowed = pending.filter((url) =>
				state.confirmed.every(
					(other) => other.url === url || subscription.mayReplace(url, other.url),
				),
			);
			if (allowed.length === 0) return 'kept back, because another URL is confirmed';
			end = await confirmOne(slot, allowed, subscription.secret);
			if (end !== 'refused') return end;
		} catch (error) {
			if (isNotPermitted(error)) return 'not permitted by the credentials';
		}
	}
	return end;
}

/** Copies of a workflow in two n8ns share their path; the secret fits the URL that it was sent to. */
async function confirmOne(
	slot: WebhookSlot,
	urls: string[],
	secret: string,
): Promise<HandshakeEnd> {
	for (const url of urls) {
		try {
			await slot.confirm(url, secret);
			return 'confirmed';
		} catch (error) {
			if (isNotPermitted(error)) return 'not permitted by the credentials';
		}
	}
	return 'refused';
}

const urlsOf = (list: SlotState['pending'], { path }: Subscription): string[] =>
	list.map(({ url }) => url).filter((url) => isUrlOfRequest(url, path));
