import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { clientSecretsOf, readCredential } from '../api/connection';
import { sign } from '../signature/verify';
import { PROBE_ANSWER } from './probe';

/** A delivery as Veryfi would send it. */
export interface SentDelivery {
	event: string;
	data: IDataObject;
}

type Context = IHookFunctions | IExecuteFunctions;

/** Milliseconds for a request to a trigger, of this n8n or of another. */
const TIMEOUT = 10_000;

/** Nothing secret goes along, so a certificate that this n8n does not trust (a test server) does not matter. */
const call = async (
	context: Context,
	url: string,
	request: Pick<
		Parameters<Context['helpers']['httpRequest']>[0],
		'body' | 'headers' | 'json' | 'method' | 'timeout'
	>,
) =>
	(await context.helpers.httpRequest({
		timeout: TIMEOUT,
		...request,
		url,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: true,
	})) as IN8nHttpFullResponse;

/**
 * Whether a Veryfi Trigger answers at the URL, as nothing else does.
 *
 * @param timeout milliseconds
 * @throws what n8n's HTTP helper throws when nobody can be reached there
 */
export async function isTriggerAt(
	context: Context,
	url: string,
	timeout = TIMEOUT,
): Promise<boolean> {
	const { body } = await call(context, url, { method: 'GET', json: true, timeout });
	return ((body ?? {}) as IDataObject).message === PROBE_ANSWER;
}

/**
 * Sends a delivery to a Veryfi Trigger, signed as Veryfi signs, so that it passes every check for real.
 *
 * @param secret the client secret of the account
 * @param timeout milliseconds
 * @throws as above
 */
export async function deliverTo(
	context: Context,
	url: string,
	{ event, data }: SentDelivery,
	secret: string,
	timeout = TIMEOUT,
): Promise<IN8nHttpFullResponse> {
	const signed = JSON.stringify(data);
	return await call(context, url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-veryfi-signature': sign(signed, secret) },
		body: `{"event":${JSON.stringify(event)},"data":${signed}}`,
		timeout,
	});
}

/**
 * Sends a message to another Veryfi Trigger of the account. Whoever else receives at the URL is sent nothing.
 *
 * @param timeout milliseconds for each of two requests
 * @returns the answer; undefined where there is no trigger, or no client secret to sign with
 * @throws as above
 */
export async function sendMessage(
	context: Context,
	url: string,
	{ event, data }: SentDelivery,
	itemIndex: number,
	timeout = TIMEOUT,
): Promise<IN8nHttpFullResponse | undefined> {
	const [secret] = clientSecretsOf(await readCredential(context, itemIndex));
	if (secret === undefined || !(await isTriggerAt(context, url, timeout))) return undefined;
	const dated = { ...data, created: new Date().toISOString() };
	return await deliverTo(context, url, { event, data: dated }, secret, timeout);
}
