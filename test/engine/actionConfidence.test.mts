import { describe, expect, it } from '@jest/globals';
import type { IBinaryData, IDataObject, INodeParameters } from 'n8n-workflow';

import { products } from '../../nodes/shared/products/products.ts';
import type { Stage } from './actionStage.mts';
import { API, byId } from './actionStage.mts';
import { useInvoice } from './useInvoice.mts';

let stage: Stage;
let data: IBinaryData;

useInvoice((started, invoice) => {
	[stage, data] = [started, invoice];
});

const run = async (parameters: INodeParameters) => {
	const { error, items } = await stage.run(parameters, [{ json: {}, binary: { data } }]);
	if (error) throw error;
	return items.map(({ json }) => json);
};
const requests = () => stage.veryfi.requests;

/** The emulator is 0.98 sure of each value that it has found. */
const TOO_HIGH = 0.985;

const seed = () =>
	stage.veryfi.seedDocument({
		total: 120,
		invoice_number: null,
		vendor: { name: 'Papier Nord' },
		line_items: [{ id: 1, order: 0, description: 'A4 paper', total: 100 }],
	});

describe.each(['get', 'getMany'])('scores by %s', (operation) => {
	const read = async (options: IDataObject, simplify = true) => {
		const documentId = byId(seed());
		const parameters = { resource: 'document', operation, documentId, simplify, options };
		const [record] = await run(parameters as INodeParameters);
		return record;
	};

	it('stand beside the values', async () => {
		const record = await read({ scoresBeside: true });
		expect(record).toMatchObject({
			vendor_name: 'Papier Nord',
			vendor_name_score: 0.98,
			total: 120,
			total_score: 0.98,
			total_ocr_score: 0.99,
			invoice_number: null,
			invoice_number_score: 1,
			line_items: [{ description: 'A4 paper', description_score: 0.98 }],
		});
		expect(requests()[0].query).toMatchObject({ confidence_details: 'true' });
	});

	it('stand beside the values of the raw record, too', async () => {
		expect(await read({ scoresBeside: true }, false)).toMatchObject({
			vendor: { name: 'Papier Nord', name_score: 0.98 },
			meta: { owner: expect.any(String) },
		});
	});

	it('are kept as they come', async () => {
		const record = await read({ confidenceDetails: true, reviewBelow: TOO_HIGH }, false);
		expect(record).toMatchObject({
			total: { value: 120, score: 0.98, ocr_score: 0.99 },
			needs_review: true,
			review_fields: expect.arrayContaining(['total', 'vendor.name', 'line_items[0].total']),
		});
	});

	it('mark a document that needs a review, and name the values', async () => {
		const record = await read({ reviewBelow: TOO_HIGH });
		expect(record).toMatchObject({ total: 120, needs_review: true });
		expect(record.review_fields).toEqual(
			expect.arrayContaining(['vendor_name', 'total', 'line_items[0].description']),
		);
		expect(record.review_fields).not.toContain('invoice_number');
		expect(record).not.toHaveProperty('total_score');
		expect(requests()[0].query).toMatchObject({ confidence_details: 'true' });
	});

	it('leave other documents unmarked', async () => {
		expect(await read({ reviewBelow: '={{ 0.9 }}' })).toMatchObject({
			needs_review: false,
			review_reasons: [],
			review_fields: [],
		});
	});

	it('are not asked for unless they are wanted', async () => {
		const record = await read({ scoresBeside: false, reviewBelow: '={{ "" }}' });
		expect(record).not.toHaveProperty('needs_review');
		expect(requests()[0].query).not.toHaveProperty('confidence_details');
	});

	it.each([90, -1, 'high'])('are not compared with %s', async (reviewBelow) => {
		await expect(
			read({ reviewBelow: `={{ ${JSON.stringify(reviewBelow)} }}` }),
		).rejects.toMatchObject({
			message: expect.stringMatching(/^'Review Below Score' (must be from 0 to 1|is not a number)/),
		});
		expect(requests()).toEqual([]);
	});
});

/** A value in the form that Veryfi documents. */
const seen = (value: unknown, score: number, ocrScore: number) => ({
	value,
	score,
	ocr_score: ocrScore,
});
const answer = (path: string, body: IDataObject) =>
	stage.veryfi.faults.add({ method: 'POST', path: API + path, status: 201, body });

describe.each(
	products
		.filter(({ process }) => process.parameters.includes('confidenceDetails'))
		.map(({ key, process }) => [key, process.path]),
)('scores by processing %s', (resource, path) => {
	const process = { resource, operation: 'process' };

	it('are asked for and mark the document', async () => {
		answer(path, { id: 7, total: seen(120, 0.98, 0.6), date: seen('2026-03-01', 0.8, 1) });
		const [marked] = await run({ ...process, options: { reviewBelow: 0.7, scoresBeside: true } });
		expect(requests()[0].body).toMatchObject({ confidence_details: 'true' });
		expect(marked).toMatchObject({
			id: 7,
			total: 120,
			total_score: 0.98,
			total_ocr_score: 0.6,
			date: '2026-03-01',
			date_score: 0.8,
			needs_review: true,
			review_fields: ['total'],
		});
		const [unmarked] = await run({ ...process, options: { reviewBelow: 0.6 } });
		expect(unmarked).toMatchObject({ total: 120, needs_review: false, review_fields: [] });
	});

	it('are not asked for unless they are wanted', async () => {
		answer(path, { id: 7, total: 120 });
		expect((await run(process))[0]).not.toHaveProperty('needs_review');
		expect(requests()[0].body).not.toHaveProperty('confidence_details');
	});
});

