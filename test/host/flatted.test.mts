import { describe, expect, it } from '@jest/globals';
import { decodeFlatted } from './flatted.mts';

describe('execution data as n8n stores it', () => {
	it('puts objects, lists and texts back in their places', () => {
		expect(
			decodeFlatted('[{"a":"1","b":"2","n":3,"t":true,"x":null},"text",["1","3"],{"deep":"2"}]'),
		).toEqual({
			a: 'text',
			b: ['text', { deep: expect.anything() }],
			n: 3,
			t: true,
			x: null,
		});
	});

	it('keeps shared and circular references', () => {
		const list = decodeFlatted<{ list: unknown[] }>('[{"list":"1"},["0","0"]]');
		expect(list.list[0]).toBe(list);
		expect(list.list[1]).toBe(list);
	});

	it('does not take a text that looks like a number for a reference', () => {
		expect(decodeFlatted('[{"id":"1"},"2","three"]')).toEqual({ id: '2' });
	});
});
