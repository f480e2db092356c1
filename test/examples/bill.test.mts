import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileFunction } from 'node:vm';
import { readExample } from '../host/index.mts';
import { CARRIERS, codeOf, COPIES } from './code.mts';

const code = codeOf('bill.cjs');

interface Bill {
	decision: string;
	reason: string;
	vendor: { name: string };
	number: string;
	source: string;
	lines: Array<{
		description: string;
		quantity: number;
		unitPrice: number;
		amount: number;
		tax: number;
	}>;
	taxes: Array<{ amount: number }>;
	total: number;
}

/** Runs the code as n8n's Code node does: as the body of a function, with the item's JSON. */
const billOf = (document: Record<string, unknown>): Bill => {
	const run = compileFunction(code, ['$json']) as (item: unknown) => { json: Bill };
	return run({ event: 'document.created', documentId: 1, document }).json;
};

const hundredths = (values: number[]) =>
	values.reduce((sum, value) => sum + Math.round(value * 100), 0);

const cents = fc.integer({ min: 0, max: 1_000_000 }).map((count) => count / 100);
const anyLine = fc.record({
	description: fc.string(),
	quantity: fc.option(fc.double({ min: 0, max: 500, noNaN: true })),
	total: fc.option(cents),
	tax: fc.option(cents),
	tax_rate: fc.constantFrom(null, 0, 7, 19),
});

/** Documents with any total, and such whose total is that of their lines, with the tax on top or in it. */
const anyDocument = fc
	.record({
		vendor_name: fc.constant('Hansen'),
		date: fc.constant('2026-10-27'),
		currency_code: fc.constant('EUR'),
		line_items: fc.array(anyLine, { maxLength: 8 }),
		discount: fc.option(cents),
		shipping: fc.option(cents),
		tip: fc.option(cents),
		tax: fc.option(cents),
		total: cents,
		prices: fc.constantFrom('wrong', 'net', 'gross'),
	})
	.map(({ prices, ...document }) => {
		const { line_items: items, discount, shipping, tip, tax } = document;
		const sum = hundredths([...items.map(({ total }) => total ?? 0), shipping ?? 0, tip ?? 0]);
		const gross = sum - hundredths([discount ?? 0]);
		const right = prices === 'net' ? gross + hundredths([tax ?? 0]) : gross;
		return prices === 'wrong' ? document : { ...document, total: right / 100 };
	})
	.filter(({ total, tax }) => total > 0 && (tax ?? 0) <= total);

describe.each(Object.entries(COPIES))('examples/code/%s', (file, wanted) => {
	it.each(CARRIERS)('is the same text in %s', async (name) => {
		const { nodes } = await readExample(name);
		const node = nodes.find((one) => one.name === wanted);
		expect(node?.parameters.jsCode).toBe(codeOf(file));
	});
});