describe.each(products.map((product) => [product.key, product] as const))(
	'scores of %s',
	(resource, { path, details, list }) => {
		const options = { reviewBelow: 0.7, scoresBeside: true };
		const expected = { total_score: 0.98, needs_review: true, review_fields: ['total'] };
		const record = { id: 7, total: seen(120, 0.98, 0.6), date: seen('2026-03-01', 0.8, 1) };
		const found = (at: string, body: IDataObject) =>
			stage.veryfi.faults.add({ method: 'GET', path: API + at, status: 200, body });

		it('mark what is read, wherever Veryfi gives scores', async () => {
			expect(details).toContain('confidenceDetails');
			found(`${path}/7`, record);
			const get = { resource, operation: 'get', documentId: byId('7'), options };
			expect(await run(get)).toMatchObject([expected]);
			if (!list.details.includes('confidenceDetails')) return;
			found(path, { [list.recordsKey]: [record] });
			expect(await run({ resource, operation: 'getMany', options })).toMatchObject([expected]);
			expect(requests().every(({ query }) => query.confidence_details === 'true')).toBe(true);
		});
	},
);

/** What Veryfi answers with confidence details: the rows bare, and their scores beside them. */
const SCORES_BESIDE_ROWS = {
	id: 1,
	total: seen(8.79, 0.99, 0.99),
	line_items: [{ id: 5, total: 8.79 }],
	line_items_with_scores: [{ id: 5, total: seen(8.79, 0.31, 0.99) }],
};
/** Where confidence details are not enabled, and Veryfi's checks found something. */
const WARNED = {
	id: 1,
	total: 8.79,
	meta: {
		warnings: [{ type: 'totals_missmatch', message: 'Subtotal for Line Items 118.0 ...' }],
		fraud: { score: 0.9, decision: 'Fraud' },
	},
};

describe.each([
	[{ resource: 'document', operation: 'process' }, 'POST', ''],
	[{ resource: 'document', operation: 'get', documentId: byId('1') }, 'GET', '/1'],
])('a review by %j', (parameters, method, path) => {
	const review = async (body: IDataObject, options: IDataObject) => {
		stage.veryfi.faults.add({ method, path: `${API}/documents${path}`, status: 200, body });
		return (await run({ ...parameters, options } as INodeParameters))[0];
	};

	it('sees the scores of rows that stand beside them', async () => {
		const options = { reviewBelow: 0.8, scoresBeside: true };
		const record = await review(SCORES_BESIDE_ROWS, options);
		expect(record).toMatchObject({
			needs_review: true,
			review_reasons: ['low_score'],
			review_fields: ['line_items[0].total'],
			line_items: [{ total: 8.79, total_score: 0.31, total_ocr_score: 0.99 }],
		});
		expect(record).not.toHaveProperty('line_items_with_scores');
	});

	it("tells the want of scores from Veryfi's warnings", async () => {
		expect(await review(WARNED, { reviewBelow: 0.8 })).toMatchObject({
			needs_review: true,
			review_reasons: ['no_score'],
			review_fields: [],
			warnings: WARNED.meta.warnings,
			fraud_decision: 'Fraud',
		});
		expect(await review(WARNED, { reviewChecks: ['fraud', 'totals_missmatch'] })).toMatchObject({
			needs_review: true,
			review_reasons: ['totals_missmatch', 'fraud'],
		});
		const unasked = { reviewChecks: '={{ "line_item_repeats" }}' };
		expect(await review(WARNED, unasked)).toMatchObject({ needs_review: false });
		const asked = requests().filter(({ body, query }) =>
			JSON.stringify([body, query]).includes('confidence_details'),
		);
		expect(asked).toHaveLength(1);
	});

	it('is not made where no check is chosen', async () => {
		expect(await review(WARNED, { reviewChecks: [] })).not.toHaveProperty('needs_review');
	});
});

it('scores of a check and of its remittance slip mark them together', async () => {
	answer('/check-with-document', {
		check: { id: 1, amount: seen(1, 0.4, 1) },
		document: { id: 2, total: seen(1, 1, 0.4), tax: seen(1, 1, 1) },
	});
	const operation = 'processWithRemittance';
	const [record] = await run({ resource: 'check', operation, options: { reviewBelow: 0.5 } });
	expect(record).toMatchObject({ check: { amount: 1 }, needs_review: true });
	expect(record.review_fields).toEqual(['check.amount', 'document.total']);
});

describe('scores of what was submitted and waited for', () => {
	const submit = { resource: 'document', operation: 'submit', waitForResult: true };

	it('come with the look that finds it finished', async () => {
		const [record] = await run({ ...submit, options: { scoresBeside: true, reviewBelow: 1 } });
		expect(record).toMatchObject({ total: 120, total_score: 0.98, needs_review: true });
		const looks = requests().filter(({ method }) => method === 'GET');
		expect(looks.every(({ query }) => query.confidence_details === 'true')).toBe(true);
	});

	it('come as they are when they were asked for in the submission', async () => {
		const additionalFields = { confidenceDetails: true, boundingBoxes: true };
		const [record] = await run({ ...submit, simplify: false, additionalFields });
		expect(record.total).toMatchObject({ value: 120, score: 0.98 });
		expect(record.total).toHaveProperty('bounding_box');
	});
});
