import { describe, expect, it } from '@jest/globals';
import { compileFunction } from 'node:vm';
import { codeOf } from './code.mts';

interface Item {
	json: Record<string, unknown>;
}

/** The code as n8n's Code node runs it once for all items, here those that the ledger answers. */
const run = compileFunction(codeOf('entered.cjs'), ['$', '$input']) as (
	node: (name: string) => { first: () => Item },
	input: { all: () => Item[] },
) => Item[];

const bill = {
	...{ documentId: 12, number: 'A-1', date: '2026-01-15' },
	...{ total: 417.6, decimals: 2, isCredit: false },
};

/** Compares the bill with such as the ledger answers; the vendor's ID is `7` there, or 7 in Odoo. */
function compare(answers: Array<Record<string, unknown>>, vendorId: unknown, changes = {}) {
	const given: Record<string, Record<string, unknown>> = {
		Attempt: { ...bill, vendorId, ...changes },
	};
	const [{ json }] = run((name) => ({ first: () => ({ json: given[name] }) }), {
		all: () => answers.map((json) => ({ json })),
	});
	return json;
}

interface Entry {
	date?: string;
	total?: number;
	document?: number;
	vendor?: number;
}

/** What each ledger answers for a bill. */
const LEDGERS: Array<[string, unknown, (entries: Entry[]) => Array<Record<string, unknown>>]> = [
	[
		'QuickBooks',
		'7',
		(entries) => {
			const bills = entries.map(({ date, total, document, vendor = 7 }) => ({
				...{ Id: '1', TxnDate: date, TotalAmt: total, VendorRef: { value: String(vendor) } },
				PrivateNote: document && `Veryfi document ${document}, VBAHD-1`,
			}));
			return [{ QueryResponse: bills.length > 0 ? { Bill: bills } : {} }];
		},
	],
	[
		'Xero',
		'7',
		(entries) => [
			{
				Invoices: entries.map(({ date, total, document, vendor = 7 }) => ({
					...{ InvoiceID: '1', Total: total, Contact: { ContactID: String(vendor) } },
					...{ DateString: `${date}T00:00:00`, Status: 'DRAFT', HasAttachments: false },
					Url: document && `https://api.veryfi.com/api/v8/partner/documents/${document}`,
				})),
			},
		],
	],
	[
		'ERPNext',
		'7',
		(entries) => [
			{
				data: entries.map(({ date, total, document, vendor = 7 }) => ({
					...{ name: '1', bill_date: date, grand_total: total, supplier: String(vendor) },
					remarks: document ? `Veryfi document ${document} (n8n execution 3), VBAHD-1` : null,
				})),
			},
		],
	],
	[
		'Odoo',
		7,
		(entries) =>
			entries.length === 0
				? [{}]
				: entries.map(({ date, total, document, vendor = 7 }) => ({
						...{ id: 1, invoice_date: date ?? false, amount_total: total },
						partner_id: [vendor, 'Hansen'],
						invoice_origin: document ? `Veryfi document ${document} (n8n execution 3)` : false,
					})),
	],
];

describe.each(LEDGERS)('the code that looks for a bill in %s', (_, vendorId, answer) => {
	const same = { date: '2026-01-15', total: 417.6 };

	it.each([
		['nothing', [], 'new'],
		['that of this document', [{ ...same, document: 12 }], 'own'],
		['that of this document, corrected', [{ ...same, total: 400, document: 12 }], 'own'],
		['that of another document', [{ ...same, document: 121 }], 'duplicate'],
		['one that was entered by hand', [same], 'duplicate'],
		['one of another day', [{ ...same, date: '2026-02-15' }], 'duplicate'],
		['one of another total', [{ ...same, total: 5 }], 'duplicate'],
		['one of another year', [{ ...same, date: '2025-01-15' }], 'new'],
		['one of another vendor', [{ ...same, vendor: 8 }], 'new'],
		[
			'both years',
			[
				{ ...same, date: '2025-01-15', document: 3 },
				{ ...same, document: 12 },
			],
			'own',
		],
	])('finds %s', (__, entries, match) => {
		expect(compare(answer(entries), vendorId)).toMatchObject({ ...bill, match });
	});

	it('says what differs', () => {
		expect(compare(answer([{ ...same, total: 5 }]), vendorId).reason).toBe(
			'A bill A-1 of this vendor is entered already: 2026-01-15, total 5.00; this one is of 2026-01-15, total 417.60',
		);
	});
});

describe('the code that looks for a bill', () => {
	it('takes a credit note in Xero for its own only while it has no file', () => {
		const credits = (HasAttachments: boolean) => [
			{
				CreditNotes: [
					{
						...{ CreditNoteID: '1', Total: 417.6, DateString: '2026-01-15T00:00:00' },
						...{ Contact: { ContactID: '7' }, HasAttachments },
					},
				],
			},
		];
		const match = (hasFile: boolean) => compare(credits(hasFile), '7', { isCredit: true }).match;
		expect([match(false), match(true)]).toEqual(['own', 'duplicate']);
	});

	it.each(['VOIDED', 'DELETED'])('does not count a bill in Xero that is %s', (Status) => {
		const gone = { InvoiceID: '1', Total: 417.6, Contact: { ContactID: '7' }, Status };
		expect(compare([{ Invoices: [gone] }], '7')).toMatchObject({ match: 'new' });
	});
});
