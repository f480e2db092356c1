/** Who sent a request, as far as its address tells. */
export interface Sender {
	/** Stands for the network of one provider or customer: of IPv6 the first 32 bits, of IPv4 16. */
	network: string;
	/** Stands for one sender: of IPv6 the first 48 bits, which one customer gets, of IPv4 the address. */
	site: string;
}

/** An IPv4 address written as IPv6, as Node gives it on a socket for both. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** What some proxies write behind an address, and around that of IPv6: else every port would be a sender. */
const PORT = /^(?:\[([^\]]*)\](?::\d+)?|([^:]*):\d+)$/;

function withoutPort(address: string): string {
	const [, ipv6, ipv4] = PORT.exec(address) ?? [];
	return ipv6 ?? ipv4 ?? address;
}

/**
 * Reads an address as Express gives it. Behind a proxy it is that of the proxy, unless n8n knows of it
 * (N8N_PROXY_HOPS).
 */
export function senderOf(ip: string | undefined): Sender {
	const address = withoutPort((ip ?? '').trim());
	const ipv4 = MAPPED.exec(address)?.[1] ?? (address.includes(':') ? undefined : address);
	if (ipv4 !== undefined) return { network: ipv4.split('.').slice(0, 2).join('.'), site: ipv4 };
	const groups = expand(address);
	return { network: groups.slice(0, 2).join(':'), site: groups.slice(0, 3).join(':') };
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
	const [head, tail] = address.split('::');
	const groupsOf = (part: string | undefined) => (part ? part.split(':') : []);
	const before = groupsOf(head);
	const after = groupsOf(tail);
	const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
	return [...before, ...zeros, ...after].map((group) => (parseInt(group, 16) || 0).toString(16));
}
