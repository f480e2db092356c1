/** Width and height in pixels; undefined for formats whose header is not looked at (heic, avif, webp). */
export function imageSize(bytes: Buffer): { width: number; height: number } | undefined {
	if (bytes.readUInt32BE(0) === 0x89504e47) {
		return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
	}
	if (bytes.toString('latin1', 0, 4) === 'GIF8') {
		return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
	}
	if (bytes.toString('latin1', 0, 2) === 'BM') {
		return { width: bytes.readInt32LE(18), height: Math.abs(bytes.readInt32LE(22)) };
	}
	return bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined;
}

function jpegSize(bytes: Buffer) {
	let at = 2;
	while (at + 9 < bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1];
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		at += 2 + bytes.readUInt16BE(at + 2);
	}
	return undefined;
}
