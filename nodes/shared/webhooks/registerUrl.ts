import { clock } from '../clock';
import { explainFailure, isAnswered, isNotPermitted, isRefusal, wordsOf } from './failures';
import type { Finding } from './findings';
import { findings } from './findings';
import type { WebhookSettings } from './webhookSettings';
import { isConfirmed, isPending } from './webhookSettings';

/**
 * How long to wait for the handshake, in milliseconds: the pause doubles from the first to the longest. A failed
 * registration must end within 45 seconds. It asks for the list twice before the wait, and the last look may begin when
 * the wait is over: three calls of 8 seconds at most.
 */
const WAIT = { timeout: 20_000, firstPause: 250, longestPause: 3_000 };

/**
 * Adds the URL and waits until Veryfi lists it as confirmed. Whoever serves the URL answers the
 * handshake, possibly in another process, and before or after the add call returns; the list is the
 * only thing that both sides see.
 *
 * @returns undefined once confirmed, otherwise why not
 */
export async function registerUrl(
	settings: WebhookSettings,
	url: string,
): Promise<Finding | undefined> {
	const deadline = clock.now() + WAIT.timeout;
	let failure: { error: unknown } | undefined;
	const adding = settings.add(url).catch((error: unknown) => {
		failure = { error };
	});
	let pause = WAIT.firstPause;
	await Promise.race([adding, clock.sleep(pause)]);

	for (;;) {
		// Even a failed add is followed by one look: the handshake may be done all the same.
		const addFailure = failure;
		const seen = await look(settings, url, addFailure?.error);
		if (seen === 'confirmed') return undefined;
		const isFinal = seen.isFinal || (addFailure && isAnswered(addFailure.error));
		if (isFinal || clock.now() + pause > deadline) return seen.finding;
		await clock.sleep(pause);
		pause = Math.min(pause * 2, WAIT.longestPause);
	}
}

/**
 * Looks at the list once.
 *
 * @param addError why adding failed, if it did; then a URL that is not pending was probably not taken
 */
async function look(
	settings: WebhookSettings,
	url: string,
	addError: unknown,
): Promise<'confirmed' | { finding: Finding; isFinal: boolean }> {
	try {
		const state = await settings.list();
		if (isConfirmed(state, url)) return 'confirmed';
		const isTaken = addError === undefined || (!isAnswered(addError) && isPending(state, url));
		const finding = isTaken
			? findings.notConfirmed(url, isPending(state, url))
			: explainFailedAdd(url, addError);
		return { finding, isFinal: false };
	} catch (error) {
		return { finding: explainFailure(error), isFinal: isNotPermitted(error) };
	}
}

function explainFailedAdd(url: string, error: unknown): Finding {
	return isRefusal(error) ? findings.refusedUrl(url, wordsOf(error)) : explainFailure(error);
}
