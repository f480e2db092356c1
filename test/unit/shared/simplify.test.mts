import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { simplify } from '../../../nodes/shared/output/simplify.ts';
import { present } from '../../../nodes/shared/output/view.ts';
import { documentShape } from '../../emulator/documentShape.mts';

/** Values of our own in the shape that Veryfi documents. */
const invoice = {
	id: 250100001,
	external_id: 'inv-77',
	status: 'processed',
	document_type: 'invoice',
	created_date: '2026-03-02 10:15:04',
	date: '2026-02-27 00:00:00',
	due_date: '2026-03-29',
	invoice_number: 'A-1042',
	currency_code: 'EUR',
	subtotal: 100,
	tax: 20,
	total: 120,
	tip: 0,
	vendor: {
		name: '',
		raw_name: 'Papier Nord',
		address: '1 Quai Sud',
		vat_number: null,
		reg_number: 'R1',
	},
	bill_to: { name: 'Atelier Est', address: null },
	payment: { type: null, terms: '30 days' },
	line_items: [
		{ id: 9, order: 0, description: 'A4 paper', quantity: 10, price: 10, total: 100, tags: [] },
	],
	tax_lines: [{ order: 0, name: 'TVA', rate: 20, base: 100, total: 20, code: null }],
	tags: [{ id: 501, name: 'demo' }],
	is_duplicate: false,
	ocr_text: 'PAPIER NORD ...',
	pdf_url: 'https://scdn.veryfi.com/x.pdf',
	meta: { owner: 'demo', total_pages: 2 },
};

