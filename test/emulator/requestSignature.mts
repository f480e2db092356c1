import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fail } from './apiError.mts';
import type { Credentials } from './auth.mts';
import type { Switches } from './switches.mts';

const VALID_FOR = 30 * 60 * 1000;

/**
 * `x-veryfi-request-signature`, where the account asks for it: HMAC-SHA256 with the client secret
 * over `timestamp:<ms>,name:value,...` of the body. The SDKs write values differently; the Python
 * and the Node notation are both taken.
 *
 * @throws ApiError 401 when it is wrong or too old, or missing though required
 */
export function checkRequestSignature(
	headers: IncomingHttpHeaders,
	sent: Array<[string, unknown]>,
	{ clientSecret }: Credentials,
	{ requestSignature }: Switches,
	now = Date.now(),
): void {
	if (requestSignature === 'ignore') return;
	const signature = headers['x-veryfi-request-signature'];
	const timestamp = headers['x-veryfi-request-timestamp'];
	if (signature === undefined && requestSignature === 'check') return;
	const isFresh = Math.abs(now - Number(timestamp)) <= VALID_FOR;
	const sign = (text: string, key: string) =>
		createHmac('sha256', key).update(text).digest('base64');
	const textOf = (write: (value: unknown) => string) =>
		[
			`timestamp:${String(timestamp)}`,
			...sent.map(([name, value]) => `${name}:${write(value)}`),
		].join(',');
	const accepted = [
		sign(textOf(python), clientSecret),
		sign(encodeURI(textOf(String)), encodeURI(clientSecret)),
	];
	if (!isFresh || typeof signature !== 'string' || !accepted.includes(signature)) {
		throw fail(401, 'The request signature is missing or not valid.');
	}
}

/** `str(value)` of a value that came out of JSON. */
function python(value: unknown): string {
	return typeof value === 'string' ? value : repr(value);
}

function repr(value: unknown): string {
	if (value === null || value === undefined) return 'None';
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
	if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
	if (typeof value === 'number') return String(value);
	return `{${Object.entries(value)
		.map(([key, member]) => `${repr(key)}: ${repr(member)}`)
		.join(', ')}}`;
}
