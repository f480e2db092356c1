import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileFunction } from 'node:vm';
import { readExample } from '../host/index.mts';
import { CARRIED, codeOf, COPIES } from './code.mts';

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
	tax: number;
	total: number;
}

/** The code as n8n's Code node runs it: the body of a function that is given the item's JSON. */
const run = compileFunction(code, ['$json']) as (item: unknown) => { json: Bill };

const billOf = (document: unknown): Bill =>
	run({ event: 'document.created', documentId: 1, ...(document as object) }).json;

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

describe.each(Object.entries(CARRIED))('%s', (name, files) => {
	it.each(files)('carries the text of examples/code/%s', async (file) => {
		const { nodes } = await readExample(name);
		const copies = nodes.filter((one) => COPIES[file].includes(one.name));
		expect(new Set(copies.map(({ parameters }) => parameters.jsCode))).toEqual(
			new Set([codeOf(file)]),
		);
	});
});

it('is the same for a document that a workflow keeps apart from its event', () => {
	const document = { vendor_name: 'Hansen', date: '2026-10-27', currency_code: 'EUR', total: 7 };
	const apart = run({ event: 'document.created', documentId: 1, document }).json;
	expect(apart).toEqual(billOf(document));
	expect(apart.total).toBe(7);
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
		expect(made.source).toContain('lines as printed with shipping');
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

	const amounts = { subtotal: null, tax: 205.76, total: 1234.56 };

	it.each(['COP', 'PKR', 'HUF', 'IDR', 'ALL', 'LBP', 'TWD', 'RSD', 'MMK', 'EUR'])(
		'books %s with two decimals, as ISO 4217 has them',
		(currency_code) => {
			const line_items = [{ description: 'Rice', total: 1028.8 }];
			const made = billOf({ ...bill, ...amounts, currency_code, line_items });
			expect(made).toMatchObject({ decision: 'book', total: 1234.56, tax: 205.76 });
			expect(amountsOf(made)).toEqual([1028.8]);
		},
	);

	it.each([
		['JPY', 1960, true],
		['JPY', 1960.5, false],
		['KRW', 0.1, false],
		['UGX', 1234.5, false],
		['KWD', 1.234, true],
		['KWD', 1.2345, false],
		['CLF', 1.2345, true],
		['EUR', 1.234, false],
		['EUR', 8.790000000000001, true],
	])('takes %s %d only if it can be paid', (currency_code, total, isBooked) => {
		const made = billOf({ ...bill, currency_code, line_items: [], tax: null, total });
		if (isBooked) expect(made).toMatchObject({ decision: 'book', reason: '' });
		else
			expect(made).toMatchObject({
				decision: 'review',
				reason: `total is ${total}, which cannot be paid in ${currency_code}`,
			});
	});

	const NO_AMOUNTS = [
		...[1e21, 1e15, -1e300, NaN, Infinity, '12,50', '12.50', '1e3', 'abc', {}, [], true],
		{ value: 5 },
	];
	const places: Array<[string, (value: unknown) => Record<string, unknown>]> = [
		['total', (total) => ({ total })],
		['tax', (tax) => ({ tax })],
		['subtotal', (subtotal) => ({ subtotal })],
		['discount', (discount) => ({ discount })],
		['shipping', (shipping) => ({ shipping })],
		['tip', (tip) => ({ tip })],
		['balance', (balance) => ({ balance })],
		['line_items[0].total', (total) => ({ line_items: [{ total }] })],
		['line_items[0].tax', (tax) => ({ line_items: [{ total: 348, tax }] })],
		['line_items[0].price', (price) => ({ line_items: [{ price }] })],
		['line_items[0].quantity', (quantity) => ({ line_items: [{ total: 348, quantity }] })],
		['tax_lines[0].total', (total) => ({ tax_lines: [{ total }] })],
	];

	it.each(places)('leaves a document to a person whose %s is no amount', (place, fieldsOf) => {
		for (const value of NO_AMOUNTS) {
			const made = billOf({ ...bill, ...fieldsOf(value) });
			expect(made.decision).toBe('review');
			expect(made.reason.startsWith(`${place} is `)).toBe(true);
			expect(made).toMatchObject({ lines: [], taxes: [], tax: null, total: null });
		}
	});

	it.each([
		['a list of null', { line_items: [null] }, 'line_items[0] is null, which is no row'],
		['a list of texts', { tax_lines: ['VAT'] }, 'tax_lines[0] is "VAT", which is no row'],
		['lines that are no list', { line_items: {} }, 'line_items is an object, which is no list'],
		['a number as its type', { document_type: 5 }, 'Veryfi calls it "5", which is no bill'],
		[
			'an object as its type',
			{ document_type: {} },
			'document_type is an object, which is no text',
		],
		['a list as its vendor', { vendor_name: ['x'] }, 'vendor_name is a list, which is no text'],
		['warnings that are no list', { warnings: {} }, 'warnings is an object, which is no list'],
		['a text as a warning', { warnings: ['x'] }, 'warnings[0] is "x", which is no row'],
		[
			'an object as fraud',
			{ fraud_decision: {} },
			/^fraud_decision is an object, which is no text/,
		],
		['a text for whether it is one', { is_document: 'no' }, /^Veryfi says that it is no document/],
		['a date in words', { date: '1 May' }, 'date is "1 May", which is no day like 2026-03-31'],
		['a day that is none', { due_date: '2026-02-30' }, /^due_date is "2026-02-30"/],
		['a number as its date', { date: 20260331 }, /^date is 20260331, which is no day/],
		['a sign as its currency', { currency_code: '€' }, /^currency_code is "€", which is no code/],
	])('leaves a document with %s to a person', (_, fields, reason) => {
		const made = billOf({ ...bill, ...fields });
		expect(made.decision).toBe('review');
		expect(made.reason).toMatch(reason);
	});

	it.each([null, undefined, 5, 'text', []])(
		'leaves %p instead of a document to a person',
		(one) => {
			expect(billOf(one).decision).toBe('review');
		},
	);

	it('never throws, whatever stands where, and gives no figure that is none', () => {
		const names = [
			...Object.keys(bill),
			'subtotal',
			'document_type',
			'tax_lines',
			'warnings',
			'tip',
		];
		const anything = fc.dictionary(fc.constantFrom(...names), fc.anything());
		fc.assert(
			fc.property(anything, (fields) => {
				const { decision, lines, tax, total } = billOf({ ...bill, ...fields });
				const isRight = [tax, total, ...lines.map(({ amount }) => amount)].every(Number.isFinite);
				expect(decision === 'review' || isRight).toBe(true);
			}),
			{ numRuns: 2000 },
		);
	});

	const onTop = { subtotal: 100, tax: 20, total: 120, line_items: [{ total: 100 }] };
	const mexican = { ...onTop, subtotal: 85.44, tax: 32.56, total: 118 };
	const twice = (first: object, second: object) => ({
		tax_lines: [
			{ name: 'IVA', rate: 16, total: 16.28, ...first },
			{ name: 'IVA', total: 16.28, ...second },
		],
	});

	it.each([
		['tax and tax lines', { tax_lines: [{ total: 19 }] }, 'tax 20.00, tax lines 19.00'],
		[
			'tax and one of its lines, twice',
			{ tax_lines: [{ total: 20 }, { total: 20 }] },
			'tax lines 40.00',
		],
		[
			'no tax and tax lines',
			{ tax: 0, total: 100, tax_lines: [{ total: 20 }] },
			'tax 0.00, tax lines 20.00',
		],
		['subtotal and total', { total: 130 }, 'subtotal 100.00, tax 20.00, total 130.00'],
		['yen', { currency_code: 'JPY', total: 130 }, 'subtotal 100, tax 20, total 130'],
		['dinars', { currency_code: 'KWD', total: 130.5 }, 'tax 20.000, total 130.500'],
		['discount and total', { discount: 90 }, undefined],
		[
			'discount and less',
			{ discount: 90, total: 115 },
			'subtotal 100.00, discount 90.00, tax 20.00, total 115.00',
		],
		['a subtotal beside lines', { subtotal: 90 }, 'subtotal 90.00, tax 20.00, total 120.00'],
		[
			'a tax twice, by its base',
			{ ...mexican, ...twice({ base: 101.72 }, {}) },
			'16.28 comes twice',
		],
		[
			'a tax three times',
			{
				...mexican,
				subtotal: 69.16,
				tax: 48.84,
				tax_lines: [101.72, null, null].map((base) => ({ base, total: 16.28 })),
			},
			'16.28 comes twice',
		],
		[
			'a tax twice, without a sum of the taxes',
			{ ...mexican, ...twice({ base: 101.72 }, {}), tax: null, subtotal: null },
			'16.28 comes twice',
		],
		['a tax twice, by its rate', { ...mexican, ...twice({}, { rate: 16 }) }, '16.28 comes twice'],
		[
			'two taxes of the same rate',
			{
				...onTop,
				...{ tax: 18, total: 118 },
				tax_lines: [9, 9].map((total, index) => ({
					name: ['CGST', 'SGST'][index],
					rate: 9,
					base: 100,
					total,
				})),
			},
			undefined,
		],
		['prices with their tax', { subtotal: 120, line_items: [{ total: 120 }] }, undefined],
		['a tip in the subtotal', { subtotal: 105, tip: 5, total: 125 }, undefined],
		['a tip on top', { tip: 5, total: 125 }, undefined],
		['a discount with its sign', { discount: -40, total: 80 }, undefined],
		[
			'a deposit below the subtotal',
			{ line_items: [{ total: 100 }, { total: -50 }], total: 70 },
			undefined,
		],
		['a subtotal of nothing', { subtotal: 0 }, undefined],
	])('leaves it to a person where %s contradict each other, and only then', (_, fields, said) => {
		const made = billOf({ ...bill, ...onTop, ...fields });
		expect(made).toMatchObject({ decision: said ? 'review' : 'book' });
		if (said) expect(made.reason).toMatch(/^Its figures contradict each other: /);
		expect(made.reason).toContain(said ?? '');
	});

	const item = (total: number | null, fields: object = {}) => ({
		description: 'A',
		total,
		...fields,
	});
	const vat = item(20, { type: 'tax' });

	it.each([
		['a row of tax', [item(100), vat], {}, [100], 'without rows of taxes'],
		[
			'a row of tax that is all there is of it',
			[item(100), vat],
			{ tax: null },
			[100],
			'without rows',
		],
		['a row of payment', [item(100), item(-120, { type: 'payment' })], {}, [100], 'without rows'],
		[
			'a city tax beside the tax',
			[item(95), item(5, { type: 'tax' })],
			{},
			[95, 5],
			'lines as printed',
		],
		['a line without amount', [item(60), item(null)], {}, [60, 40], 'one amount worked out'],
		[
			'that, and prices with their tax',
			[item(72), item(null)],
			{ subtotal: 120 },
			[60, 40],
			'worked out',
		],
		['that, and no subtotal', [item(60), item(null)], { subtotal: null }, [60, 40], 'worked out'],
		[
			'a line with a subtotal only',
			[item(60), item(null, { subtotal: 40 })],
			{},
			[60, 40],
			'as printed',
		],
		['a remark as a line', [item(100), item(null)], {}, [100, 0], 'lines as printed'],
		['two lines without amount', [item(60), item(null), item(null)], {}, [100], 'one line'],
		['prices with their tax', [item(120)], { subtotal: null }, [100], 'tax taken off its lines'],
		['no line', [], {}, [100], 'by its total because it has no lines'],
		['too much on its lines', [item(160)], {}, [100], 'one line because its lines do not add up'],
		['a line without amount beside too much', [item(160), item(null)], {}, [100], 'one line'],
	])('reads %s, and says so', (_, line_items, fields, wanted, note) => {
		const made = billOf({ ...bill, ...onTop, ...fields, line_items });
		expect(made).toMatchObject({ decision: 'book', tax: 20, total: 120 });
		expect(amountsOf(made)).toEqual(wanted);
		expect(made.source).toContain(note);
	});

	const warning = (type: string) => ({ warnings: [{ type, message: `${type}!` }] });

	it.each([
		['its totals', warning('totals_missmatch'), 'Veryfi warns: totals_missmatch!'],
		[
			'an amount',
			warning('line_item_amount_missmatch'),
			'Veryfi warns: line_item_amount_missmatch!',
		],
		['fraud', { fraud_decision: 'Fraud' }, 'Veryfi says: Fraud'],
		['no fraud', { fraud_decision: 'Not Fraud' }, ''],
		['a kind that is no text', { warnings: [{ type: { toString: 5 } }] }, ''],
		['a barcode', warning('barcode_decoding_issue'), ''],
	])('hears what Veryfi says about %s', (_, fields, reason) => {
		expect(billOf({ ...bill, ...fields })).toMatchObject({
			decision: reason ? 'review' : 'book',
			reason,
		});
	});

	it('says of a duplicate what it is the same as only where Veryfi does', () => {
		const reason = 'Veryfi says that it is a duplicate';
		expect(billOf({ ...bill, is_duplicate: true })).toMatchObject({
			decision: 'duplicate',
			reason,
		});
		expect(billOf({ ...bill, is_duplicate: false, duplicate_of: 7 })).toMatchObject({
			decision: 'duplicate',
			reason: 'Veryfi says: perhaps the same as document 7',
		});
	});
});
