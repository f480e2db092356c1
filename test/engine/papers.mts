import { printPdf } from '../samples/printPdf.mts';

const LINE_HEIGHT = 18;
const COLUMN_WIDTH = 100;

/**
 * What stands on one paper of each kind, line by line, with as many fields filled as the emulator finds by their
 * labels. Two cells of a row have a tab between them.
 */
const PAPERS: Record<string, string[]> = {
	anyDocument: ['Name: Ann Smith', 'Number: X1234567', 'Issued: 2024-03-01'],
	bankStatement: [
		'Bank: First Bank',
		'Bank address: 1 Main Street, Springfield',
		'Account holder: Ann Smith',
		'Holder address: 2 Oak Street, Springfield',
		'Account number: 12345678',
		'Account type: Checking',
		'Routing number: 021000021',
		'IBAN: DE02120300000000202051',
		'SWIFT: BYLADEM1001',
		'Beginning balance: 1,000.00',
		'Ending balance: 1,080.00',
		'Statement period: 03/01/2026',
		'Period end: 03/31/2026',
		'Statement date: 03/31/2026',
		'Payment due date: 04/15/2026',
		'Minimum due: 10.00',
		'Currency: USD',
		'Date\tDescription\tDebit\tCredit\tBalance',
		'03/02/2026\tOffice paper\t20.00\t\t980.00',
		'03/09/2026\tInvoice 7 paid\t\t100.00\t1,080.00',
	],
	check: [
		'Amount: 120.00',
		'The sum of: one hundred twenty',
		'Date: 03/02/2026',
		'Check number: 1001',
		'Memo: March',
		'Payer: Ann Smith',
		'Payer address: 2 Oak Street, Springfield',
		'Pay to the order of: Papier Nord',
		'Payee address: 1 Quai Sud, Lille',
		'Bank: First Bank',
		'Bank address: 1 Main Street, Springfield',
		'Fractional: 12-34/567',
		'Signed: yes',
		'Endorsed: no',
		'Routing number: 021000021',
		'Account number: 12345678',
		'Serial: 1001',
	],
	businessCard: [
		'Name: Ann Smith',
		'Company: Papier Nord',
		'Title: Head of Sales',
		'Email: ann@example.com',
		'Phone: 555-0100',
		'Mobile: 555-0101',
		'Fax: 555-0102',
		'Web: www.example.com',
		'Address: 1 Quai Sud, Lille',
	],
	contract: [
		'Agreement: Supply of paper',
		'Effective date: 03/01/2026',
		'Expiration date: 02/28/2027',
		'Contract number: C-7',
		'Governing law: France',
		'Contract value: 12,000.00',
		'Payment terms: 30 days net',
	],
	w2: [
		'Employee name: Ann Smith',
		'Employee address: 2 Oak Street, Springfield',
		'SSN: 000-00-0000',
		'Employer name: Papier Nord',
		'Employer address: 1 Quai Sud, Lille',
		'EIN: 00-0000000',
		'Control number: 7',
		'Wages: 50,000.00',
		'Federal income tax: 5,000.00',
		'Social security wages: 50,000.00',
		'Social security tax: 3,100.00',
		'Medicare wages: 50,000.00',
		'Medicare tax: 725.00',
		'State: IL',
		'Statutory employee: no',
	],
	w9: [
		'Name: Ann Smith',
		'Business name: Papier Nord',
		'Address: 2 Oak Street',
		'City: Springfield',
		'EIN: 00-0000000',
		'SSN: 000-00-0000',
		'Individual: yes',
		'Requester: First Bank',
		'Signature: yes',
		'Signature date: 03/02/2026',
	],
	w8BenE: [
		'Name of organization: Papier Nord',
		'Country of incorporation: France',
		'Name of disregarded entity: Papier Sud',
		'Permanent residence address: 1 Quai Sud, Lille',
		'US TIN: 00-0000000',
		'GIIN: 98Q96B.00000.LE.250',
		'Foreign TIN: FR123',
		'Reference number: 7',
	],
};

/** @returns the paper of a kind as a PDF; undefined where there is none */
export async function paperOf(kind: string): Promise<Buffer | undefined> {
	const lines = PAPERS[kind];
	if (!lines) return undefined;
	return await printPdf(
		(page) => {
			for (const [row, line] of lines.entries()) {
				for (const [column, cell] of line.split('\t').entries()) {
					page.text(cell, 72 + column * COLUMN_WIDTH, 72 + row * LINE_HEIGHT);
				}
			}
		},
		{ compress: false },
	);
}
