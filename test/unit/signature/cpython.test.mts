import { beforeAll, describe, expect, test } from '@jest/globals';

import { EDITIONS, printableSince } from '../../../nodes/shared/signature/printable.ts';
import { COMPARISON_TIMEOUT_MS, outcomeOf } from './comparison.mts';
import type { Outcome } from './crossCheck.mts';
import { python } from './python.mts';
import { DELIVERIES, EVERYWHERE } from './sizes.mts';

describe('in step with CPython', () => {
	let outcome: Outcome;

	beforeAll(async () => {
		outcome = await outcomeOf('./crossCheck.mts');
		const { wrong, ...counts } = outcome;
		console.info({ ...counts, wrong: wrong.length });
	}, COMPARISON_TIMEOUT_MS);

	test('agrees with Python about every body', () => {
		expect(outcome.wrong.slice(0, 5)).toEqual([]);
	});

	test(`accepts ${DELIVERIES} generated deliveries that Python signed`, () => {
		expect(outcome.accepted).toBeGreaterThanOrEqual(DELIVERIES);
		// Python itself refuses integers of more than 4300 digits; the generator writes a few.
		expect(outcome.unreadable).toBeLessThan(outcome.accepted / 500);
	});

	test('refuses every one-byte change that reaches the data or breaks the JSON', () => {
		expect(outcome.changedEverywhere).toBeGreaterThanOrEqual(EVERYWHERE);
		expect(outcome.changed).toBeGreaterThan(EVERYWHERE * 1_000);
	});

	test('accepts changes that leave the data as it was', () => {
		expect(outcome.unchanged).toBeGreaterThan(DELIVERIES / 2);
	});

	test('refuses every one-byte change of a signature or a secret', () => {
		expect(outcome.forged).toBeGreaterThan(EVERYWHERE * 400);
	});
});

test('knows which of the 1,114,112 code points this Python prints', async () => {
	const { unicode, runs } = JSON.parse(await python('./printable.py')) as {
		unicode: string;
		runs: number[];
	};
	const edition = EDITIONS.findIndex((known) => unicode.startsWith(known));
	expect(edition).toBeGreaterThanOrEqual(0);

	const ours: number[] = [];
	let inside = false;
	for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
		if (printableSince(codePoint) <= edition === inside) continue;
		inside = !inside;
		ours.push(inside ? codePoint : codePoint - 1);
	}
	expect(ours).toEqual(runs);
});
