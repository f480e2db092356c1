import { createHmac, timingSafeEqual } from 'crypto';

import type { Json } from './json';
import { parseJson } from './json';
import { pythonTexts } from './pythonText';

/**
 * - `valid`: made by somebody who knows one of the secrets, over exactly this data
 * - `mismatch`: a well-formed signature of something else, or with another secret
 * - `unreadable`: not one base64 text of 32 bytes, so nothing that Veryfi sends
 * - `absent`: no signature
 */
export type Verdict = 'valid' | 'mismatch' | 'unreadable' | 'absent';

/** 32 bytes in canonical base64: the last character's two spare bits are zero. */
const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Verifies the `x-veryfi-signature` of a delivery: base64 of the HMAC-SHA256, keyed with the client
 * secret, of Python's text of the data (Veryfi's FAQ, "Asynchronous Processing", step 2).
 *
 * @param data the parsed `data` member (or the whole body in the form without `event`)
 * @param signature the header as Node's HTTP server gives it
 * @param secrets client secrets to try; empty ones are passed over, so without a secret nothing is valid
 */
export function verify(
	data: Json,
	signature: string | string[] | undefined,
	secrets: readonly string[],
): Verdict {
	if (signature === undefined || signature.length === 0) return 'absent';
	if (typeof signature !== 'string' || !BASE64_OF_32_BYTES.test(signature)) return 'unreadable';

	// Base64 is compared as text, like Veryfi's own sample does: two spellings are two signatures.
	const given = Buffer.from(signature, 'latin1');
	const keys = secrets.filter((secret) => secret !== '');
	for (const text of pythonTexts(data)) {
		for (const key of keys) {
			if (timingSafeEqual(given, Buffer.from(hmac(text, key), 'latin1'))) return 'valid';
		}
	}
	return 'mismatch';
}

/**
 * Signs a delivery as Veryfi does, for those who test a receiver of deliveries.
 *
 * @param data JSON of the `data` member, as it will stand in the body
 * @param secret the client secret of the account
 * @returns the value of `x-veryfi-signature`; undefined when `data` is not JSON
 */
export function sign(data: string, secret: string): string | undefined {
	const value = parseJson(data);
	if (value === undefined) return undefined;
	const [text] = pythonTexts(value);
	return hmac(text, secret);
}

const hmac = (text: Buffer, secret: string): string =>
	createHmac('sha256', secret).update(text).digest('base64');
