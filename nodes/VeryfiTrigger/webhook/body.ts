import type { IWebhookFunctions } from 'n8n-workflow';

/** The parts of n8n's request that its types leave out. */
interface N8nRequest {
	rawBody?: Buffer;
	/** Reads the body into `rawBody`, inflated and limited as n8n's settings say. */
	readRawBody?: () => Promise<void>;
}

/**
 * The bytes of the request. n8n has read them already for content types that it can parse; for
 * others the node must ask.
 *
 * @returns undefined when there are none to be had: a multipart form, or a body that broke off
 * @throws what n8n throws for a body over its limit, with the status 413
 */
export async function readRawBody(context: IWebhookFunctions): Promise<Buffer | undefined> {
	const request = context.getRequestObject() as unknown as N8nRequest;
	if (request.rawBody === undefined) await request.readRawBody?.();
	return request.rawBody;
}
