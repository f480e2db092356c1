import { describe, expect, it } from '@jest/globals';

import { withEvidenceBeside, withoutEvidence } from '../../../nodes/shared/output/evidence.ts';
import { invoice, place as box, seen } from './scoredInvoice.mts';

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

	it.each([
		['a score', { score: 0.4 }],
		['a score of its characters', { ocr_score: 0.4 }],
		['a place', { bounding_region: box.bounding_region }],
		['the angle of its text', { rotation: 90 }],
		['whether it was looked up elsewhere', { enriched: true }],
		['its first and last character', { begin: 0, end: 17 }],
		['no characters, as none were found', { begin: null, end: null }],
		['nothing', {}],
		['a score and what Veryfi may add', { score: 1, source: 'model', votes: [1, 2] }],
	])('is known by %s, whatever else there is', (_, evidence) => {
		for (const value of ['2022-05-24 13:10:00', 0, null, false, ['a'], { a: 1 }]) {
			expect(withoutEvidence({ date: { value, ...evidence } })).toEqual({ date: value });
			expect(withoutEvidence([{ deep: [{ value, ...evidence }] }])).toEqual([{ deep: [value] }]);
		}
	});

	it.each([
		{ item: { value: 5, unit: 'kg' } },
		{ period: { begin: '2026-01-01', end: '2026-01-31' } },
	])('leaves %j alone, which is no value with evidence', (record) => {
		expect(withoutEvidence(record)).toEqual(record);
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

	it('takes along what Veryfi may add', () => {
		const date = { value: '2026-03-01', score: 1, enriched: true, source: 'model' };
		expect(withEvidenceBeside({ date })).toEqual({
			date: '2026-03-01',
			date_score: 1,
			date_enriched: true,
			date_source: 'model',
		});
	});

	it('never takes the place of a value', () => {
		const record = { credit: seen('good', 0.5), credit_score: seen(700, 0.9) };
		expect(withEvidenceBeside(record)).toMatchObject({ credit: 'good', credit_score: 700 });
	});
});
