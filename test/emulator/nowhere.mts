const RESERVED = /(^|\.)(example(\.(com|net|org))?|invalid|test)$/;

/**
 * Stops a request to a name that is reserved for examples (RFC 2606) before a name server is asked. Where none answers,
 * that takes many seconds, and other look-ups of the process wait behind it: in the tests, where account and
 * receivers are one process, those of a webhook's host.
 *
 * @throws Error as the look-up would, and TypeError for what is no URL
 */
export function assertSomewhere(url: string): void {
	const { hostname } = new URL(url);
	if (!RESERVED.test(hostname)) return;
	throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
}
