import * as pdfjsModule from 'pdfjs-dist/legacy/build/pdf.js';
import { fail, TEXT } from '../apiError.mts';
import type { Page } from './page.mts';
import { toLines } from './pieces.mts';

// A CommonJS library: jest gives the module itself, Node's ESM loader puts it under `default`.
const pdfjs = ((pdfjsModule as { default?: unknown }).default ?? pdfjsModule) as typeof pdfjsModule;

/**
 * Reads the text layer of a PDF. A page without one (a scan) has no lines.
 *
 * @throws ApiError 400 when the file is no PDF, or is encrypted
 */
export async function readPdf(bytes: Buffer): Promise<Page[]> {
	const task = pdfjs.getDocument({
		data: new Uint8Array(bytes),
		// The emulator reads files of any origin: no code from a font is ever run.
		isEvalSupported: false,
		useSystemFonts: true,
		verbosity: 0,
	});
	try {
		const pdf = await task.promise;
		const pages: Page[] = [];
		for (let number = 1; number <= pdf.numPages; number++) {
			const page = await pdf.getPage(number);
			const { width, height } = page.getViewport({ scale: 1 });
			const { items } = await page.getTextContent();
			const pieces = items.flatMap((item) => {
				if (!('str' in item) || item.str.trim() === '') return [];
				const [, , , , left, y] = item.transform as number[];
				const size = Math.abs((item.transform as number[])[3]) || item.height || 10;
				return [{ text: item.str, left, right: left + item.width, baseline: height - y, size }];
			});
			pages.push({ width, height, lines: toLines(pieces, width, height) });
		}
		return pages;
	} catch (error) {
		const isEncrypted = (error as Error).name === 'PasswordException';
		throw fail(400, isEncrypted ? TEXT.encrypted : TEXT.corrupted);
	} finally {
		await task.destroy();
	}
}
