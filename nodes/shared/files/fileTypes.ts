/** File extensions that Veryfi reads (Veryfi help centre, "Supported file types and sizes"), with the content types they go by. */
export const FILE_TYPES: Record<string, string[]> = {
	avif: ['image/avif'],
	bmp: ['image/bmp', 'image/x-bmp', 'image/x-ms-bmp'],
	csv: ['text/csv', 'application/csv'],
	doc: ['application/msword'],
	docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	eml: ['message/rfc822'],
	gif: ['image/gif'],
	heic: ['image/heic', 'image/heic-sequence'],
	heif: ['image/heif', 'image/heif-sequence'],
	htm: ['text/html'],
	html: ['text/html'],
	jpeg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
	jpg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
	odt: ['application/vnd.oasis.opendocument.text'],
	ofd: ['application/ofd'],
	pdf: ['application/pdf', 'application/x-pdf', 'application/acrobat', 'text/pdf'],
	png: ['image/png', 'image/x-png'],
	rtf: ['application/rtf', 'text/rtf'],
	txt: ['text/plain'],
	webp: ['image/webp'],
	xls: ['application/vnd.ms-excel'],
	xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
	zip: ['application/zip', 'application/x-zip', 'application/x-zip-compressed'],
};

/** Every extension that Veryfi reads for one product or another. */
export const ALL_FILE_TYPES = Object.keys(FILE_TYPES);

/** The extension of a name, in small letters; empty when it has none. */
export const extensionOf = (fileName: string): string =>
	/\.([a-z0-9]+)$/i.exec(fileName.trim())?.[1].toLowerCase() ?? '';

/** A content type without its parameters, in small letters (RFC 9110, section 8.3.1: neither tells types apart). */
export const essenceOf = (mimeType: string): string => mimeType.split(';')[0].trim().toLowerCase();

/** Content types that say no more than that there is a file; text is what n8n calls what it does not know. */
const VAGUE = /^$|^\*|octet-stream|unknown|download|binary|^text\/plain$/;

export const isVague = (mimeType: string): boolean => VAGUE.test(essenceOf(mimeType));

/** The extension that goes by a content type. */
export const typeByMime = (mimeType: string): string | undefined => {
	const essence = essenceOf(mimeType);
	return ALL_FILE_TYPES.find((type) => FILE_TYPES[type].includes(essence));
};

/** Bytes of a file by which its type is told. */
export const HEAD_SIZE = 16 * 1024;

/** What files begin with, in latin-1; types that Veryfi does not read are among them, to be named. */
const SIGNATURES: Array<[RegExp, string]> = [
	[/^[^]{0,1019}%PDF-/, 'pdf'],
	[/^\x89PNG\r\n\cZ\n/, 'png'],
	[/^\xff\xd8\xff/, 'jpg'],
	[/^GIF8[79]a/, 'gif'],
	[/^RIFF[^]{4}WEBP/, 'webp'],
	[/^BM[^]{4}\0\0\0\0/, 'bmp'],
	[/^[^]{4}ftyphe[iv][cmsx]/, 'heic'],
	[/^[^]{4}ftypavi[fs]/, 'avif'],
	[/^[^]{4}ftypm[is]f1/, 'heif'],
	// Office files are ZIPs, which tell by the names of what is in them.
	[/^PK\cC\cD[^]{26}mimetypeapplication\/vnd\.oasis\.opendocument\.text/, 'odt'],
	[/^PK\cC\cD[^]*word\//, 'docx'],
	[/^PK\cC\cD[^]*xl\//, 'xlsx'],
	[/^PK\cC\cD[^]*OFD\.xml/, 'ofd'],
	[/^PK\cC\cD/, 'zip'],
	[/^\{\\rtf/, 'rtf'],
	[/^(?:\xef\xbb\xbf)?\s{0,100}<(?:!doctype html|html)/i, 'html'],
	[/^(?:II\*\0|MM\0\*)/, 'tiff'],
];

/**
 * The type of a file by its first bytes.
 *
 * @param head up to `HEAD_SIZE` of them
 * @returns an extension; undefined where they say nothing
 */
export function typeByContent(head: Buffer): string | undefined {
	const text = head.toString('latin1');
	return SIGNATURES.find(([signature]) => signature.test(text))?.[1];
}
