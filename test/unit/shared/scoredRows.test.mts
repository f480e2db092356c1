import { describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { withScoredRows } from '../../../nodes/shared/output/scoredRows.ts';
import { simplify } from '../../../nodes/shared/output/simplify.ts';
import { present } from '../../../nodes/shared/output/view.ts';
import { seen } from './scoredInvoice.mts';

/** As Veryfi answers with confidence details: bare rows, and the same rows with scores in another order. */
const record = {
	id: 1,
	total: seen(9.09, 0.99),
	line_items: [
		{ id: 5, order: 0, description: 'A4', total: 8.79, price: null, tags: ['x'] },
		{ id: 6, order: 1, description: 'Fee', total: 0.3, price: null, tags: [] },
	],
	line_items_with_scores: [
		{
			id: 6,
			order: 1,
			description: seen('Fee', 0.95),
			total: seen(0.3, 0.31),
			price: seen(null, 0.1),
			tags: [],
		},
		{
			id: 5,
			order: 0,
			description: seen('A4', 0.99),
			total: seen(8.79, 0.98),
			price: { value: null },
			tags: ['x'],
		},
	],
	tax_lines: [{ order: 0, rate: 20, total: 1.5 }],
	tax_lines_with_scores: [{ order: 0, rate: { value: 20 }, total: seen(1.5, 0.4) }],
};

const bare = (value: IDataObject) => {
	const copy = structuredClone(value);
	delete copy.line_items_with_scores;
	delete copy.tax_lines_with_scores;
	return copy;
};

describe('scores that stand in a list beside the rows', () => {
	it('are seen by a review, by ID and else by place', () => {
		for (const simplified of [true, false]) {
			const view = { simplify: simplified, reviewBelow: 0.8 };
			expect(present('document', record, view)).toMatchObject({
				needs_review: true,
				review_reasons: ['low_score'],
				review_fields: ['line_items[1].total', 'tax_lines[0].total'],
			});
		}
	});

	it.each([true, false])('come beside the values of the rows (simplified: %s)', (simplified) => {
		const shown = present('document', record, { simplify: simplified, scoresBeside: true });
		expect(shown).toMatchObject({
			line_items: [
				{ id: 5, description: 'A4', description_score: 0.99, total: 8.79, total_score: 0.98 },
				{ id: 6, description: 'Fee', description_score: 0.95, total: 0.3, total_score: 0.31 },
			],
			tax_lines: [{ rate: 20, total: 1.5, total_score: 0.4, total_ocr_score: 0.4 }],
		});
		expect(Object.keys(shown).filter((name) => name.endsWith('_with_scores'))).toEqual([]);
	});

	it('change nothing of a simplified record', () => {
		expect(simplify('document', record)).toEqual(simplify('document', bare(record)));
	});

	it('are left alone in a raw record', () => {
		expect(present('document', record, { simplify: false })).toBe(record);
		expect(present('document', record, { simplify: false, reviewBelow: 0.8 })).toMatchObject(
			record,
		);
	});

	it('are the rows where Veryfi sends no others', () => {
		const { line_items: _, ...rest } = record;
		expect(simplify('document', rest).line_items).toMatchObject([{ id: 6, total: 0.3 }, { id: 5 }]);
	});

	it('count in a review without a row that they belong to, which adds no row', () => {
		const lone = { id: 1, line_items: [], line_items_with_scores: [{ total: seen(1, 0.1) }] };
		expect(present('document', lone, { simplify: true, reviewBelow: 0.8 })).toMatchObject({
			line_items: [],
			needs_review: true,
			review_fields: ['line_items_with_scores[0].total'],
		});
	});

	it('are found at any depth and in every product', () => {
		const statement = {
			id: 1,
			accounts: [
				{
					number: 'A',
					transactions: [{ id: 'x', amount: 5 }],
					transactions_with_scores: [{ id: 'x', amount: seen(5, 0.2) }],
				},
			],
		};
		const view = { simplify: true, scoresBeside: true, reviewBelow: 0.8 };
		expect(present('bankStatement', statement, view)).toMatchObject({
			transactions: [{ account_number: 'A', amount: 5, amount_score: 0.2 }],
			review_fields: ['transactions[0].amount'],
		});
		expect(simplify('anyDocument', { rows: [1], rows_with_scores: [seen(1, 0.5), 2] })).toEqual({
			rows: [1],
		});
	});

	it('leave the given record and the values of its rows as they are', () => {
		const before = structuredClone(record);
		const changed = { ...record, line_items: [{ id: 5, description: 'Corrected', total: 0 }] };
		expect(simplify('document', changed).line_items).toMatchObject([
			{ id: 5, description: 'Corrected', total: 0 },
		]);
		withScoredRows(record);
		expect(record).toEqual(before);
	});

	it('say nothing of a row whose value was found only by hand', () => {
		const corrected = {
			line_items: [{ id: 5, price: 3 }],
			line_items_with_scores: [{ id: 5, price: seen(null, 0.1), total: seen(3, 0.9) }],
		};
		expect(present('document', corrected, { simplify: true, reviewBelow: 0.8 })).toMatchObject({
			line_items: [{ price: 3, total: 3 }],
			needs_review: false,
		});
	});
});
