import { expect, test } from '@jest/globals';

import { COMPARISON_TIMEOUT_MS, outcomeOf } from './comparison.mts';
import type { Dearest } from './dearestSteps.mts';
import { BODIES } from './sizes.mts';

/**
 * The dearest body that has been found takes 62. A text that each level of nesting copies again takes 3,800,
 * one that each Unicode edition writes anew 128.
 */
const MOST_STEPS_PER_BYTE = 100;

test(
	'no body takes more steps than in proportion to its bytes, as far as a search can tell',
	async () => {
		const dearest = await outcomeOf<Dearest>('./dearestSteps.mts');
		console.info(dearest);
		expect(dearest.bodies).toBe(BODIES);
		expect(dearest.stepsPerByte[0]).toBeGreaterThan(5);
		expect(dearest.stepsPerByte[0]).toBeLessThan(MOST_STEPS_PER_BYTE);
	},
	COMPARISON_TIMEOUT_MS,
);
