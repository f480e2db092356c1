import { sleep } from 'n8n-workflow';

import { explainFailure, isNotPermitted, isRefusal, wordsOf } from './failures';
import type { Finding } from './findings';
import { findings } from './findings';
import type { SlotState, WebhookSlot } from './slot';
import { isSameUrl } from './urls';

/** How long to wait for the handshake, in milliseconds. */
export interface Patience {
	timeout: number;
	/** Pause before the first look; it doubles up to `longestPause`. */
	firstPause: number;
	longestPause: number;
}

/** Together with the calls around it, this ends well within 45 seconds. */
export const HANDSHAKE_PATIENCE: Patience = {
	timeout: 25_000,
	firstPause: 250,
	longestPause: 3_000,
};

export const isConfirmed = (state: SlotState, url: string): boolean =>
	state.confirmed.some((webhook) => isSameUrl(webhook.url, url));

export const isPending = (state: SlotState, url: string): boolean =>
	state.pending.some((webhook) => isSameUrl(webhook.url, url));

/** The confirmed URL that is not this one. */
export const foreignUrl = (state: SlotState, url: string): string | undefined =>
	state.confirmed.find((webhook) => !isSameUrl(webhook.url, url))?.url;

/**
 * Adds the URL and waits until Veryfi lists it as confirmed. Whoever serves the URL answers the
 * handshake, possibly in another process, and before or after the add call returns; the list is the
 * only thing that both sides see.
 *
 * @returns undefined once confirmed, otherwise why not
 */
export async function register(
	slot: WebhookSlot,
	url: string,
	patience: Patience = HANDSHAKE_PATIENCE,
): Promise<Finding | undefined> {
	const deadline = Date.now() + patience.timeout;
	let refusal: { error: unknown } | undefined;
	const adding = slot.add(url).catch((error: unknown) => {
		refusal = { error };
	});
	let pause = patience.firstPause;
	await Promise.race([adding, sleep(pause)]);

	let last: Finding = findings.notConfirmed(url, false);
	for (;;) {
		// A failed add is final, but not before a look: the answer may be lost and the handshake done.
		const wasRefused = refusal;
		try {
			const state = await slot.list();
			if (isConfirmed(state, url)) return undefined;
			last = findings.notConfirmed(url, isPending(state, url));
		} catch (error) {
			if (isNotPermitted(error)) return explainFailure(error);
			last = explainFailure(error);
		}
		if (wasRefused) return explainRefusedAdd(url, wasRefused.error);
		if (Date.now() + pause > deadline) return last;
		await sleep(pause);
		pause = Math.min(pause * 2, patience.longestPause);
	}
}

function explainRefusedAdd(url: string, error: unknown): Finding {
	return isRefusal(error) ? findings.refusedUrl(url, wordsOf(error)) : explainFailure(error);
}
