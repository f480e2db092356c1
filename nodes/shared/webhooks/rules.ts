import type { Finding } from './findings';
import { findings } from './findings';

/** Longest webhook URL that Veryfi accepts, in characters (docs.veryfi.com, Settings > Webhooks). */
const MAX_URL_LENGTH = 2083;

const PRIVATE_NAMES =
	/(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|test|invalid)$/;

const PRIVATE_IPV4 = [
	/^0\./,
	/^10\./,
	/^127\./,
	/^169\.254\./,
	/^192\.168\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
];

const PRIVATE_IPV6 = /^\[(::1?|::ffff:.*|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/;

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

/** Whether nobody outside the own network can reach this host. */
function isPrivateHost(host: string): boolean {
	if (host.startsWith('[')) return PRIVATE_IPV6.test(host);
	if (IPV4.test(host)) return PRIVATE_IPV4.some((range) => range.test(host));
	return !host.includes('.') || PRIVATE_NAMES.test(host);
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** Whether the account is one at Veryfi itself: only there do the portal's URL rules hold. */
function isVeryfi(baseUrl: string): boolean {
	return URL.canParse(baseUrl) && isWithin(new URL(baseUrl).hostname, 'veryfi.com');
}

/** Rules of the portal (Veryfi help centre, "Asynchronous Processing", Restrictions), in this order. */
const RULES: Array<[isBroken: (url: URL) => boolean, finding: (url: string) => Finding]> = [
	[(url) => url.protocol !== 'https:', findings.notHttps],
	[(url) => isPrivateHost(url.hostname.replace(/\.$/, '')), findings.privateHost],
	[(url) => isWithin(url.hostname, 'veryfi.com'), findings.veryfiHost],
	[(url) => isWithin(url.hostname, 'webhook.site'), findings.webhookSite],
];

/**
 * Says why Veryfi would refuse a webhook URL, before anybody calls Veryfi.
 *
 * @param baseUrl the credential's base URL; another server than Veryfi's own (a test server) gets only the
 *   checks that hold everywhere
 * @returns the first broken rule, or undefined
 */
export function findUrlProblem(url: string, baseUrl: string): Finding | undefined {
	if (!URL.canParse(url)) return findings.notAUrl(url);
	if (url.length > MAX_URL_LENGTH) return findings.urlTooLong(url.length, MAX_URL_LENGTH);
	if (!isVeryfi(baseUrl)) return undefined;
	const parsed = new URL(url);
	return RULES.find(([isBroken]) => isBroken(parsed))?.[1](url);
}
