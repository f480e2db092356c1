const GROUPS = 8;

const numbersOf = (text: string) =>
	text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

/**
 * The eight numbers of 16 bits of an IPv6 address.
 *
 * @param address as `URL.hostname` gives it, without the brackets: hexadecimal only, `::` at most once
 */
export function ipv6Groups(address: string): number[] {
	const [head, tail] = address.split('::').map(numbersOf);
	if (tail === undefined) return head;
	const zeros = new Array<number>(GROUPS - head.length - tail.length).fill(0);
	return [...head, ...zeros, ...tail];
}

/** The address of 32 bits that begins at a group, in the usual notation. */
const ipv4At = (groups: number[], at: number) =>
	[groups[at], groups[at + 1]].flatMap((group) => [group >> 8, group & 0xff]).join('.');

/** The groups in front of an embedded IPv4 address, and what calls the form so. */
const FORMS: ReadonlyArray<readonly [prefix: number[], name: string]> = [
	[[0, 0, 0, 0, 0, 0], 'IPv4-compatible (RFC 4291); :: and ::1 are 0.0.0.0 and 0.0.0.1 in it'],
	[[0, 0, 0, 0, 0, 0xffff], 'IPv4-mapped (RFC 4291)'],
	[[0, 0, 0, 0, 0xffff, 0], 'IPv4-translated (RFC 2765)'],
	[[0x64, 0xff9b, 0, 0, 0, 0], 'NAT64 (RFC 6052)'],
	[[0x2002], '6to4 (RFC 3056)'],
];

/** The IPv4 address that an IPv6 address leads to; undefined where it stands for itself. */
export function embeddedIpv4(groups: number[]): string | undefined {
	const form = FORMS.find(([prefix]) => prefix.every((group, index) => group === groups[index]));
	return form && ipv4At(groups, form[0].length);
}
