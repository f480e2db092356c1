import type { Answer } from './answer';

/** Headers that proxies put into answers of their own; `via` stands in those that they pass on, too. */
const OF_PROXIES = ['proxy-authenticate', 'proxy-agent', 'x-squid-error'];

/** How proxies and filters that companies use call themselves. */
const PRODUCTS =
	/squid|zscaler|blue ?coat|forti(gate|proxy|guard)|forcepoint|websense|mcafee|sophos|barracuda|tinyproxy|privoxy|netskope/i;

/** Whether a body is a page for people, which Veryfi's API never answers. */
export const isPage = (body: string): boolean => /^\s*</.test(body);

/**
 * Whether an answer came from something on the way to Veryfi, as far as that can be seen. A page with 403 counts: Veryfi
 * says why it refuses something, in JSON.
 */
export function isFromProxy({ status, body, headers }: Answer): boolean {
	if (status === 407 || OF_PROXIES.some((name) => name in headers)) return true;
	if (PRODUCTS.test(String(headers.server ?? ''))) return true;
	return status === 403 && typeof body === 'string' && (body.trim() === '' || isPage(body));
}

/** What to do about a proxy's refusal. */
export function proxyAdvice(status: number, host: string): string | undefined {
	if (status === 407)
		return "Nothing was sent to Veryfi. Check user name and password of the proxy in n8n's environment (HTTPS_PROXY, HTTP_PROXY).";
	if (status === 403)
		return `Ask the administrator of the proxy or firewall to let this n8n reach ${host}. If there is none, check 'Base URL' in the credential.`;
	return undefined;
}
