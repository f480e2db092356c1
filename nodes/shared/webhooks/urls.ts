/** URL comparisons for webhook URLs: what counts as the same, and what n8n's own URLs look like. */

import { withoutLastSlashes } from '../slashes';

const parse = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

/** Whether two texts name the same URL; case of the host, default port and a last slash do not count. */
export function isSameUrl(a: string, b: string): boolean {
	const [left, right] = [parse(a), parse(b)];
	if (!left || !right) return a === b;
	return (
		left.origin === right.origin &&
		withoutLastSlashes(left.pathname) === withoutLastSlashes(right.pathname) &&
		left.search === right.search
	);
}

/**
 * Whether a request for `requestPath` was sent to `url`. A reverse proxy may have taken a prefix off
 * the path before n8n saw it, so the URL's path only has to end with the request's.
 *
 * @param requestPath the path as n8n received it; a query is ignored
 */
export function isUrlOfRequest(url: string, requestPath: string): boolean {
	const path = withoutLastSlashes(requestPath.split('?')[0]);
	return path !== '' && withoutLastSlashes(parse(url)?.pathname ?? '').endsWith(path);
}

/** Whether two URLs differ in nothing but the address that n8n has, as before and after a move. */
export const isSameRoute = (url: string, other: string): boolean =>
	isUrlOfRequest(other, parse(url)?.pathname ?? '');

/**
 * Whether this is the address of n8n's "Listen for test event". Such a URL lives for two minutes at
 * most; one that is still confirmed later is a left-over that nobody answers.
 */
export function isTestUrl(url: string): boolean {
	return (parse(url)?.pathname ?? '').includes('/webhook-test/');
}