describe('a receipt or invoice', () => {
	it('becomes the columns of a bill', () => {
		const bill = simplify('document', invoice);
		expect(bill).toMatchObject({
			id: 250100001,
			external_id: 'inv-77',
			status: 'processed',
			vendor_name: 'Papier Nord',
			vendor_address: '1 Quai Sud',
			vendor_tax_id: 'R1',
			bill_to_name: 'Atelier Est',
			date: '2026-02-27',
			due_date: '2026-03-29',
			invoice_number: 'A-1042',
			currency_code: 'EUR',
			subtotal: 100,
			tax: 20,
			tip: 0,
			total: 120,
			is_duplicate: false,
			pdf_url: 'https://scdn.veryfi.com/x.pdf',
			tags: ['demo'],
			tax_lines: [{ order: 0, name: 'TVA', rate: 20, base: 100, total: 20, code: null }],
		});
		expect(bill.line_items).toEqual([
			expect.objectContaining({ description: 'A4 paper', quantity: 10, price: 10, total: 100 }),
		]);
		expect(bill).not.toHaveProperty('ocr_text');
		expect(bill).not.toHaveProperty('meta');
	});

	it('is flat but for its lists', () => {
		for (const [name, value] of Object.entries(simplify('document', invoice))) {
			if (Array.isArray(value)) continue;
			expect([name, value !== null && typeof value === 'object']).toEqual([name, false]);
		}
	});

	it('always has the same columns, in the same order', () => {
		expect(Object.keys(simplify('document', { id: 1 }))).toEqual(
			Object.keys(simplify('document', invoice)),
		);
		expect(simplify('document', { id: 1 })).toMatchObject({
			total: null,
			line_items: [],
			tags: [],
		});
	});

	it('says of a picture that it is of no document', () => {
		expect(simplify('document', { is_document: false })).toMatchObject({ is_document: false });
	});

	it('has the day of a receipt that has a time, too', () => {
		expect(simplify('document', { date: '2026-03-01 14:03:22' })).toMatchObject({
			date: '2026-03-01',
		});
	});

	it("begins with what an accountant looks for, and fits the 40 columns of n8n's tables", () => {
		const view = { simplify: true, reviewBelow: 0.9, reviewChecks: ['fraud'] };
		const names = Object.keys(present('document', invoice, view));
		expect(names.slice(0, 12)).toEqual([
			'id',
			'vendor_name',
			'date',
			'invoice_number',
			'total',
			'currency_code',
			'due_date',
			'needs_review',
			'review_reasons',
			'review_fields',
			'line_items',
			'warnings',
		]);
		expect(names.length).toBeLessThanOrEqual(40);
	});

	it('has every member that the examples read of a document', async () => {
		const workflows = (await readdir('examples')).filter((name) => name.endsWith('.json'));
		const texts = await Promise.all(
			['code/bill.cjs', ...workflows].map((path) => readFile(join('examples', path), 'utf8')),
		);
		// In the code that makes a bill, the document has a name of its own.
		const places = [/\bdocument\.([a-z_]+)/g, ...workflows.map(() => /\bjson\.([a-z_]+)/g)];
		const read = texts.flatMap((text, index) =>
			[...text.matchAll(places[index])].map(([, name]) => name),
		);
		// Behind other nodes, items have members of their own. These names are Veryfi's, except for the vendor of a bill,
		// and for the notes, which are read with Simplify off.
		const others = ['vendor', 'notes'];
		const raw: object = { ...documentShape(), img_url: null, updated_date: null };
		const members = present('document', invoice, { simplify: true, reviewBelow: 0.9 });
		const unknown = read.filter(
			(name) => !others.includes(name) && name in raw && !(name in members),
		);
		expect(read.filter((name) => name in members).length).toBeGreaterThan(50);
		expect([...new Set(unknown)]).toEqual([]);
	});

	it('comes out the same with confidence details and bounding boxes', () => {
		const evidence = (value: unknown) => ({
			value,
			score: 0.9,
			ocr_score: 0.8,
			bounding_box: [0, 1, 2, 3, 4],
			bounding_region: [1, 2, 3, 4, 5, 6, 7, 8],
			rotation: 0,
		});
		const detailed = {
			...invoice,
			date: evidence(invoice.date),
			total: evidence(invoice.total),
			vendor: {
				...invoice.vendor,
				raw_name: evidence('Papier Nord'),
				score: 0.7,
				bounding_box: [0, 1, 2, 3, 4],
			},
			line_items: [
				{ ...invoice.line_items[0], description: evidence('A4 paper'), total: { value: 100 } },
			],
		};
		expect(simplify('document', detailed)).toEqual(simplify('document', invoice));
	});

	it('has lines whose description, price or total was not found', () => {
		const line = { id: 1, description: null, price: null, total: null };
		const lines = [line, { ...line, text: 'A4 paper\t7.77' }, { id: 3 }];
		expect(simplify('document', { line_items: lines, tax_lines: [{ total: null }] })).toMatchObject(
			{
				status: null,
				line_items: [
					line,
					{ ...line, description: 'A4 paper\t7.77' },
					{ id: 3, description: null, price: null, total: null },
				],
				tax_lines: [{ name: null, rate: null, total: null }],
			},
		);
	});

	it("tells what Veryfi's own checks found", () => {
		const warning = { type: 'totals_missmatch', message: 'Subtotal for Line Items 118.0 ...' };
		const checked = {
			...invoice,
			warnings: [warning, 'in words'],
			meta: {
				warnings: [{ message: warning.message, type: warning.type }],
				fraud: { score: 0.05, decision: 'Not Fraud' },
				duplicates: [
					{ id: 250100001, score: 1 },
					{ id: 3, score: 0.9 },
					{ id: 4, score: 0.95 },
				],
			},
		};
		expect(simplify('document', checked)).toMatchObject({
			warnings: [warning, { type: null, message: 'in words' }],
			fraud_decision: 'Not Fraud',
			is_duplicate: false,
			duplicate_of: 4,
		});
		expect(simplify('document', { ...checked, duplicate_of: 5 }).duplicate_of).toBe(5);
		expect(simplify('document', invoice)).toMatchObject({
			warnings: [],
			fraud_decision: null,
			duplicate_of: null,
		});
	});

	it('has the decision on fraud of the person who looked', () => {
		const meta = { fraud: { decision: 'Fraud' }, fraud_review: { decision: 'Not Fraud' } };
		expect(simplify('document', { meta }).fraud_decision).toBe('Not Fraud');
	});

	it('takes tags as texts, too', () => {
		expect(simplify('document', { tags: ['a', 'b'] }).tags).toEqual(['a', 'b']);
	});

	it('leaves the given record as it is', () => {
		const before = structuredClone(invoice);
		simplify('document', invoice);
		expect(invoice).toEqual(before);
	});
});

