import { type Answer, isOk, told } from './answers.mts';
import type { Client } from './client.mts';
import type { Lab } from './lab.mts';
import { idsOf, isInProgress } from './probes/sets.mts';
import { listWebhooks, WEBHOOKS } from './probes/webhook.mts';

/** Requests for what concerns the webhook, and for waiting that the old one is confirmed again. */
const SPARE_REQUESTS = 60;
const NOT_FOUND = 404;

/**
 * Deletes what was made and puts the webhook back, whatever has happened before.
 *
 * @returns what could not be tidied up, each with what to do about it
 */
export async function tidyUp(lab: Lab): Promise<string[]> {
	const api = lab.api.afterwards(lab.made.size + SPARE_REQUESTS);
	const left = lab.unanswered.map(
		(path) =>
			`A submission to ${path} got no answer, so nobody knows its ID. Look in the Veryfi portal for a file named contract-check.`,
	);
	for (const [id, path] of lab.splits) {
		try {
			const parts = await partsOf(lab, api, `${path}/${id}`);
			for (const document of parts) lab.keep('/documents', document);
		} catch (error) {
			left.push(
				`The documents of ${path}/${id} could not be listed (${(error as Error).message}). Delete those named contract-check in the Veryfi portal.`,
			);
		}
	}
	for (const { path, id } of lab.made.values()) {
		const problem = await failureOf(() => api.call('DELETE', `${path}/${id}`));
		if (problem)
			left.push(`${path}/${id} could not be deleted (${problem}). Delete it in the Veryfi portal.`);
	}
	if (lab.hasTouchedWebhooks) left.push(...(await restoreWebhook(lab, api)));
	return left;
}

/** The documents that came out of a file, once it was split. Each look costs a request, so they get rarer. */
async function partsOf(lab: Lab, api: Client, path: string): Promise<number[]> {
	const { event, pause: firstPause } = lab.options.patience;
	const end = Date.now() + event;
	for (let pause = firstPause; ; pause *= 2) {
		const { body } = await api.call('GET', path);
		if (!isInProgress(body) || Date.now() > end) return idsOf(body);
		await api.sleep(pause);
	}
}

async function failureOf(call: () => Promise<Answer>): Promise<string | undefined> {
	try {
		const answer = await call();
		return isOk(answer) || answer.status === NOT_FOUND ? undefined : told(answer);
	} catch (error) {
		return (error as Error).message;
	}
}

async function restoreWebhook(lab: Lab, api: Client): Promise<string[]> {
	const { previousWebhook } = lab;
	return previousWebhook === undefined
		? await clear(lab, api)
		: await putBack(lab, api, previousWebhook);
}

/** Nothing was confirmed before, so nothing shall be afterwards. */
async function clear(lab: Lab, api: Client): Promise<string[]> {
	const ours = async (): Promise<string[]> => {
		const { confirmed, pending } = await listWebhooks(api);
		return [...confirmed, ...pending].filter((url) => url.startsWith(lab.options.webhookUrl ?? ''));
	};
	try {
		if ((await ours()).length === 0) return [];
		await api.call('POST', WEBHOOKS, { body: { url: '' } });
		return (await ours()).map(
			(url) =>
				`Veryfi still has the webhook URL ${url}, because the API offers no way to remove it. Clear it in the Veryfi portal, under Settings > Keys.`,
		);
	} catch (error) {
		return [
			`The webhook URL may still be there (${(error as Error).message}). Look into the Veryfi portal, under Settings > Keys.`,
		];
	}
}

/** Only the receiver behind the former URL gets the secret that confirms it again. */
async function putBack(lab: Lab, api: Client, url: string): Promise<string[]> {
	const { callback, pause } = lab.options.patience;
	try {
		if ((await listWebhooks(api)).confirmed.includes(url)) return [];
		await api.call('POST', WEBHOOKS, { body: { url } });
		for (const end = Date.now() + callback; Date.now() < end; await api.sleep(pause))
			if ((await listWebhooks(api)).confirmed.includes(url)) return [];
	} catch (error) {
		return [advice(url, (error as Error).message)];
	}
	return [advice(url, 'its receiver did not answer the handshake')];
}

const advice = (url: string, why: string): string =>
	`The webhook URL that was in use before is not back (${why}): ${url}. If it belongs to a Veryfi Trigger, unpublish and publish its workflow. Otherwise enter it in the Veryfi portal, under Settings > Keys, and confirm it with the secret that Veryfi sends there.`;
