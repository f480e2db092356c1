import { createInterface } from 'node:readline/promises';
import { documentsOf } from './probe.mts';
import type { Options } from './options.mts';

/** What the program is about to do to an account. */
export function announcement(
	{ account, webhook, probes, flags }: Options,
	requests: number,
): string {
	const documents = documentsOf(
		probes.filter(({ experiment: { flag } }) => !flag || flags.has(flag)),
	);
	return [
		`This runs ${probes.length} probes against ${account?.baseUrl}.`,
		`- It submits at most ${documents} documents of our own making, one or two pages each. Veryfi may count them.`,
		`- It deletes them afterwards. Tags named contract-check remain in the account.`,
		`- It makes at most ${requests} requests, and a few more to tidy up.`,
		webhook === undefined
			? '- It does not touch the webhook. What needs one is not tried: see --webhook-url.'
			: flags.has('replace-webhook')
				? `- It uses ${webhook.url} as the webhook URL of the account. One that is there already is put back afterwards; what Veryfi would deliver to it meanwhile is lost to it.`
				: `- It uses ${webhook.url} as the webhook URL of the account, if the account has no other one.`,
	].join('\n');
}

/** @returns whether the user says yes */
export async function confirmed(signal: AbortSignal): Promise<boolean> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		// The end of the input is an answer, too.
		const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
		const answer = await Promise.race([terminal.question('Go on? [y/N] ', { signal }), ended]);
		return /^y(?:es)?$/i.test(answer.trim());
	} catch {
		return false;
	} finally {
		terminal.close();
	}
}
