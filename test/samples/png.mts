import { crc32, deflateSync } from 'node:zlib';

/**
 * Writes rows of pixels, one byte each, as a PNG.
 *
 * @param palette the colours that the bytes stand for, three bytes each; without it the bytes are shades of grey
 */
export function encodePng(width: number, rows: Buffer[], palette?: Buffer): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(rows.length, 4);
	header[8] = 8; // bits per pixel
	header[9] = palette ? 3 : 0; // colours of a palette, or grey; the other settings are zeros
	const unfiltered = Buffer.alloc(1);
	const pixels = Buffer.concat(rows.flatMap((row) => [unfiltered, row]));
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		...(palette ? [chunk('PLTE', palette)] : []),
		chunk('IDAT', deflateSync(pixels, { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

function chunk(type: string, data: Buffer): Buffer {
	const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(content), 4);
	return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)]);
}
