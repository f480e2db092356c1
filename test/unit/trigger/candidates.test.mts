import { expect, test } from '@jest/globals';

import { Candidates, sourceOf } from '../../../nodes/VeryfiTrigger/candidates.ts';

const secrets = (candidates: Candidates, count: number, now?: number) =>
	candidates.next(count, now).map(({ secret }) => secret);

test('one among thousands has its turn, if nobody else sends from its address', () => {
	const candidates = new Candidates();
	const flood = (count: number) => {
		for (let sent = 0; sent < count; sent++)
			candidates.add('forger', `guess ${Math.random()}`, false);
	};
	flood(5_000);
	candidates.add('veryfi', 'the right one', false);
	flood(5_000);
	expect(secrets(candidates, 2)).toContain('the right one');
});

test('it has its turn every time, for Veryfi may refuse the right one at first', () => {
	const candidates = new Candidates();
	candidates.add('veryfi', 'the right one', false);
	for (let look = 0; look < 5; look++) {
		candidates.add('forger', `guess ${look}`, false);
		const tried = candidates.next(2);
		expect(tried.map(({ secret }) => secret)).toContain('the right one');
		for (const candidate of tried) candidate.tries++;
	}
});

test('one that was refused stands behind the others of its sender, however often it is sent again', () => {
	const candidates = new Candidates();
	candidates.add('proxy', 'guess', false);
	candidates.next(1)[0].tries++;
	candidates.add('proxy', 'the right one', false);
	candidates.add('proxy', 'guess', false);
	expect(secrets(candidates, 1)).toEqual(['the right one']);
});

test('a signed one comes before all others, and nobody can push it out', () => {
	const candidates = new Candidates();
	candidates.add('proxy', 'the right one', true);
	for (let sent = 0; sent < 1_000; sent++) candidates.add(`forger ${sent}`, `guess ${sent}`, false);
	for (let sent = 0; sent < 1_000; sent++) candidates.add('proxy', `guess ${sent}`, false);
	expect(secrets(candidates, 1)).toEqual(['the right one']);
});

test('a few are kept, for a minute', () => {
	const candidates = new Candidates();
	for (let sent = 0; sent < 1_000; sent++) {
		candidates.add(`forger ${sent % 100}`, `guess ${sent}`, false, 0);
	}
	expect(candidates.next(Infinity, 1).length).toBeLessThanOrEqual(64);
	expect(candidates.next(Infinity, 60_000)).toEqual([]);
});

test.each([
	['203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	[undefined, ''],
])('the source of %s is %s', (ip, source) => expect(sourceOf(ip)).toBe(source));
