/**
 * Decodes a body as UTF-8, without a byte order mark.
 *
 * @returns undefined when the bytes are not UTF-8. (CPython would also try UTF-16 and UTF-32 and let
 *   encoded surrogates pass; Veryfi sends none of these, so they are refused.)
 */
export function decodeUtf8(body: Buffer): string | undefined {
	const text = body.toString('utf8');
	// Invalid bytes decode to U+FFFD; the round trip tells them from a real U+FFFD.
	if (text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(body)) return undefined;
	return text.startsWith('\ufeff') ? text.slice(1) : text;
}
