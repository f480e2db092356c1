/** IDs that JavaScript cannot hold as numbers come out as they went in. */
import { expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { byId } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const ID = '9007199254740993';
const PART = '9007199254740995';
const ROUNDED = { id: Number(ID), tags: [], line_items: [] };

const CASES: Array<[resource: string, operation: string, parameters: object, output: IDataObject]> =
	[
		['document', 'delete', {}, { id: ID, deleted: true }],
		['check', 'delete', {}, { id: ID, deleted: true }],
		['document', 'get', { simplify: false }, { id: ID }],
		['document', 'get', {}, { id: ID }],
		['document', 'update', { fields: { notes: 'a' } }, { id: ID }],
		['lineItem', 'delete', { rowId: byId(PART) }, { id: PART, deleted: true }],
		['lineItem', 'deleteAll', {}, { documentId: ID, deleted: true }],
		['lineItem', 'get', { rowId: byId(PART) }, { id: PART }],
		['lineItem', 'update', { rowId: byId(PART), fields: { sku: 'a' } }, { id: PART }],
		['taxLine', 'delete', { rowId: byId(PART) }, { id: PART, deleted: true }],
		['tag', 'addMany', { tagNames: 'a' }, { documentId: ID, added: ['a'] }],
		['tag', 'remove', { tagId: byId(PART) }, { id: PART, removed: true }],
		['tag', 'removeAll', {}, { documentId: ID, removed: true }],
	];

it.each(CASES)('%s: %s', async (resource, operation, parameters, output) => {
	stage.veryfi.faults.add({ status: 200, body: ROUNDED });
	const { items } = await stage.run({
		resource,
		operation,
		documentId: byId(ID),
		...parameters,
	});
	expect(items.map(({ json }) => json)).toMatchObject([output]);
	expect(stage.veryfi.requests[0].path).toContain(`/${ID}/`);
});

it('a number that is too large to be exact is refused: it may be the ID of another document', async () => {
	const { error } = await stage.run(
		{ resource: 'document', operation: 'delete', documentId: byId('={{ $json.id }}') },
		[{ id: Number(ID) }],
	);
	expect(error?.message).toBe(
		"9007199254740992 in 'Document' may be rounded: it is too large for a number",
	);
	expect(stage.veryfi.requests).toEqual([]);
});
