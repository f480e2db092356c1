import type { IDataObject } from 'n8n-workflow';

import type { VeryfiContext } from '../api/connection';
import type { VeryfiRequest } from '../api/transport';
import { veryfiRequest } from '../api/transport';
import { isSameUrl } from './webhookUrls';

/** A webhook URL as Veryfi lists it. */
export interface ListedWebhook {
	url: string;
	/** When it was added or confirmed, in Veryfi's own notation. */
	date?: string;
}

/** What Veryfi has on record. Only one URL can be active at a time, although these are lists. */
export interface WebhookUrls {
	confirmed: ListedWebhook[];
	pending: ListedWebhook[];
}

/** Whether Veryfi delivers to this URL. */
export const isConfirmed = (urls: WebhookUrls, url: string): boolean =>
	urls.confirmed.some((webhook) => isSameUrl(webhook.url, url));

/** Whether Veryfi has the URL and waits for its secret. */
export const isPending = (urls: WebhookUrls, url: string): boolean =>
	urls.pending.some((webhook) => isSameUrl(webhook.url, url));

/** The confirmed URL that is not this one. */
export const foreignUrl = (urls: WebhookUrls, url: string): string | undefined =>
	urls.confirmed.find((webhook) => !isSameUrl(webhook.url, url))?.url;

/** The account's webhook URL at Veryfi. Every method throws a NodeApiError when Veryfi refuses. */
export interface WebhookSettings {
	list(): Promise<WebhookUrls>;
	/** Makes the URL pending; Veryfi then sends it a subscription event that carries a secret. */
	add(url: string): Promise<void>;
	/** Makes a pending URL the confirmed one, which replaces whatever was confirmed before. */
	confirm(url: string, secret: string): Promise<void>;
	/** Takes the URL out of use. The portal allows it; whether the API does is not documented. */
	clear(): Promise<void>;
}

const PATH = '/settings/webhooks';

/** Milliseconds for calls that Veryfi can answer at once. */
const ANSWER_TIMEOUT = 8_000;

/** Milliseconds for adding a URL, which Veryfi may answer only after it has called that URL. */
const ADD_TIMEOUT = 20_000;

/** Registration and handshake look again by themselves, and must give up in time. */
const ONCE = { attempts: 1 };

/**
 * The webhook settings API (docs.veryfi.com, Settings > Webhooks).
 *
 * @param itemIndex the input item to name in errors
 */
export function webhookSettings(context: VeryfiContext, itemIndex?: number): WebhookSettings {
	const post = async (body: IDataObject, others: Partial<VeryfiRequest> = {}) => {
		await veryfiRequest(context, {
			method: 'POST',
			path: PATH,
			body,
			itemIndex,
			timeout: ANSWER_TIMEOUT,
			// What these calls answer is not documented; the list tells what they did.
			ignoreBody: true,
			...ONCE,
			...others,
		});
	};
	return {
		async list() {
			const lists = await veryfiRequest<IDataObject>(context, {
				method: 'GET',
				path: PATH,
				itemIndex,
				timeout: ANSWER_TIMEOUT,
				...ONCE,
			});
			return { confirmed: readList(lists?.confirmed), pending: readList(lists?.pending) };
		},
		add: async (url) => await post({ url }, { timeout: ADD_TIMEOUT }),
		confirm: async (url, secret) =>
			await post({ url, secret }, { path: `${PATH}/confirm`, secret }),
		clear: async () => await post({ url: '' }),
	};
}

/** Keeps the entries that name a URL: anything else in the list cannot be compared with ours. */
function readList(list: unknown): ListedWebhook[] {
	if (!Array.isArray(list)) return [];
	return (list as Array<Partial<ListedWebhook> | null>).flatMap((entry) =>
		typeof entry?.url === 'string' && entry.url !== ''
			? [{ url: entry.url, date: entry.date }]
			: [],
	);
}
