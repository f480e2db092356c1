import type { IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { BASE_URL_ADVICE, checkBaseUrl } from './baseUrl';

/** What n8n's two ways of sending a request say, the older one `uri`, `rejectUnauthorized` and a text for a proxy. */
export type AnyRequest = Omit<IHttpRequestOptions, 'proxy' | 'url'> & {
	url?: unknown;
	uri?: unknown;
	proxy?: unknown;
	rejectUnauthorized?: unknown;
};

/** What an agent may be told: which client certificate to show. All else could lead to, or trust, another host. */
const HARMLESS_FOR_AGENTS = new Set(['cert', 'key', 'passphrase']);

const isHostHeader = (name: string) => name.trim().toLowerCase() === 'host';

/** Ways of a request around the base URL's host, each with what to do instead. */
const DETOURS: Array<{ isIn: (options: AnyRequest) => boolean; message: string }> = [
	{
		isIn: ({ proxy }) => Boolean(proxy),
		message:
			"The key is not sent through a proxy that the request names. Remove the option 'Proxy'. A proxy for all of n8n is set in its environment (HTTPS_PROXY).",
	},
	{
		isIn: ({ rejectUnauthorized = true, skipSslCertificateValidation = false }) =>
			rejectUnauthorized !== true || skipSslCertificateValidation !== false,
		message:
			"The key is not sent without a check of the certificate. Switch off 'Ignore SSL Issues'. Make a certificate authority of your own known to n8n with NODE_EXTRA_CA_CERTS.",
	},
	{
		isIn: ({ agentOptions }) =>
			Object.keys(agentOptions ?? {}).some((name) => !HARMLESS_FOR_AGENTS.has(name)),
		message:
			'The key is not sent with connection settings of the request, such as a certificate authority of its own. Remove them. Make a certificate authority known to n8n with NODE_EXTRA_CA_CERTS.',
	},
	{
		isIn: ({ headers }) => Object.keys(headers ?? {}).some(isHostHeader),
		message: "The key is not sent with a 'Host' header of the request. Remove that header.",
	},
];

/** Where an address of a request leads; undefined where it is no URL. */
function originOf(address: unknown, baseURL?: string): string | undefined {
	const text = String(address);
	return URL.canParse(text, baseURL) ? new URL(text, baseURL).origin : undefined;
}

/**
 * Keeps the key with the host that it is for: users may send any request with the credential, e.g. from
 * n8n's HTTP Request node.
 *
 * @param baseUrl as the user entered it
 * @throws UserError when the request goes to another host, or to the right one by a way on which others could
 *   read the key, or when the base URL is one that nothing secret may be sent to
 */
export function checkAddressee(baseUrl: unknown, options: AnyRequest): void {
	const checked = checkBaseUrl(baseUrl);
	if ('problem' in checked) {
		throw new UserError(`${checked.problem} The key is not sent there. ${BASE_URL_ADVICE}`);
	}
	const home = new URL(checked.url).origin;
	// n8n prefers one of the two, and not in all versions the same.
	const { url, uri, baseURL } = options;
	const given = [url, uri].filter((address) => address !== undefined);
	const targets = (given.length > 0 ? given : ['']).map((address) => originOf(address, baseURL));
	const strays = targets.filter((target) => target !== home);
	if (strays.length > 0) {
		throw new UserError(
			`The key is only sent to ${home}, 'Base URL' of the credential, and not to ${strays[0] ?? 'an address that is no URL'}. Correct the URL of the request, or use another credential for it.`,
		);
	}
	const detour = DETOURS.find(({ isIn }) => isIn(options));
	if (detour) throw new UserError(detour.message);
}
