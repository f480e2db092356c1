import { embeddedIpv4, ipv6Groups } from './ipv6';

const PRIVATE_NAMES =
	/(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|test|invalid)$/;

/**
 * Top-level domains, some of which have an address of their own (`http://ai/` is a public site): those of
 * countries, in Latin or other letters, and the oldest of the others.
 */
const TOP_LEVEL = /^([a-z]{2}|xn--.*|arpa|biz|com|edu|gov|info|int|mil|net|org)$/;

const PRIVATE_IPV4 = [
	/^0\./,
	/^10\./,
	/^127\./,
	/^169\.254\./,
	/^192\.168\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
];

const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

const isPrivateIpv4 = (address: string) => PRIVATE_IPV4.some((range) => range.test(address));

/** Unique local (fc00::/7), link-local (fe80::/10) and the former site-local addresses (fec0::/10). */
const isLocalPrefix = (group: number) => (group & 0xfe00) === 0xfc00 || (group & 0xff80) === 0xfe80;

function isPrivateIpv6(address: string): boolean {
	const groups = ipv6Groups(address);
	const inside = embeddedIpv4(groups);
	return inside === undefined ? isLocalPrefix(groups[0]) : isPrivateIpv4(inside);
}

/** Names without a dot are looked up in the own network first, unless a dot behind them says otherwise. */
function isPrivateName(name: string): boolean {
	const isAbsolute = name.endsWith('.');
	const host = isAbsolute ? name.slice(0, -1) : name;
	if (PRIVATE_NAMES.test(host)) return true;
	return !isAbsolute && host !== '' && !host.includes('.') && !TOP_LEVEL.test(host);
}

/**
 * Whether nobody outside the own network can reach this host.
 *
 * @param hostname as `URL.hostname` gives it: lower case, IPv6 in brackets
 */
export function isPrivateHost(hostname: string): boolean {
	if (hostname.startsWith('[')) return isPrivateIpv6(hostname.slice(1, -1));
	const address = hostname.replace(/\.$/, '');
	return IPV4.test(address) ? isPrivateIpv4(address) : isPrivateName(hostname);
}
