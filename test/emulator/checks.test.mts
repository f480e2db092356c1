import { describe, expect, it } from '@jest/globals';
import { processInvoice, sharedEmulator, textFile } from './testing.mts';

const stage = sharedEmulator();
/** A receipt with these lines and sums. */
const receipt = (...lines: string[]) =>
	textFile(`Kiosk Mitte\n\nDate: 2026-01-02\n\n${lines.join('\n')}`.padEnd(300, ' '));
const process = (options: object) => processInvoice(stage, options);
const HEAD = 'Description    Qty    Price    Amount';

describe('the checks of a document', () => {
	it.each([
		['nothing of one that adds up', [HEAD, 'Tea    2    3.00    6.00', 'Subtotal    6.00'], []],
		[
			'quantity times price that is not the total',
			[HEAD, 'Tea    2    3.00    7.00'],
			[
				{
					type: 'line_item_amount_missmatch',
					message: 'Line item #1 has a problem. Quantity x Price != Total',
				},
			],
		],
		[
			'lines that repeat',
			[HEAD, 'Tea    1    3.00    3.00', 'Milk    1    1.00    1.00', 'Tea    1    3.00    3.00'],
			[
				{
					type: 'line_item_repeats',
					message: 'Line item Description "Tea" repeats on lines 1, 3',
				},
			],
		],
		[
			'lines that do not make the subtotal',
			[HEAD, 'Tea    2    3.00    6.00', 'Subtotal    85.44'],
			[
				{
					type: 'totals_missmatch',
					message: "Subtotal for Line Items 6.0 doesn't match subtotal on document 85.44",
				},
			],
		],
		[
			'a number of items that is not printed',
			[HEAD, 'Tea    2    3.00    6.00', 'Subtotal    6.00', 'Items sold    5'],
			[
				{
					type: 'item_counts_missmatch',
					message: "Total Items sold doesn't match number of line items",
				},
			],
		],
	])('tell of %s', async (_, lines, warnings) => {
		expect((await process(receipt(...lines))).meta.warnings).toEqual(warnings);
	});

	it('hear of a tax that comes twice', async () => {
		stage.veryfi.switches.oddRows = 'tax_line_twice';
		expect((await process({})).meta.warnings).toMatchObject([{ type: 'totals_missmatch' }]);
	});
});

describe('a receipt that was there before', () => {
	it.each([
		['unnoticed', { is_duplicate: false, duplicate_of: null }, [], 'green'],
		['listed', { is_duplicate: false, duplicate_of: null }, [{ score: 1 }], 'green'],
		['flagged', { is_duplicate: true, duplicate_of: expect.any(Number) }, [{ score: 1 }], 'yellow'],
	] as const)('is %s by switch', async (value, flags, duplicates, color) => {
		stage.veryfi.switches.duplicates = value;
		const first = await process({});
		const second = await process({});
		expect(second).toMatchObject(flags);
		expect(second.meta.duplicates).toMatchObject(duplicates);
		expect(second.meta.fraud).toMatchObject({ color, attribution: null, version: null });
		if (value === 'flagged') expect(second.duplicate_of).toBe(first.id);
	});

	it('is like one of the same vendor, date and total with another number', async () => {
		stage.veryfi.switches.duplicates = 'listed';
		const { file_data } = textFile();
		const other = Buffer.from(file_data, 'base64').toString().replace('A-1042', 'A-1043');
		const { id } = await process({});
		expect((await process(textFile(other))).meta.duplicates).toMatchObject([{ id, score: 0.75 }]);
	});
});

describe('a device on the blocklist', () => {
	it('makes what it sends a fraud', async () => {
		await stage.call('POST', '/fraud/blocklist', { device_ids: ['d-1'] });
		const { meta } = await process({ device_data: { uuid: 'd-1' } });
		expect(meta.fraud).toMatchObject({
			score: 0.9,
			color: 'red',
			decision: 'Fraud',
			types: ['blocked device'],
		});
	});
});
