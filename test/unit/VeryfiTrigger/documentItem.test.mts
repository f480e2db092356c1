import { describe, expect, it } from '@jest/globals';

import { documentItem } from '../../../nodes/VeryfiTrigger/execute/documentItem.ts';

const created = '2026-03-02 10:15:07';
const event = { event: 'any_document.created', documentId: 7, created, data: { id: 7 } };

describe('the item of a document', () => {
	it('has its members beside those of the event, the ID last', () => {
		const bill = { id: 7, vendor_name: 'Papier Nord', total: 120, created_date: created };
		const item = documentItem({ ...event, parentId: 42 }, bill);
		expect(Object.entries(item)).toEqual([
			['event', 'any_document.created'],
			['documentId', 7],
			['parentId', 42],
			['vendor_name', 'Papier Nord'],
			['total', 120],
			['created_date', created],
			['id', 7],
		]);
	});

	it.each([[{}], [{ created_date: null }]])(
		'says when it was processed where the document does not: %j',
		(document) => {
			expect(documentItem(event, { id: 7, ...document })).toMatchObject({ created });
		},
	);

	it.each(['event', 'documentId', 'parentId', 'created', 'reason', 'data', 'error'])(
		'has its %s under another name, also where that is taken',
		(name) => {
			const document = { id: 7, [name]: null, [`document_${name}`]: 'b' };
			const item = documentItem({ ...event, parentId: 42 }, document);
			expect(item).toEqual({
				event: 'any_document.created',
				documentId: 7,
				parentId: 42,
				created,
				id: 7,
				[`document_${name}`]: 'b',
				[`document_document_${name}`]: null,
			});
		},
	);

	it('leaves the document as it is, whatever its members are called', () => {
		const document = JSON.parse('{"id":7,"data":1,"__proto__":{"a":1},"constructor":2}');
		const item = documentItem(event, document);
		expect(JSON.stringify(item)).toContain('"document_data":1,"__proto__":{"a":1},"constructor":2');
		expect(JSON.stringify(document)).toBe('{"id":7,"data":1,"__proto__":{"a":1},"constructor":2}');
	});
});
