import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** One request that the API received, as tests look at it. */
export interface LoggedRequest {
	method: string;
	/** Path without the query. */
	path: string;
	query: Record<string, unknown>;
	/** Headers, with credentials replaced by `[redacted]`. */
	headers: Record<string, unknown>;
	/** The parsed body; a file is shown as its name, size and SHA-256, base64 text by its length. */
	body: unknown;
	/** 0 while unanswered, and when the connection was dropped. */
	status: number;
	/** Milliseconds since 1970. */
	at: number;
}

const SECRET_HEADERS = new Set(['authorization', 'client-id', 'x-veryfi-request-signature']);
const SECRET_FIELDS = new Set(['secret']);
const LONGEST_TEXT = 2048;

export function redactHeaders(headers: IncomingHttpHeaders): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [
			name,
			SECRET_HEADERS.has(name) ? '[redacted]' : value,
		]),
	);
}

export interface LoggedFile {
	fileName: string;
	size: number;
	sha256: string;
}

export const logFile = (fileName: string, bytes: Buffer): LoggedFile => ({
	fileName,
	size: bytes.length,
	sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** The body without what a log should not hold: secrets, and file contents of any length. */
export function redactBody(body: unknown): unknown {
	if (body === null || typeof body !== 'object' || Array.isArray(body)) return body;
	return Object.fromEntries(
		Object.entries(body).map(([name, value]: [string, unknown]) => {
			if (SECRET_FIELDS.has(name)) return [name, '[redacted]'];
			if (typeof value === 'string' && value.length > LONGEST_TEXT) {
				return [name, `[${value.length} characters]`];
			}
			return [name, value];
		}),
	);
}
