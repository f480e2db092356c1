import { expect, it } from '@jest/globals';

import { remedyFor } from '../../../nodes/shared/api/retryPolicy.ts';

it.each([
	['120', true],
	['120.001', false],
	['Mon, 30 Nov 2026 12:02:00 GMT', true],
	['Mon, 30 Nov 2026 12:02:01 GMT', false],
])('a hold of two minutes is waited for, and no longer one: %s', (after, isWaitedFor) => {
	const headers = { date: 'Mon, 30 Nov 2026 12:00:00 GMT', 'retry-after': after };
	const remedy = remedyFor({ answer: { statusCode: 429, headers, body: {} } }, false);
	expect(remedy !== undefined).toBe(isWaitedFor);
});
