/** Files to submit: pictures of noise, which no compression makes smaller, as photos of receipts. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

import { PNG } from 'pngjs';

const MEGABYTE = 1024 * 1024;

/** A PNG of about the given size, unlike any other. */
export function photo(kilobytes: number): Buffer {
	const side = Math.round(Math.sqrt((kilobytes * 1024) / 3));
	const image = new PNG({ width: side, height: side });
	randomBytes(image.data.length).copy(image.data);
	return PNG.sync.write(image, { colorType: 2, deflateLevel: 0, filterType: 0 });
}

/** Writes a file of exactly so many megabytes, and returns its path. */
export async function bigFile(folder: string, megabytes: number): Promise<string> {
	const path = join(folder, `${megabytes}-mb.pdf`);
	const file = createWriteStream(path);
	for (let count = 0; count < megabytes; count++) {
		if (!file.write(randomBytes(MEGABYTE))) await once(file, 'drain');
	}
	await new Promise((resolve) => file.end(resolve));
	return path;
}
