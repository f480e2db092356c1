import { describe, expect, test } from '@jest/globals';

import { SubscriptionSecrets } from '../../../nodes/VeryfiTrigger/webhook/subscriptionSecrets.ts';
import { TRIES_PER_LOOK } from '../../../nodes/VeryfiTrigger/webhook/handshake.ts';
import { senderOf } from '../../../nodes/VeryfiTrigger/webhook/senders.ts';

const secrets = (candidates: SubscriptionSecrets, count: number, now?: number) =>
	candidates.next(count, now).map(({ secret }) => secret);

const VERYFI = senderOf('3.208.17.4');
const FORGER = senderOf('203.0.113.7');
const FLOOD = 10_000;
const RIGHT = 'the right one';

describe('one among thousands has its turn', () => {
	const group = (index: number) => index.toString(16);
	test.each<[string, (index: number) => string]>([
		['from one IPv4 address', () => '203.0.113.7'],
		['from a network of IPv4', (index) => `203.0.${index >> 8}.${index & 255}`],
		['from compressed IPv6 addresses', (index) => `2001:db8::${group(index)}`],
		['from the /64s of a /56', (index) => `2001:db8:1:${group(index & 255)}::${group(index)}`],
		['from the /48s of a /32', (index) => `2001:db8:${group(index)}::1`],
		['from the ports of an address, as some proxies give them', (index) => `203.0.113.7:${index}`],
		['from IPv4 addresses written as IPv6', (index) => `::ffff:203.0.${index >> 8}.${index & 255}`],
	])('%s', (_, addressOf) => {
		const candidates = new SubscriptionSecrets();
		const flood = () => {
			for (let sent = 0; sent < FLOOD; sent++) {
				candidates.add(senderOf(addressOf(sent)), `guess ${Math.random()}`, false);
			}
		};
		flood();
		candidates.add(VERYFI, RIGHT, false);
		flood();
		expect(secrets(candidates, 2)).toContain(RIGHT);
	});

	test('in the same /32 as those who flood, if its own /48 is quiet', () => {
		const candidates = new SubscriptionSecrets();
		const flood = () => {
			for (let sent = 0; sent < FLOOD; sent++) {
				candidates.add(senderOf(`2001:db8:1:${group(sent & 255)}::1`), `guess ${sent}`, false);
			}
		};
		flood();
		candidates.add(senderOf('2001:db8:2::1'), RIGHT, false);
		flood();
		expect(secrets(candidates, 2)).toContain(RIGHT);
	});
});

test('it has its turn every time, for Veryfi may refuse the right one at first', () => {
	const candidates = new SubscriptionSecrets();
	candidates.add(VERYFI, RIGHT, false);
	for (let look = 0; look < 5; look++) {
		candidates.add(FORGER, `guess ${look}`, false);
		const tried = candidates.next(2);
		expect(tried.map(({ secret }) => secret)).toContain(RIGHT);
		for (const candidate of tried) candidate.tries++;
	}
});

describe('behind a proxy that n8n does not know, where all have one address', () => {
	/** A guess each second, five seconds between two looks, and the right one at any moment between them. */
	test.each([0, 1, 2, 3, 4, 5])(
		'the first look after it tries it, when %s of five guesses came before it',
		(before) => {
			const candidates = new SubscriptionSecrets();
			const look = (arrivals: string[]) => {
				for (const secret of arrivals) candidates.add(FORGER, secret, false);
				const tried = candidates.next(TRIES_PER_LOOK);
				for (const candidate of tried) candidate.tries++;
				return tried.map(({ secret }) => secret);
			};
			const guesses = (count: number) => Array.from({ length: count }, () => `${Math.random()}`);
			for (let earlier = 0; earlier < 4; earlier++) look(guesses(5));
			const arrivals = guesses(5);
			arrivals.splice(before, 0, RIGHT);
			expect(look(arrivals)).toContain(RIGHT);
		},
	);

	test('one that was refused once is tried again while guesses come in', () => {
		const candidates = new SubscriptionSecrets();
		candidates.add(FORGER, RIGHT, false);
		for (const candidate of candidates.next(TRIES_PER_LOOK)) candidate.tries++;
		for (let guess = 0; guess < 5; guess++) candidates.add(FORGER, `guess ${guess}`, false);
		expect(secrets(candidates, TRIES_PER_LOOK)).toContain(RIGHT);
	});
});

test('one that was refused stands behind the others of its sender, however often it is sent again', () => {
	const candidates = new SubscriptionSecrets();
	candidates.add(FORGER, 'guess', false);
	candidates.next(1)[0].tries++;
	candidates.add(FORGER, RIGHT, false);
	candidates.add(FORGER, 'guess', false);
	expect(secrets(candidates, 1)).toEqual([RIGHT]);
});

test('a signed one comes before all others, and nobody can push it out', () => {
	const candidates = new SubscriptionSecrets();
	candidates.add(FORGER, RIGHT, true);
	for (let sent = 0; sent < 1_000; sent++) {
		candidates.add(senderOf(`${sent >> 2}.${sent & 3}.0.1`), `guess ${sent}`, false);
		candidates.add(FORGER, `guess ${sent}`, false);
	}
	expect(secrets(candidates, 1)).toEqual([RIGHT]);
});

test('a few are kept, for a minute', () => {
	const candidates = new SubscriptionSecrets();
	for (let sent = 0; sent < 1_000; sent++) {
		candidates.add(senderOf(`${sent % 100}.0.0.1`), `guess ${sent}`, false, 0);
	}
	expect(candidates.next(Infinity, 1).length).toBeLessThanOrEqual(64);
	expect(candidates.next(Infinity, 60_000)).toEqual([]);
});

test.each([
	['203.0.113.7', '203.0', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8', '2001:db8:1'],
	['2001:0db8:0001::6', '2001:db8', '2001:db8:1'],
	['2001:db8::6', '2001:db8', '2001:db8:0'],
	['::1', '0:0', '0:0:0'],
	['fe80::1%eth0', 'fe80:0', 'fe80:0:0'],
	['203.0.113.7:50123', '203.0', '203.0.113.7'],
	['[2001:db8:1::6]:50123', '2001:db8', '2001:db8:1'],
	['[2001:db8:1::6]', '2001:db8', '2001:db8:1'],
	['[::ffff:203.0.113.7]:50123', '203.0', '203.0.113.7'],
	[undefined, '', ''],
])('the sender %s is of the network %s and the site %s', (ip, network, site) =>
	expect(senderOf(ip)).toEqual({ network, site }),
);
