import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
	JsonObject,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

export const CREDENTIAL = 'veryfiAsyncApi';

/** Every n8n context from which Veryfi is called. */
export type VeryfiContext =
	IExecuteFunctions | IHookFunctions | IWebhookFunctions | ILoadOptionsFunctions;

export interface VeryfiRequest {
	method: IHttpRequestMethods;
	/** Path below `/api/v8/partner`, e.g. `/documents/42`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	/** The input item that the request belongs to, for error messages. */
	itemIndex?: number;
	/** Milliseconds after which the request is given up; n8n's own limit (5 minutes) when absent. */
	timeout?: number;
}

/**
 * Sends one authenticated request to Veryfi and returns the parsed answer.
 *
 * @throws NodeApiError with Veryfi's own words, the status and the item
 */
export async function veryfiRequest<T = IDataObject>(
	context: VeryfiContext,
	request: VeryfiRequest,
): Promise<T> {
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(CREDENTIAL);
	const options: IHttpRequestOptions = {
		method: request.method,
		url: `${baseUrl.replace(/\/+$/, '')}/api/v8/partner${request.path}`,
		qs: request.query,
		body: request.body,
		json: true,
		timeout: request.timeout,
		// A redirect could carry the credentials to another host.
		disableFollowRedirect: true,
	};
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CREDENTIAL,
			options,
		)) as T;
	} catch (error) {
		throw new NodeApiError(context.getNode(), error as JsonObject, {
			itemIndex: request.itemIndex,
		});
	}
}
