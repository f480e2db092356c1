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

/**
 * Whether nobody outside the own network can reach this host.
 *
 * @param hostname as `URL.hostname` gives it: lower case, IPv6 in brackets
 */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.replace(/\.$/, '');
	if (host.startsWith('[')) return PRIVATE_IPV6.test(host);
	if (IPV4.test(host)) return PRIVATE_IPV4.some((range) => range.test(host));
	return !host.includes('.') || PRIVATE_NAMES.test(host);
}
