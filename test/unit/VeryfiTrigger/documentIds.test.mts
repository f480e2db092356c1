import { describe, expect, test } from '@jest/globals';

import { documentIds } from '../../../nodes/VeryfiTrigger/execute/documentIds.ts';

describe('the ids of an event', () => {
	test.each([
		[{ id: 7 }, { ids: [7] }],
		[{ id: [1, 2, 3] }, { ids: [1, 2, 3] }],
		[
			{ id: [2, 1], parent_id: 9 },
			{ ids: [2, 1], parentId: 9 },
		],
		[
			{ id: [], parent_id: 9 },
			{ ids: [], parentId: 9 },
		],
		[{ id: '9007199254740993' }, { ids: ['9007199254740993'] }],
		[{ id: 'b1946ac9-2492-4d23' }, { ids: ['b1946ac9-2492-4d23'] }],
		[{}, { ids: [] }],
		[{ id: null }, { ids: [] }],
		[{ id: { id: 1 } }, { ids: [] }],
		[{ id: 1.5 }, { ids: [] }],
	])('of %j are %j', (data, ids) => {
		expect(documentIds(data)).toEqual(ids);
	});

	test.each(['../users', '1/line-items', '1?x=1', '', '.', '%2e'])(
		'never are the path "%s"',
		(id) => {
			expect(documentIds({ id, parent_id: id })).toEqual({ ids: [] });
			expect(documentIds({ id: [1, id] })).toEqual({ ids: [1] });
		},
	);
});
