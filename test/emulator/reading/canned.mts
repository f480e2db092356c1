import type { ReadInvoice } from './invoice.mts';

/** Said in `meta.warnings` and `notes` of documents whose values are made up. */
export const CANNED_NOTICE =
	'The emulator did not read this file. These values are the same for each such file.';

/** Values for files that were not read, always the same, so that a flow can be tried with any file. */
export const cannedInvoice = (): ReadInvoice => ({
	documentType: 'receipt',
	vendor: { name: 'Canned Vendor (Emulator)', address: '1 Sample Street\n1000 Sampleton' },
	billTo: {},
	shipTo: {},
	date: '2026-01-15',
	currency: 'USD',
	items: [
		{
			description: 'Canned item (emulator)',
			quantity: 2,
			price: 5,
			total: 10,
			line: {
				cells: [{ text: '', left: 0.1, right: 0.9 }],
				text: '',
				top: 0.4,
				bottom: 0.42,
				page: 0,
			},
		},
	],
	taxLines: [{ name: 'Sales Tax', rate: 10, base: 10, total: 1 }],
	subtotal: 10,
	tax: 1,
	total: 11,
	totalText: '',
	boxes: {},
});
