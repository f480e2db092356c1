/** The stream class, which may not be imported: taken from a stream that n8n gives. */
interface StreamClass {
	from(chunks: AsyncIterable<Uint8Array>, options?: { highWaterMark: number }): object;
}

/** A file being read, chunk by chunk. */
export interface ReadableFile extends AsyncIterable<Uint8Array> {
	destroy(): void;
	constructor: StreamClass;
}
