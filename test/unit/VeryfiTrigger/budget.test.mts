import { expect, test } from '@jest/globals';

import { createBudget } from '../../../nodes/VeryfiTrigger/webhook/budget.ts';

test('a budget allows so many at once and per key', () => {
	const budget = createBudget(2, 1_000);
	expect([0, 1, 2, 499].map((now) => budget.take('a', now))).toEqual([true, true, false, false]);
	expect(budget.take('b', 3)).toBe(true);
});

test('what was spent comes back bit by bit, and says when', () => {
	const budget = createBudget(2, 1_000);
	budget.take('a', 0);
	budget.take('a', 0);
	expect([0, 200, 500].map((now) => budget.delay('a', now))).toEqual([500, 300, 0]);
	expect([500, 501, 1_000].map((now) => budget.take('a', now))).toEqual([true, false, true]);
	// Never more than the limit, however long nothing was spent.
	expect([9_000, 9_000, 9_000].map((now) => budget.take('a', now))).toEqual([true, true, false]);
});

test('asking in vain costs nothing', () => {
	const budget = createBudget(1, 1_000);
	budget.take('a', 0);
	for (let now = 1; now < 1_000; now += 100) expect(budget.take('a', now)).toBe(false);
	expect(budget.take('a', 1_000)).toBe(true);
});
