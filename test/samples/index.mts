/** Sample documents, made by ourselves: the same bytes on every run, with what a reader must find in them. */
import JSZip from 'jszip';
import { readFile } from 'node:fs/promises';
import {
	cafeReceipt,
	hardwareInvoice,
	paperInvoice,
	taxiReceipt,
	type SampleDocument,
} from './documents.mts';
import { firstPagePdf, invoicePdf, lastPagePdf } from './pdf.mts';
import { photoPath } from './photo.mts';

export interface Sample {
	fileName: string;
	mimeType: string;
	bytes: Buffer;
	printed: SampleDocument;
}

/** A PDF invoice, a PDF receipt, a photo of a receipt, and an invoice as a ZIP of two pages. */
export async function createSamples(): Promise<Sample[]> {
	return [
		{
			fileName: 'invoice-papier-nord.pdf',
			mimeType: 'application/pdf',
			bytes: await invoicePdf(paperInvoice),
			printed: paperInvoice,
		},
		{
			fileName: 'receipt-corner-cafe.pdf',
			mimeType: 'application/pdf',
			bytes: await invoicePdf(cafeReceipt),
			printed: cafeReceipt,
		},
		{
			fileName: 'receipt-city-cabs.jpg',
			mimeType: 'image/jpeg',
			bytes: await readFile(photoPath),
			printed: taxiReceipt,
		},
		{
			fileName: 'invoice-hansen-hardware.zip',
			mimeType: 'application/zip',
			bytes: await twoPageZip(hardwareInvoice),
			printed: hardwareInvoice,
		},
	];
}

async function twoPageZip(document: SampleDocument): Promise<Buffer> {
	const zip = new JSZip();
	const middle = document.lines.length / 2;
	const options = { date: new Date(Date.UTC(2026, 0, 1)), createFolders: false };
	zip.file('page-1.pdf', await firstPagePdf(document, document.lines.slice(0, middle)), options);
	zip.file('page-2.pdf', await lastPagePdf(document, document.lines.slice(middle)), options);
	return await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', platform: 'UNIX' });
}