describe('other products', () => {
	it('keep what is filled, in bare values, without long texts', () => {
		expect(
			simplify('bankStatement', {
				id: 1,
				bank_name: { value: 'Nordbank', score: 0.9 },
				due_date: null,
				iban_number: '',
				accounts: [{ number: { value: '1', score: 1 }, transactions: [{ amount: 5 }] }],
				text: 'very long',
				meta: { external_id: 'x', tags: [{ name: 'a' }] },
			}),
		).toEqual({
			id: 1,
			bank_name: 'Nordbank',
			accounts: [{ number: '1' }],
			transactions: [{ account_number: '1', amount: 5 }],
			external_id: 'x',
			tags: ['a'],
		});
	});

	it('a bank statement has all transactions in one list, however Veryfi groups them', () => {
		const transaction = { order: 0, date: '2026-03-01', credit_amount: 5 };
		const together = { id: 1, transactions: [{ ...transaction, account_number: '1' }] };
		const byAccount = { id: 1, accounts: [{ number: '1', transactions: [transaction] }] };
		expect(simplify('bankStatement', together)).toEqual(together);
		expect(simplify('bankStatement', byAccount)).toEqual({
			...together,
			accounts: [{ number: '1' }],
		});
	});

	it.each([
		[{ number: '1', account_number: null }, {}],
		[{ account_number: '1' }, {}],
		[{ account_number: { value: '1', score: 1 } }, { account_number: null }],
		[{ number: '2' }, { account_number: '1' }],
	])('a transaction has the number of its account %j', (account, transaction) => {
		const accounts = [{ ...account, transactions: [{ ...transaction, amount: 5 }] }];
		expect(simplify('bankStatement', { id: 1, accounts }).transactions).toEqual([
			{ account_number: '1', amount: 5 },
		]);
	});

	it('a check and its remittance slip are simplified each by itself', () => {
		const { check, document } = simplify('checkWithRemittance', {
			check: { amount: 120, memo: null, text: 'long' },
			document: { vendor: { name: 'Papier Nord' }, total: 120 },
		});
		expect(check).toEqual({ amount: 120 });
		expect(document).toMatchObject({ vendor_name: 'Papier Nord', total: 120, line_items: [] });
	});

	it('what was extracted as an invoice becomes a bill, anything else what is filled', () => {
		const kind = { id: 1, document_type: { value: 'invoice', score: 0.98 }, score: 0.98 };
		expect(simplify('extraction', { ...kind, extraction: invoice })).toMatchObject({
			id: 1,
			document_type: 'invoice',
			document_type_score: 0.98,
			vendor_name: 'Papier Nord',
			total: 120,
		});
		expect(
			simplify('extraction', { ...kind, extraction: { bank_name: 'Nordbank', swift: null } }),
		).toEqual({
			id: 1,
			document_type: 'invoice',
			document_type_score: 0.98,
			bank_name: 'Nordbank',
		});
		expect(
			simplify('extraction', { id: 1, extraction: null, extraction_error: 'unknown type' }),
		).toEqual({ id: 1, extraction: null, extraction_error: 'unknown type' });
	});

	it('a line item has the columns that it has in a bill', () => {
		const [line] = simplify('document', invoice).line_items as object[];
		expect(simplify('lineItem', invoice.line_items[0])).toEqual(line);
	});

	it('a Markdown conversion keeps its text', () => {
		expect(
			simplify('markdown', { id: 1, markdown: '# A', pages: ['# A'], status: 'processed' }),
		).toEqual({ id: 1, markdown: '# A', status: 'processed' });
	});

	it('a field called "value" is not taken for evidence', () => {
		expect(simplify('anyDocument', { item: { value: 5, unit: 'kg' } })).toEqual({
			item: { value: 5, unit: 'kg' },
		});
	});
});