describe('the code that makes a bill of a document', () => {
	it("makes bills whose lines and taxes add up to the document's total, whatever is on it", () => {
		fc.assert(
			fc.property(anyDocument, (document) => {
				const { decision, lines, taxes } = billOf(document);
				expect(decision).toBe('book');
				const net = hundredths(lines.map(({ amount }) => amount));
				const tax = hundredths(taxes.map(({ amount }) => amount));
				expect(net + tax).toBe(hundredths([document.total]));
				expect(hundredths(lines.map((line) => line.tax))).toBe(tax);
			}),
			{ numRuns: 2000 },
		);
	});

	it('gives every line a quantity and a price whose product is its amount to the cent', () => {
		fc.assert(
			fc.property(anyDocument, (document) => {
				for (const { quantity, unitPrice, amount } of billOf(document).lines) {
					expect(Number((quantity * unitPrice).toFixed(6)).toFixed(2)).toBe(amount.toFixed(2));
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it('makes the same of a credit note whether its amounts are printed positive or negative', () => {
		const opposite = (value: number | null) => value && -value;
		fc.assert(
			fc.property(anyDocument, ({ line_items: items, ...rest }) => {
				const document = { ...rest, document_type: 'credit_note' };
				const printed = items.map((item) => ({
					...item,
					total: opposite(item.total),
					tax: opposite(item.tax),
				}));
				const { tax, total, shipping, tip } = rest;
				const negative = {
					...document,
					line_items: printed,
					tax: opposite(tax),
					total: -total,
					shipping: opposite(shipping),
					tip: opposite(tip),
				};
				expect(billOf(negative)).toEqual(billOf({ ...document, line_items: items }));
				expect(billOf(negative)).toMatchObject({ decision: 'book', isCredit: true, total });
			}),
			{ numRuns: 2000 },
		);
	});

	it.each([
		['0.1 + 0.2', [0.1, 0.2], 0.3],
		['half a cent, which binary numbers hold as a little less', [1.005], 1.01],
		['ten thousand times a cent', Array<number>(10_000).fill(0.01), 100],
	])('adds %s as it is printed', (_, totals, total) => {
		const items = totals.map((amount) => ({ description: 'x', quantity: 1, total: amount }));
		const document = { vendor_name: 'x', date: '2026-10-27', currency_code: 'EUR', total };
		const { lines } = billOf({ ...document, line_items: items });
		expect([lines.length, hundredths(lines.map(({ amount }) => amount))]).toEqual([
			totals.length,
			Math.round(total * 100),
		]);
	});

	const bill = {
		vendor_name: 'Hansen',
		date: '2026-10-27',
		currency_code: 'EUR',
		line_items: [
			{ description: 'A4 paper', quantity: 10, total: 219 },
			{ description: 'Toner', quantity: 2, total: 129 },
		],
		tax: 69.6,
		total: 417.6,
	};
	const amountsOf = ({ lines }: Bill) => lines.map(({ amount }) => amount);

	it.each([
		['the lines of taxes', { tax: null, tax_lines: [{ total: 60 }, { total: 9.6 }] }],
		['the lines', { tax: null, line_items: bill.line_items.map((one) => ({ ...one, tax: 34.8 })) }],
	])('takes the tax from %s where the document has no sum of it', (_, fields) => {
		const made = billOf({ ...bill, ...fields });
		expect(amountsOf(made)).toEqual([219, 129]);
		expect(hundredths(made.taxes.map(({ amount }) => amount))).toBe(6960);
	});

	it('keeps the lines where the discount is taken off them already, and shipping is not among them', () => {
		const made = billOf({ ...bill, discount: 20, shipping: 4.9, total: 422.5 });
		expect(amountsOf(made)).toEqual([219, 129, 4.9]);
		expect(made.source).not.toContain('do not add up');
	});

	it.each([0.125, 3.333, 1234.5678])(
		'puts a quantity that systems would round into the text (%d)',
		(quantity) => {
			const line_items = [{ description: 'Saffron', quantity, total: quantity * 8 }];
			const total = Math.round(quantity * 800) / 100;
			const [line] = billOf({ ...bill, line_items, tax: null, total }).lines;
			expect(line).toMatchObject({ description: `${quantity} × Saffron`, quantity: 1 });
		},
	);

	it('takes no blanks around names and numbers, by which they would not be found again', () => {
		const { vendor, number } = billOf({
			...bill,
			vendor_name: ' Hansen \n Hardware ',
			invoice_number: ' A-1042 ',
		});
		expect([vendor.name, number]).toEqual(['Hansen Hardware', 'A-1042']);
		expect(billOf({ ...bill, invoice_number: ' ' }).number).toBe('VERYFI-1');
	});

	it.each([
		['whose vendor is blank', { vendor_name: ' ' }, 'Not found on the document: vendor_name'],
		['that is none', { is_document: false }, 'Veryfi says that it is no document'],
		['with more tax than it has in all', { tax: 418 }, 'Its tax is more than its total'],
	])('leaves a document %s to a person', (_, fields, reason) => {
		expect(billOf({ ...bill, ...fields })).toMatchObject({ decision: 'review', reason });
	});

	it('says of a duplicate what it is the same as only where Veryfi does', () => {
		const reason = 'Veryfi says that it is a duplicate';
		expect(billOf({ ...bill, is_duplicate: true })).toMatchObject({ reason });
	});
});
