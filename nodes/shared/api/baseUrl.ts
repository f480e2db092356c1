import { isPrivateHost } from './hosts';
import { withoutLastSlashes } from './slashes';

/** Plain http is for the own network (a test server): anywhere else the key would be readable. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
	protocol === 'https:' || (protocol === 'http:' && isPrivateHost(hostname));

/** The documentation shows addresses with it. */
const API_PATH = /\/api\/v\d/;

/**
 * Checks the credential's base URL before anything is sent to it.
 *
 * @returns the base URL without trailing slashes, or a sentence that says what is wrong with it. The sentence
 *   repeats nothing but the host: user info and query may hold secrets, and so may what is no URL.
 */
export function checkBaseUrl(baseUrl: unknown): { url: string } | { problem: string } {
	const text = String(baseUrl ?? '').trim();
	if (text === '') return { problem: "'Base URL' of the credential is empty." };
	if (!URL.canParse(text)) return { problem: "'Base URL' of the credential is not a URL." };
	const url = new URL(text);
	if (url.username || url.password) {
		return { problem: "'Base URL' of the credential contains a user name or password." };
	}
	if (API_PATH.test(url.pathname)) {
		return {
			problem: "'Base URL' of the credential contains the path of the API, which is added to it.",
		};
	}
	if (!isSafe(url)) {
		return {
			problem: `'Base URL' of the credential, ${url.protocol}//${url.host}, does not begin with https://.`,
		};
	}
	return { url: withoutLastSlashes(`${url.origin}${url.pathname}`) };
}

/** What to do about every problem that `checkBaseUrl` finds. */
export const BASE_URL_ADVICE =
	"Open the credential and set 'Base URL' to https://api.veryfi.com, or to the environment URL that the Veryfi portal shows under Settings > Keys.";
