/** How a file is read. */
export type FileType = 'pdf' | 'zip' | 'image' | 'text' | 'html' | 'csv' | 'eml' | 'office';

/** Extensions that Veryfi lists as accepted (faq.veryfi.com, supported file types). */
const BY_EXTENSION: Record<string, FileType> = {
	pdf: 'pdf',
	zip: 'zip',
	txt: 'text',
	html: 'html',
	htm: 'html',
	csv: 'csv',
	eml: 'eml',
	jpg: 'image',
	jpeg: 'image',
	png: 'image',
	gif: 'image',
	webp: 'image',
	avif: 'image',
	bmp: 'image',
	heic: 'image',
	heif: 'image',
	ofd: 'office',
	rtf: 'office',
	odt: 'office',
	doc: 'office',
	docx: 'office',
	xls: 'office',
	xlsx: 'office',
};

/** First bytes; in latin-1 text, where a dot stands for any byte. */
const BY_SIGNATURE: Array<[string, FileType]> = [
	['%PDF-', 'pdf'],
	['\x89PNG', 'image'],
	['\xff\xd8\xff', 'image'],
	['GIF8', 'image'],
	['BM', 'image'],
	['RIFF....WEBP', 'image'],
	['....ftyphei', 'image'],
	['....ftypmif', 'image'],
	['....ftypavi', 'image'],
	['PK\x03\x04', 'zip'],
	['PK\x05\x06', 'zip'],
	['<!DOCTYPE html', 'html'],
	['<!doctype html', 'html'],
	['<html', 'html'],
];

const TEXTUAL = new Set<FileType>(['text', 'csv', 'html', 'eml']);

const startsWith = (head: string, signature: string) =>
	[...signature].every((byte, at) => byte === '.' || head[at] === byte);

/**
 * What a file is: by its first bytes, since names are optional, then by its extension.
 *
 * @returns undefined for a type that Veryfi does not take
 */
export function fileType(fileName: string, bytes: Buffer): FileType | undefined {
	const extension = /\.(\w+)$/.exec(fileName)?.[1].toLowerCase();
	const byExtension = extension === undefined ? undefined : BY_EXTENSION[extension];
	const isText = !bytes.subarray(0, 4096).includes(0);
	// An office document is a ZIP too, and a text may begin with any letters.
	if (byExtension === 'office' || (byExtension && TEXTUAL.has(byExtension) && isText)) {
		return byExtension;
	}
	const head = bytes.subarray(0, 64).toString('latin1');
	const bySignature = BY_SIGNATURE.find(([signature]) => startsWith(head, signature))?.[1];
	if (bySignature) return bySignature;
	if (byExtension && !TEXTUAL.has(byExtension)) return byExtension;
	return extension === undefined && isText ? 'text' : undefined;
}
