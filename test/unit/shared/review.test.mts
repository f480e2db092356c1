import { describe, expect, it } from '@jest/globals';

import { review } from '../../../nodes/shared/output/review.ts';
import { present } from '../../../nodes/shared/output/view.ts';
import { invoice, seen } from './scoredInvoice.mts';

describe('a review by scores', () => {
	it('names every value that is below the score, by either score', () => {
		expect(review(invoice, { below: 0.9 })).toEqual({
			needs_review: true,
			review_reasons: ['low_score'],
			review_fields: [
				'total',
				'tax',
				'vendor.name',
				'vendor.logo',
				'line_items[1].total',
				'tracking_numbers[1]',
			],
		});
	});

	it('is not needed when every value has at least the score', () => {
		const record = { total: seen(1, 0.9), tip: seen(null, 0), memo: seen('', 0) };
		expect(review(record, { below: 0.9 })).toEqual({
			needs_review: false,
			review_reasons: [],
			review_fields: [],
		});
		expect(review(record, { below: 0.91 }).needs_review).toBe(true);
	});

	it('says when there are no scores at all', () => {
		const nothing = { total: 1, tax: { value: 2, score: null }, meta: { fraud: { score: 1 } } };
		expect(review(nothing, { below: 0.5 })).toEqual({
			needs_review: true,
			review_reasons: ['no_score'],
			review_fields: [],
		});
	});

	it('counts zero as a value', () => {
		expect(review({ total: seen(0, 0.1) }, { below: 0.5 }).review_fields).toEqual(['total']);
	});

	it('takes a value with evidence that this package does not know for one', () => {
		const record = { date: { value: '2026-03-01', score: 0.4, source: 'model' } };
		expect(review(record, { below: 0.5 }).review_fields).toEqual(['date']);
	});
});

describe("a review by Veryfi's own checks", () => {
	const warned = {
		total: seen(1, 0.9),
		is_duplicate: false,
		meta: {
			warnings: [
				{ type: 'totals_missmatch', message: 'Subtotal for Line Items 1 ...' },
				{ type: 'barcode_decoding_issue', message: 'Found Barcode ...' },
			],
			fraud: { score: 0.9, color: 'red', decision: 'Fraud', types: ['lcd'] },
			duplicates: [{ id: 3, score: 0.9 }],
		},
	};
	const reasons = (checks: string[]) => review(warned, { checks }).review_reasons;

	it('is needed for the wanted ones only', () => {
		expect(reasons([])).toEqual([]);
		expect(reasons(['totals_missmatch'])).toEqual(['totals_missmatch']);
		expect(reasons(['line_item_repeats'])).toEqual([]);
		expect(reasons(['fraud', 'duplicate'])).toEqual(['duplicate', 'fraud']);
	});

	it('still knows a check when its name is spelled right', () => {
		expect(reasons(['totals_mismatch'])).toEqual(['totals_missmatch']);
	});

	it('needs no scores', () => {
		expect(review({ total: 1 }, { checks: ['fraud'] }).needs_review).toBe(false);
		expect(review({ ...warned, total: 1 }, { checks: ['fraud'] }).needs_review).toBe(true);
	});

	it('comes beside that by scores', () => {
		expect(review(warned, { below: 0.95, checks: ['fraud'] })).toEqual({
			needs_review: true,
			review_reasons: ['low_score', 'fraud'],
			review_fields: ['total'],
		});
	});

	it.each(['Not Fraud', 'not fraud', null, undefined])('takes %s for no fraud', (decision) => {
		const record = { meta: { fraud: { decision, score: 0.9 } } };
		expect(review(record, { checks: ['fraud'] }).needs_review).toBe(false);
	});
});

describe('a view', () => {
	it('of a simplified record has scores beside its columns', () => {
		const bill = present('document', invoice, { simplify: true, scoresBeside: true });
		expect(bill).toMatchObject({
			vendor_name: 'Papier Nord',
			vendor_name_score: 0.4,
			date: '2026-02-27',
			date_score: 0.97,
			total: 120,
			total_score: 0.5,
			line_items: [expect.objectContaining({ total: 100, total_score: 0.99 }), expect.anything()],
		});
		expect(bill).not.toHaveProperty('needs_review');
	});

	it('leaves the given record as it is', () => {
		const before = structuredClone(invoice);
		present('document', invoice, { simplify: true, scoresBeside: true, reviewBelow: 0.9 });
		expect(invoice).toEqual(before);
	});
});

describe('a reviewed view', () => {
	it('of a simplified record names values as they are named there, and counts those that it lacks', () => {
		const bill = present('document', invoice, { simplify: true, reviewBelow: 0.9 });
		expect(bill).toMatchObject({ total: 120, needs_review: true });
		expect(bill.review_fields).toEqual([
			'total',
			'tax',
			'vendor_name',
			'vendor.logo',
			'line_items[1].total',
			'tracking_numbers[1]',
		]);
		expect(bill).not.toHaveProperty('total_score');
	});

	it('of a bank statement names the transaction in the one list', () => {
		const record = {
			id: 1,
			accounts: [
				{ number: 'A', transactions: [{ amount: seen(1, 0.9) }] },
				{ number: 'B', transactions: [{ amount: seen(2, 0.1) }] },
			],
		};
		expect(present('bankStatement', record, { simplify: true, reviewBelow: 0.5 })).toMatchObject({
			review_fields: ['transactions[1].amount'],
		});
	});

	it('of a raw record keeps scores as they come', () => {
		expect(present('document', invoice, { simplify: false, reviewBelow: 0.3 })).toEqual({
			...invoice,
			needs_review: true,
			review_reasons: ['low_score'],
			review_fields: ['vendor.logo', 'line_items[1].total', 'tracking_numbers[1]'],
		});
		expect(present('document', invoice, { simplify: false })).toBe(invoice);
	});
});
