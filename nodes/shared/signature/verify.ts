import { createHmac, timingSafeEqual } from 'crypto';

import type { Json } from './json';
import { pythonTexts } from './pythonText';

/**
 * - `valid`: made by somebody who knows one of the secrets, over exactly this data
 * - `mismatch`: a well-formed signature of something else, or with another secret
 * - `unreadable`: not one base64 text of 32 bytes, so nothing that Veryfi sends
 * - `absent`: no signature
 */
export type SignatureCheck = 'valid' | 'mismatch' | 'unreadable' | 'absent';

/** 32 bytes in canonical base64: the last character's two spare bits are zero. */
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Checks the `x-veryfi-signature` of a delivery: base64 of the HMAC-SHA256, keyed with the client
 * secret, of Python's text of the data (Veryfi's FAQ, "Asynchronous Processing", step 2).
 *
 * @param data the parsed `data` member (or the whole body in the form without `event`)
 * @param signature the header as Node's HTTP server gives it
 * @param secrets client secrets to try; empty ones are passed over, so without a secret nothing is valid
 */
export function checkSignature(
	data: Json,
	signature: string | string[] | undefined,
	secrets: readonly string[],
): SignatureCheck {
	if (signature === undefined || signature.length === 0) return 'absent';
	if (typeof signature !== 'string' || !BASE64_OF_32_BYTES.test(signature)) return 'unreadable';

	// Base64 is compared as text, like Veryfi's own sample does: two spellings are two signatures.
	const given = Buffer.from(signature, 'latin1');
	for (const text of pythonTexts(data)) {
		const message = Buffer.from(text, 'utf8');
		for (const secret of secrets) {
			if (secret !== '' && timingSafeEqual(given, sign(message, secret))) return 'valid';
		}
	}
	return 'mismatch';
}

function sign(message: Buffer, secret: string): Buffer {
	return Buffer.from(createHmac('sha256', secret).update(message).digest('base64'), 'latin1');
}
