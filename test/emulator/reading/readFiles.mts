import JSZip from 'jszip';
import { fail, TEXT } from '../apiError.mts';
import type { UploadedFile } from '../body.mts';
import type { Switches } from '../switches.mts';
import { fileType, type FileType } from './fileType.mts';
import { readEml } from './eml.mts';
import { readImage } from './image.mts';
import type { Line, Page } from './page.mts';
import { readPdf } from './pdf.mts';
import { readCsv, readHtml, readPlainText } from './plainText.mts';

export interface SourceFile {
	fileName: string;
	type: FileType;
	width: number;
	height: number;
	sizeKb: number;
	pages: number;
}

/** What was handed in for one document, read as far as the emulator can read. */
export interface Reading {
	sources: SourceFile[];
	pages: Page[];
	/** Lines of all pages that count, top to bottom. */
	lines: Line[];
	/** False when no file had text that could be read (scans, office files, images unless these are read): values must be made up then. */
	hasText: boolean;
	/** Pages that were read; fewer than there are when `maxPages` cut them off. */
	processedPages: number;
}

type Account = Pick<Switches, 'smallestImage' | 'disabledTypes' | 'readImages'>;

/**
 * Merges files into one document: the files of a ZIP in alphabetical order, several files in the
 * order given.
 *
 * @param maxPages  pages after this one are counted, but not read
 * @param account  what it takes: pixels an image needs on its short side, and types it may not send; and whether
 *   images are read
 * @throws ApiError 400 with the documented text for files that cannot be read
 */
export async function readFiles(
	files: UploadedFile[],
	maxPages: number,
	account: Account = { smallestImage: 0, disabledTypes: '', readImages: false },
): Promise<Reading> {
	const disabled = account.disabledTypes.split(',').filter(Boolean);
	const sources: SourceFile[] = [];
	const pages: Page[] = [];
	for (const file of (await Promise.all(files.map(unzip))).flat()) {
		const type = fileType(file.fileName, file.bytes);
		if (type === undefined || type === 'zip') throw fail(400, TEXT.corrupted);
		if (disabled.some((extension) => file.fileName.toLowerCase().endsWith(`.${extension}`))) {
			throw fail(400, TEXT.typeDisabled);
		}
		const read = await READERS[type](file.bytes, account);
		// A PDF may have no page at all.
		if (read.length === 0) throw fail(400, TEXT.corrupted);
		const { width, height } = read[0];
		const { smallestImage: least } = account;
		if (type === 'image' && Math.min(width, height) < least) {
			// As it was seen; the documentation has it in other words.
			throw fail(400, `File is too small. Minimal size is ${least}x${least}`);
		}
		const sizeKb = Math.ceil(file.bytes.length / 1024);
		sources.push({ fileName: file.fileName, type, width, height, sizeKb, pages: read.length });
		pages.push(...read);
	}
	const counted = pages.slice(0, maxPages);
	const lines = counted.flatMap((page, number) =>
		page.lines.map((line) => ({ ...line, page: number })),
	);
	return { sources, pages, lines, hasText: lines.length > 0, processedPages: counted.length };
}

type Read = (bytes: Buffer, account: Account) => Page[] | Promise<Page[]>;

const READERS: Record<Exclude<FileType, 'zip'>, Read> = {
	pdf: readPdf,
	text: (bytes) => readPlainText(bytes.toString('utf8')),
	csv: (bytes) => readCsv(bytes.toString('utf8')),
	html: (bytes) => readHtml(bytes.toString('utf8')),
	eml: (bytes) => readEml(bytes.toString('utf8')),
	image: (bytes, { readImages }) => readImage(bytes, readImages),
	office: () => [{ lines: [], width: 612, height: 792 }],
};

async function unzip(file: UploadedFile): Promise<UploadedFile[]> {
	if (fileType(file.fileName, file.bytes) !== 'zip') return [file];
	const zip = await JSZip.loadAsync(file.bytes).catch(refuseZip);
	const entries = Object.values(zip.files).filter(
		({ dir, name }) => !dir && !/(^|\/)(\.|__MACOSX)/.test(name),
	);
	if (entries.length === 0) throw fail(400, TEXT.noFiles);
	entries.sort((a, b) => (a.name < b.name ? -1 : 1));
	return await Promise.all(
		entries.map(async (entry) => ({
			fileName: entry.name,
			bytes: await entry.async('nodebuffer').catch(refuseZip),
		})),
	);
}

function refuseZip(error: Error): never {
	throw fail(400, error.message.includes('ncrypted') ? TEXT.encrypted : TEXT.corrupted);
}
