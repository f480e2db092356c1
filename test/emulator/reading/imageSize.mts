/** What the header of an image tells: its size, and whether the file is all there. */
export interface ImageHeader {
	/** Pixels; undefined for formats whose size is not looked at (heic, avif, webp). */
	size?: { width: number; height: number };
	/** False for a file that breaks off. */
	isWhole: boolean;
}

/** Formats by their first bytes, in latin-1 text, and how each is read. */
const FORMATS: Array<[start: RegExp, smallest: number, read: (bytes: Buffer) => ImageHeader]> = [
	[/^\x89PNG/, 33, png],
	[/^GIF8/, 14, gif],
	[/^BM/, 26, bmp],
	[/^\xff\xd8\xff/, 4, jpeg],
	[/^RIFF[^]{4}WEBP/, 12, webp],
	[/^[^]{4}ftyp/, 16, isoMedia],
];

/** @returns undefined for what is no image of a known format */
export function imageHeader(bytes: Buffer): ImageHeader | undefined {
	const start = bytes.toString('latin1', 0, 12);
	const [, smallest, read] = FORMATS.find(([pattern]) => pattern.test(start)) ?? [];
	if (read === undefined || smallest === undefined) return undefined;
	return bytes.length < smallest ? { isWhole: false } : read(bytes);
}

function png(bytes: Buffer): ImageHeader {
	const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
	return { size, isWhole: bytes.includes('IEND') };
}

function gif(bytes: Buffer): ImageHeader {
	const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
	return { size, isWhole: bytes.at(-1) === 0x3b };
}

function bmp(bytes: Buffer): ImageHeader {
	const size = { width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) };
	return { size, isWhole: bytes.readUInt32LE(2) <= bytes.length };
}

/** The picture lies between its first scan and an end marker behind that; a thumbnail before it has its own. */
function jpeg(bytes: Buffer): ImageHeader {
	let at = 2;
	let size: ImageHeader['size'];
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1];
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		if (marker === 0xda) {
			return {
				size,
				isWhole: size !== undefined && bytes.lastIndexOf('\xff\xd9', undefined, 'latin1') > at,
			};
		}
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return { size, isWhole: false };
}

function webp(bytes: Buffer): ImageHeader {
	return { isWhole: bytes.readUInt32LE(4) + 8 <= bytes.length };
}

/** HEIC and AVIF are boxes, each of which begins with its length; 0 is the rest of the file, 1 a length of 64 bits. */
function isoMedia(bytes: Buffer): ImageHeader {
	let at = 0;
	while (at + 8 <= bytes.length) {
		const length = bytes.readUInt32BE(at);
		if (length === 0) return { isWhole: true };
		if (length === 1 && at + 16 > bytes.length) return { isWhole: false };
		const size = length === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : length;
		if (size < 8) return { isWhole: false };
		at += size;
	}
	return { isWhole: at === bytes.length };
}
