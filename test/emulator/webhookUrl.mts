import type { Switches } from './switches.mts';

const PRIVATE_HOST =
	/^(?:localhost|.*\.localhost|.*\.local|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|169\.254\..*|0\.0\.0\.0|\[::1?\]|\[f[cd].*\])$/i;
const FORBIDDEN_HOST = /^(?:(?:.*\.)?veryfi\.com|webhook\.site)$/i;

/**
 * Checks a webhook URL by the rules that Veryfi states for its portal.
 *
 * @returns why the URL is refused, or undefined when it is fine
 */
export function refuseWebhookUrl(url: string, switches: Switches): string | undefined {
	if (!URL.canParse(url)) return 'The webhook url is not a valid URL.';
	const { protocol, hostname } = new URL(url);
	const isSecure =
		protocol === 'https:' || (protocol === 'http:' && switches.allowInsecureWebhooks);
	if (!isSecure) return 'The webhook url must use https.';
	if (FORBIDDEN_HOST.test(hostname)) return `The domain ${hostname} is not allowed.`;
	if (PRIVATE_HOST.test(hostname) && !switches.allowPrivateWebhooks) {
		return 'The webhook url must be publicly reachable.';
	}
	return undefined;
}
