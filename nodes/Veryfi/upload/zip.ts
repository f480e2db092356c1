import { Zip, ZipPassThrough } from 'fflate';

/** A file that goes into a ZIP. */
export interface ZipEntry {
	name: string;
	/** Bytes. */
	size: number;
	open(): AsyncIterable<Uint8Array>;
}

const LOCAL_HEADER = 30;
const DATA_DESCRIPTOR = 16;
const CENTRAL_HEADER = 46;
const END_RECORD = 22;

/** Bytes that `zip` makes of the entries; what it stores is not compressed, so this is exact. */
export const zipSize = (entries: ZipEntry[]): number =>
	entries.reduce(
		(sum, { name, size }) =>
			sum + LOCAL_HEADER + DATA_DESCRIPTOR + CENTRAL_HEADER + 2 * Buffer.byteLength(name) + size,
		END_RECORD,
	);

/**
 * Writes a ZIP while its files are being read, so that no file is held in memory. They are stored as
 * they are: photos and PDFs are compressed already.
 */
export async function* zip(entries: ZipEntry[]): AsyncGenerator<Uint8Array> {
	let written: Uint8Array[] = [];
	const archive = new Zip((error, chunk) => {
		if (error) throw error;
		written.push(chunk);
	});
	const take = () => {
		const chunks = written;
		written = [];
		return chunks;
	};
	for (const { name, open } of entries) {
		const file = new ZipPassThrough(name);
		archive.add(file);
		for await (const chunk of open()) {
			file.push(chunk);
			yield* take();
		}
		file.push(new Uint8Array(0), true);
		yield* take();
	}
	archive.end();
	yield* take();
}
