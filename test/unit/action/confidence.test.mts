import { describe, expect, it } from '@jest/globals';

import { review, withEvidenceBeside, withoutEvidence } from '../../../nodes/shared/confidence.ts';
import { present } from '../../../nodes/shared/view.ts';

/** A value as Veryfi returns it with confidence details and bounding boxes. */
const seen = (value: unknown, score: number | null, ocrScore: number | null = score) => ({
	value,
	score,
	ocr_score: ocrScore,
});

const box = { bounding_box: [0, 1, 2, 3, 4], bounding_region: [1, 2, 3, 4, 5, 6, 7, 8] };

const invoice = {
	id: 7,
	status: 'processed',
	date: seen('2026-02-27 14:03:22', 0.97),
	total: seen(120, 0.5, 0.99),
	tax: seen(20, 0.99, 0.6),
	tip: seen(null, 0.1),
	vendor: { name: seen('Papier Nord', 0.4), logo: seen('x.png', 0.2), score: 0.3, ...box },
	line_items: [
		{ id: 1, description: seen('A4 paper', 0.99), total: seen(100, 0.99) },
		{ id: 2, description: seen('A3 paper', 0.99), total: seen(0, 0.2) },
	],
	tracking_numbers: [seen('a', 0.9), seen('b', 0.1)],
	meta: { fraud: { score: 0.01 }, pages: [{ is_blurry: { value: false, score: 0.2 } }] },
};

describe('evidence taken off', () => {
	it('leaves bare values at every depth', () => {
		expect(withoutEvidence(invoice)).toEqual({
			id: 7,
			status: 'processed',
			date: '2026-02-27 14:03:22',
			total: 120,
			tax: 20,
			tip: null,
			vendor: { name: 'Papier Nord', logo: 'x.png' },
			line_items: [
				{ id: 1, description: 'A4 paper', total: 100 },
				{ id: 2, description: 'A3 paper', total: 0 },
			],
			tracking_numbers: ['a', 'b'],
			meta: { fraud: { score: 0.01 }, pages: [{ is_blurry: false }] },
		});
	});

	it('leaves a field that is called "score" or "rotation" alone', () => {
		const blueprint = { credit: { score: 700, bureau: 'X' }, rotation: 90 };
		expect(withoutEvidence(blueprint)).toEqual(blueprint);
		expect(withoutEvidence({ name: seen('Ann', 1), score: seen(700, 1) })).toEqual({
			name: 'Ann',
			score: 700,
		});
	});
});

describe('evidence put beside', () => {
	it('becomes members named after the value, at every depth', () => {
		expect(withEvidenceBeside(invoice)).toMatchObject({
			id: 7,
			total: 120,
			total_score: 0.5,
			total_ocr_score: 0.99,
			tip: null,
			tip_score: 0.1,
			vendor: { name: 'Papier Nord', name_score: 0.4 },
			line_items: [{ total: 100, total_score: 0.99 }, { total_score: 0.2 }],
			tracking_numbers: ['a', 'b'],
			tracking_numbers_score: [0.9, 0.1],
		});
	});

	it('takes places on the page along', () => {
		expect(withEvidenceBeside({ total: { ...seen(1, 1), ...box } })).toEqual({
			total: 1,
			total_score: 1,
			total_ocr_score: 1,
			total_bounding_box: box.bounding_box,
			total_bounding_region: box.bounding_region,
		});
	});

	it('never takes the place of a value', () => {
		const record = { credit: seen('good', 0.5), credit_score: seen(700, 0.9) };
		expect(withEvidenceBeside(record)).toMatchObject({ credit: 'good', credit_score: 700 });
	});
});

describe('a review', () => {
	it('names every value that is below the score, by either score', () => {
		expect(review(invoice, 0.9)).toEqual({
			needs_review: true,
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
		expect(review(record, 0.9)).toEqual({ needs_review: false, review_fields: [] });
		expect(review(record, 0.91).needs_review).toBe(true);
	});

	it('is needed when there are no scores at all', () => {
		const nothing = { total: 1, tax: { value: 2, score: null }, meta: { fraud: { score: 1 } } };
		expect(review(nothing, 0.5)).toEqual({ needs_review: true, review_fields: [] });
	});

	it('counts zero as a value', () => {
		expect(review({ total: seen(0, 0.1) }, 0.5).review_fields).toEqual(['total']);
	});
});

describe('the view', () => {
	it('of a simplified record has scores beside its columns', () => {
		const bill = present('document', invoice, { simplify: true, scoresBeside: true });
		expect(bill).toMatchObject({
			vendor_name: 'Papier Nord',
			vendor_name_score: 0.4,
			date: '2026-02-27',
			date_score: 0.97,
			time: '14:03:22',
			total: 120,
			total_score: 0.5,
			line_items: [expect.objectContaining({ total: 100, total_score: 0.99 }), expect.anything()],
		});
		expect(bill).not.toHaveProperty('needs_review');
	});

	it('of a simplified record reviews its own columns, by their names', () => {
		const bill = present('document', invoice, { simplify: true, reviewBelow: 0.9 });
		expect(bill).toMatchObject({
			total: 120,
			needs_review: true,
			review_fields: ['vendor_name', 'tax', 'total', 'line_items[1].total'],
		});
		expect(bill).not.toHaveProperty('total_score');
	});

	it('without Simplify keeps scores as they come, and marks the record', () => {
		expect(present('document', invoice, { simplify: false, reviewBelow: 0.3 })).toEqual({
			...invoice,
			needs_review: true,
			review_fields: ['vendor.logo', 'line_items[1].total', 'tracking_numbers[1]'],
		});
		expect(present('document', invoice, { simplify: false })).toBe(invoice);
	});

	it('leaves the given record as it is', () => {
		const before = structuredClone(invoice);
		present('document', invoice, { simplify: true, scoresBeside: true, reviewBelow: 0.9 });
		expect(invoice).toEqual(before);
	});
});
