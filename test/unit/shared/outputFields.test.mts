import { describe, expect, it } from '@jest/globals';

import { outputFieldOptions } from '../../../nodes/shared/fields/outputFields.ts';
import { products } from '../../../nodes/shared/products/products.ts';

describe('the fields to choose from for an output', () => {
	it.each(products.map(({ key }) => key))('are offered by their names in words (%s)', (kind) => {
		for (const { name, value } of outputFieldOptions(kind)) {
			expect(name.toLowerCase().replaceAll(' ', '_')).toBe(value);
			expect(name).toMatch(/^[A-Z\d]/);
		}
	});

	it('are abbreviated as the trade does', () => {
		const names = outputFieldOptions('w9').map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['EIN', 'SSN', 'Business Name', 'C Corp']));
	});
});
