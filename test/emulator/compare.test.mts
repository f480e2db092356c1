import { describe, expect, it } from '@jest/globals';
import { answersOf, KIND_NAMES } from './real/answers.mts';
import { compare } from './real/compare.mts';

const real = [
	{
		id: 1,
		total: { value: 5, score: 0.9 },
		tip: null,
		custom_fields: { anything: 1 },
		rows: [{ a: 1 }],
	},
];

describe('comparing with real responses', () => {
	it('finds no difference between the same, whatever the values', () => {
		const same = [{ ...real[0], id: 2, custom_fields: {} }];
		expect(compare('x', real, same, [])).toMatchObject({ count: 1, unnamed: [], named: [] });
	});

	it.each([
		[
			'a member that only one side has',
			{ more: 1 },
			{ path: 'more', side: 'emulator', types: ['number'] },
		],
		['another type', { id: '1' }, { path: 'id', side: 'real', types: ['number'] }],
		[
			'a value without evidence',
			{ total: 5 },
			{ path: 'total', side: 'real', types: ['evidence'] },
		],
		[
			'evidence of a new kind',
			{ total: { value: 5, rank: 1 } },
			{ path: '@evidence.rank', side: 'emulator', types: ['number'] },
		],
		[
			'a member of a row',
			{ rows: [{ b: 1 }] },
			{ path: 'rows[].b', side: 'emulator', types: ['number'] },
		],
	])('finds %s', (_, change, difference) => {
		const { unnamed } = compare('x', real, [{ ...real[0], ...change }], []);
		expect(unnamed).toContainEqual(difference);
	});

	it('takes a difference that the table names, and tells of an entry that nothing needs', () => {
		const entry = { kind: 'x', side: 'emulator' as const, reason: 'so it is' };
		const table = [
			{ ...entry, paths: /^more$/ },
			{ ...entry, paths: /^less$/ },
		];
		const result = compare('x', real, [{ ...real[0], more: 1 }], table);
		expect(result).toMatchObject({ unnamed: [], named: [{ path: 'more' }], unneeded: [table[1]] });
	});

	it.each(KIND_NAMES)('has answers of the emulator for %s', async (kind) => {
		expect((await answersOf(kind)).length).toBeGreaterThan(0);
	});
});
