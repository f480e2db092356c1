import { isPrivateHost } from '../api/hosts';
import type { Finding } from './findings';
import { findings } from './findings';

/** Longest webhook URL that Veryfi accepts, in characters (docs.veryfi.com, Settings > Webhooks). */
const MAX_URL_LENGTH = 2083;

const isWithin = (hostname: string, domain: string) =>
	hostname === domain || hostname.endsWith(`.${domain}`);

/** Whether the account is one at Veryfi itself: only there do the portal's URL rules hold. */
function isVeryfi(baseUrl: string): boolean {
	return URL.canParse(baseUrl) && isWithin(new URL(baseUrl).hostname, 'veryfi.com');
}

/**
 * Rules of the portal (Veryfi help centre, "Asynchronous Processing", Restrictions), in this order. A request bin that
 * Veryfi refuses, too, is left to its own answer: scanners for malware look for the names of such hosts in packages.
 */
const RULES: Array<[isBroken: (url: URL) => boolean, finding: (url: string) => Finding]> = [
	[(url) => url.protocol !== 'https:', findings.notHttps],
	[(url) => isPrivateHost(url.hostname), findings.privateHost],
	[(url) => isWithin(url.hostname, 'veryfi.com'), findings.veryfiHost],
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
