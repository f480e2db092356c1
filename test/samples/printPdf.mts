import PDFDocument from 'pdfkit';

/**
 * Prints a PDF with a text layer.
 *
 * @param draw puts onto the pages what is to be read there
 */
export function printPdf(
	draw: (pdf: PDFKit.PDFDocument) => void,
	options: PDFKit.PDFDocumentOptions = {},
): Promise<Buffer> {
	const pdf = new PDFDocument(options);
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
		pdf.on('end', () => resolve(Buffer.concat(chunks)));
		pdf.on('error', reject);
		draw(pdf);
		pdf.end();
	});
}
