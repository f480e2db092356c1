/** URL comparisons for webhook URLs: what counts as the same, and what n8n's own URLs look like. */

import { withoutLastSlashes } from '../api/slashes';

const parse = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

const pathOf = (url: string): string => withoutLastSlashes(parse(url)?.pathname ?? '');

/** Whether two texts name the same URL; case of the host, default port and a last slash do not count. */
export function isSameUrl(a: string, b: string): boolean {
	const [left, right] = [parse(a), parse(b)];
	if (!left || !right) return a === b;
	return left.origin === right.origin && pathOf(a) === pathOf(b) && left.search === right.search;
}

/** Whether two URLs differ in nothing but the address that n8n has, as before and after a move. */
export const isSameRoute = (url: string, other: string): boolean =>
	pathOf(url) !== '' && pathOf(other).endsWith(pathOf(url));

/** Where n8n serves webhooks, by its settings. Its contexts have this, but their types leave it out. */
interface Bases {
	webhookBaseUrl?: string;
	webhookTestBaseUrl?: string;
}

const basesOf = (context: object): Bases =>
	(context as { additionalData?: Bases }).additionalData ?? {};

/** The address that all production URLs of this n8n begin with, if n8n tells it. */
export const webhookBaseOf = (context: object): string | undefined =>
	basesOf(context).webhookBaseUrl;

/** Whether this is a production URL of the n8n that runs this. */
export function isOfThisN8n(context: object, url: string): boolean {
	const base = parse(webhookBaseOf(context) ?? '');
	return (
		base !== undefined &&
		base.origin === parse(url)?.origin &&
		pathOf(url).startsWith(`${pathOf(base.href)}/`)
	);
}

/** n8n's IDs of webhooks, of which the beginning is enough to tell them apart. */
const LONG_ID = /([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** A URL as a message has room for it. */
export const shortUrl = (url: string): string => url.replace(LONG_ID, '$1…');

/** Where n8n serves "Listen for test event" unless N8N_ENDPOINT_WEBHOOK_TEST says otherwise. */
const USUAL_TEST_ENDPOINT = '/webhook-test/';

/**
 * Whether this is the address of "Listen for test event", of this n8n or of another one. Such a URL lives
 * for two minutes at most; one that is still confirmed later is a left-over that nobody answers.
 *
 * @param context any of n8n's contexts, which knows this n8n's own test URLs
 */
export function isTestUrl(context: object, url: string): boolean {
	const base = parse(basesOf(context).webhookTestBaseUrl ?? '');
	const isOurs =
		base?.origin === parse(url)?.origin && pathOf(url).startsWith(`${base?.pathname}/`);
	return isOurs || pathOf(url).includes(USUAL_TEST_ENDPOINT);
}

/** The test URL that belongs to a production URL of this n8n. */
export function testUrlOf(context: object, productionUrl: string): string {
	const { webhookBaseUrl, webhookTestBaseUrl } = basesOf(context);
	return webhookBaseUrl && webhookTestBaseUrl && productionUrl.startsWith(webhookBaseUrl)
		? webhookTestBaseUrl + productionUrl.slice(webhookBaseUrl.length)
		: productionUrl.replace('/webhook/', USUAL_TEST_ENDPOINT);
}
