/** Bytes of the base64 text for a number of bytes. */
export const base64Size = (size: number): number => Math.ceil(size / 3) * 4;

/** Encodes a content in base64 while it is being read. */
export async function* base64(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	let rest: Buffer = Buffer.alloc(0);
	for await (const chunk of content) {
		const bytes =
			rest.length > 0
				? Buffer.concat([rest, chunk])
				: Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		// Three bytes make four characters; what is left over goes with the next chunk.
		const whole = bytes.length - (bytes.length % 3);
		rest = bytes.subarray(whole);
		yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1');
	}
	if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
