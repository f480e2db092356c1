import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isObject } from '../objects';
import { authorize, WHERE } from './authorization';
import { BASE_URL_ADVICE, checkBaseUrl } from './baseUrl';
import { clientSecretsOf, emptyField } from './connection';
import { silenceReport } from './errors';
import { isFromProxy, proxyAdvice } from './proxies';
import { isUnsent, silenceOf } from './silence';

/** Milliseconds; somebody looks at the dialog. */
const TIMEOUT = 15_000;

/** What a status says about the credential, and what to do. */
const REFUSALS: Record<number, string> = {
	401: `Veryfi does not accept the key. Copy 'Client ID', 'Username' and the key from the ${WHERE}.`,
	403: 'Veryfi does not let this key list documents. Check that client ID and key belong to the same account. A scoped Bearer key needs the route GET /documents in its scope to pass this test.',
	404: "There is no Veryfi API at 'Base URL'. Set it to https://api.veryfi.com, or to the environment URL that the Veryfi portal shows.",
	429: 'This account has sent too many requests to Veryfi. Wait a moment and test again.',
};

/** n8n's answer of the older helper, the only one that it offers to such a test. */
interface HelperAnswer {
	statusCode: number;
	headers: Record<string, string>;
	body: unknown;
}

/** @returns what is wrong and what to do; undefined where Veryfi takes the key */
function explainAnswer(
	{ statusCode, headers, body }: HelperAnswer,
	host: string,
): string | undefined {
	const ofProxy =
		isFromProxy({ status: statusCode, headers, body }) && proxyAdvice(statusCode, host);
	if (ofProxy) return `A proxy or firewall, and not Veryfi, answered ${statusCode}. ${ofProxy}`;
	if (statusCode in REFUSALS) return REFUSALS[statusCode];
	if (statusCode >= 500) return `Veryfi answered ${statusCode}. Test again later.`;
	return statusCode === 200 && (isObject(body) || Array.isArray(body))
		? undefined
		: `${host} answered ${statusCode}, but not as Veryfi does. ${BASE_URL_ADVICE}`;
}

/** What can be told of the client secret without a delivery. */
function explainSecret(data: ICredentialDataDecryptedObject): string | undefined {
	const [secret] = clientSecretsOf({ clientSecret: data.clientSecret });
	if (secret === undefined) {
		return `The key is right, but 'Client Secret' is empty: Veryfi Trigger needs it to verify deliveries. Copy it from the ${WHERE}. The Veryfi node works without it.`;
	}
	const same = [
		['Client ID', data.clientId],
		['Username', data.username],
		['API Key', data.apiKey],
		['Bearer Key', data.bearerApiKey],
	].find(([, value]) => String(value ?? '').trim() === secret);
	return same
		? `The key is right, but 'Client Secret' holds the same as '${same[0] as string}'. Copy the client secret from the ${WHERE}.`
		: undefined;
}

async function explain(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
): Promise<string | undefined> {
	const checked = checkBaseUrl(data.baseUrl);
	if ('problem' in checked) return `${checked.problem} ${BASE_URL_ADVICE}`;
	const empty = emptyField(data);
	if (empty) return `'${empty}' is empty. Copy it from the ${WHERE}.`;
	const { host } = new URL(checked.url);
	try {
		const answer = (await context.helpers.request(
			authorize(data, {
				method: 'GET',
				uri: `${checked.url}/api/v8/partner/documents/`,
				qs: { page_size: 1 },
				json: true,
				timeout: TIMEOUT,
				simple: false,
				resolveWithFullResponse: true,
			}),
		)) as HelperAnswer;
		return explainAnswer(answer, host) ?? explainSecret(data);
	} catch (error) {
		const silence = silenceOf(error);
		const { message, description } = silenceReport(silence, host);
		return `${message}. ${isUnsent(silence) ? description : 'Test again later.'}`;
	}
}

/**
 * The test of the credential, made by the nodes: n8n's declarative one shows a bare code such as ENOTFOUND where there
 * is no answer, and cannot look at a field that is not sent.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const message = await explain(this, data);
	return message === undefined
		? { status: 'OK', message: 'Connection successful!' }
		: { status: 'Error', message };
}
