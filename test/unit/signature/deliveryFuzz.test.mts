import { beforeAll, describe, expect, test } from '@jest/globals';

import { MAX_BODY_BYTES } from '../../../nodes/VeryfiTrigger/webhook/delivery.ts';
import { COMPARISON_TIMEOUT_MS, outcomeOf } from './comparison.mts';
import type { FuzzOutcome } from './deliveryFuzz.mts';
import { readDelivery } from './readDelivery.mts';
import { REQUESTS } from './sizes.mts';

describe(`${REQUESTS} hostile requests`, () => {
	let outcome: FuzzOutcome;

	beforeAll(async () => {
		outcome = await outcomeOf('./deliveryFuzz.mts');
		console.info(outcome);
	}, COMPARISON_TIMEOUT_MS);

	test('none is let in that Python does not accept', () => {
		expect(outcome.requests).toBeGreaterThanOrEqual(REQUESTS);
		expect(outcome.wrong.slice(0, 5)).toEqual([]);
	});

	test('what is let in is data that Veryfi signed: written otherwise, or under another name', () => {
		const accepted = Object.values(outcome.accepted).reduce((sum, count) => sum + count, 0);
		expect(accepted).toBeGreaterThan(REQUESTS / 100);
		expect(Object.keys(outcome.accepted)).toEqual(
			expect.arrayContaining(['relabelled', 'names as escapes', 'a data before it']),
		);
	});

	test('each reason to refuse occurs', () => {
		expect(Object.keys(outcome.refused).sort()).toEqual(
			[
				'empty',
				'notADelivery',
				'notJson',
				'signatureMismatch',
				'tooLarge',
				'unreadableSignature',
				'unsigned',
			].sort(),
		);
	});
});

test('what a request can cost is bounded: nothing over 64 KiB is read at all', () => {
	expect(MAX_BODY_BYTES).toBe(64 * 1024);
	const body = Buffer.alloc(MAX_BODY_BYTES + 1, ' ');
	body.write('{"event":"e","data":{}}');
	const read = (length: number) =>
		readDelivery({ body: body.subarray(0, length), signature: undefined, secrets: ['s'] });
	expect(read(MAX_BODY_BYTES)).toMatchObject({ reason: 'unsigned' });
	expect(read(MAX_BODY_BYTES + 1)).toMatchObject({ reason: 'tooLarge' });
});
