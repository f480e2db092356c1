import type { SampleDocument, SampleLine } from './documents.mts';
import { printPdf } from './printPdf.mts';

const COLUMNS = { description: 50, quantity: 320, price: 390, total: 480 };

/** Prints an invoice or receipt as a PDF with a text layer, one page. */
export const invoicePdf = (document: SampleDocument): Promise<Buffer> =>
	page((pdf) => {
		heading(pdf, document);
		table(pdf, document.lines);
		sums(pdf, document);
	});

/** The first page of an invoice whose sums follow on the next. */
export const firstPagePdf = (document: SampleDocument, lines: SampleLine[]): Promise<Buffer> =>
	page((pdf) => {
		heading(pdf, document);
		table(pdf, lines);
	});

/** The second page: the remaining lines and the sums. */
export const lastPagePdf = (document: SampleDocument, lines: SampleLine[]): Promise<Buffer> =>
	page((pdf) => {
		table(pdf, lines);
		sums(pdf, document);
	});

/** The same bytes every time: the date is part of a PDF, and of the id that is derived from it. */
const page = (draw: (pdf: PDFKit.PDFDocument) => void): Promise<Buffer> =>
	printPdf(draw, { size: 'A4', margin: 50, info: { CreationDate: new Date(0) } });

function heading(pdf: PDFKit.PDFDocument, document: SampleDocument) {
	pdf.fontSize(20).text(document.vendor, 50, 50);
	pdf.fontSize(10);
	for (const row of document.address) pdf.text(row);
	pdf.moveDown(2);

	pdf.fontSize(14).text(document.invoiceNumber ? 'INVOICE' : 'RECEIPT');
	pdf.fontSize(10).moveDown();
	if (document.invoiceNumber) pdf.text(`Invoice No: ${document.invoiceNumber}`);
	pdf.text(`Date: ${document.date}`);
	if (document.dueDate) pdf.text(`Due Date: ${document.dueDate}`);
	pdf.moveDown();
	if (document.billTo) {
		pdf.text('Bill To:');
		for (const row of document.billTo) pdf.text(row);
		pdf.moveDown();
	}
}

function table(pdf: PDFKit.PDFDocument, lines: SampleLine[]) {
	pdf.moveDown();
	row(pdf, ['Description', 'Qty', 'Unit Price', 'Amount']);
	pdf.moveTo(50, pdf.y).lineTo(545, pdf.y).stroke();
	pdf.moveDown(0.5);
	for (const { description, quantity, price, total } of lines) {
		row(pdf, [description, String(quantity), price.toFixed(2), total.toFixed(2)]);
	}
}

function row(pdf: PDFKit.PDFDocument, cells: string[]) {
	const y = pdf.y;
	Object.values(COLUMNS).forEach((x, index) => pdf.text(cells[index], x, y, { lineBreak: false }));
	pdf.x = COLUMNS.description;
	pdf.y = y + 18;
}

function sums(pdf: PDFKit.PDFDocument, document: SampleDocument) {
	const { currency, subtotal, taxName, taxRate, tax, total, payment } = document;
	pdf.moveDown();
	for (const [label, value] of [
		['Subtotal', subtotal.toFixed(2)],
		[`${taxName} ${taxRate}%`, tax.toFixed(2)],
		['Total', `${total.toFixed(2)} ${currency}`],
	]) {
		row(pdf, ['', '', label, value]);
	}
	pdf.moveDown(2);
	pdf.text(
		document.dueDate ? `Payment terms: ${payment}` : `Paid by ${payment}`,
		COLUMNS.description,
	);
}
