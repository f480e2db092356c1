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

const PREFIX = /^((?:data:)?[^,;]{0,100})[^,]{0,200};base64,/i;

/** The bytes that a text in base64 stands for. */
export const sizeOfBase64 = (content: string): number =>
	Math.floor((content.replace(/={1,2}$/, '').length * 3) / 4);

/**
 * Base64 as everybody reads it (RFC 4648, section 4), from the variant for URLs and without padding, too.
 *
 * @param text with or without the beginning of a data URL, and with line breaks
 * @returns the beginning, without parameters of the content type, and the base64; undefined where it is none
 */
export function standardBase64(text: string): { prefix: string; content: string } | undefined {
	const data = text.replace(/\s+/g, '');
	const [whole = '', type] = PREFIX.exec(data) ?? [];
	const content = data
		.slice(whole.length)
		.replace(/(?:=|%3D){1,2}$/i, '')
		.replace(/-/g, '+')
		.replace(/_/g, '/');
	// Four characters make three bytes: one that is left over makes none.
	if (/[^\w+/]|_/.test(content) || content.length % 4 === 1) return undefined;
	const prefix = type === undefined ? '' : `${type};base64,`;
	return { prefix, content: content.padEnd(Math.ceil(content.length / 4) * 4, '=') };
}
