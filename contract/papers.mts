/** What is submitted: small papers of our own making, with nothing on them that is anybody's. */
import { randomBytes } from 'node:crypto';
import { cafeReceipt, paperInvoice } from '../test/samples/documents.mts';
import { invoicePdf } from '../test/samples/pdf.mts';
import { encodePng } from '../test/samples/png.mts';
import { printPdf } from '../test/samples/printPdf.mts';

const COLUMN = 130;

/** One page of lines, each with its cells in columns. */
const page = (pdf: PDFKit.PDFDocument, lines: string[][]) => {
	for (const [number, cells] of lines.entries())
		for (const [column, cell] of cells.entries())
			pdf.fontSize(11).text(cell, 50 + column * COLUMN, 60 + number * 22, { lineBreak: false });
};

const paper = (...pages: string[][][]): Promise<Buffer> =>
	printPdf(
		(pdf) =>
			pages.forEach((lines, number) => {
				if (number > 0) pdf.addPage();
				page(pdf, lines);
			}),
		{ size: 'A4', margin: 50 },
	);

export const receipt = (): Promise<Buffer> => invoicePdf(cafeReceipt);
export const invoice = (): Promise<Buffer> => invoicePdf(paperInvoice);

export const twoInvoices = (): Promise<Buffer> => {
	const lines = (number: string, day: string): string[][] => [
		['Papier Nord'],
		['INVOICE'],
		[`Invoice No: ${number}`],
		[`Date: ${day}`],
		['Description', 'Qty', 'Unit Price', 'Amount'],
		['A4 paper', '2', '21.90', '43.80'],
		['', '', 'Total', '43.80 EUR'],
	];
	return paper(lines('A-2001', '2026-10-01'), lines('A-2002', '2026-10-02'));
};

export const bankStatement = (): Promise<Buffer> =>
	paper([
		['Bank Name: Bank of the North'],
		['Account Holder: Atelier Est'],
		['Account Number: 000111222'],
		['Beginning Balance: 100.00'],
		['Ending Balance: 150.00'],
		['Currency: USD'],
		['Date', 'Description', 'Amount', 'Balance'],
		['2026-10-02', 'Transfer received', '80.00', '180.00'],
		['2026-10-09', 'Office rent', '-30.00', '150.00'],
	]);

export const check = (): Promise<Buffer> =>
	paper([
		['Bank Name: Bank of the North'],
		['Check Number: 1042'],
		['Date: 2026-10-09'],
		['Pay to the order of: Papier Nord'],
		['Amount: 43.80'],
		['Amount in words: Forty-three and 80/100'],
		['Memo: Paper'],
	]);

export const workOrder = (): Promise<Buffer> =>
	paper([
		['WORK ORDER'],
		['Work order number: W-17'],
		['Customer: Atelier Est'],
		['Date: 2026-10-09'],
		['Task: Replace the lamp in the hall'],
	]);

const SIDE = 64;

/** An image of 64 by 64 pixels, which nobody could read. */
export const tinyImage = (): Buffer =>
	// Noise keeps it above 250 bytes, the least that Veryfi takes.
	encodePng(
		SIDE,
		Array.from({ length: SIDE }, () => randomBytes(SIDE)),
	);

/** Megabytes of nothing that begin like a PDF. */
export const hugeFile = (megabytes: number): Buffer =>
	Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(megabytes * 1024 * 1024)]);

/** A JSON body with a file in it. */
export const withFile = (
	bytes: Buffer,
	fileName: string,
): { file_data: string; file_name: string } => ({
	file_data: bytes.toString('base64'),
	file_name: fileName,
});
