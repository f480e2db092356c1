import { expect, it } from '@jest/globals';
import { safeRegex } from 'n8n-workflow';

it('lets a regular expression of n8n take longer than its 250 ms here, too', () => {
	// Each further letter doubles the time, which is half a second with these.
	const almost = `${'a'.repeat(24)}b`;
	expect(safeRegex.test('^(a+)+$', almost)).toBe(false);
});
