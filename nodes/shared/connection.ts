import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { BASE_URL_ADVICE, checkBaseUrl } from './baseUrl';
import { redactor } from './redaction';

/** Name of the credential type (credentials/). */
export const CREDENTIAL = 'veryfiAsyncApi';

/** Every n8n context from which Veryfi is called. */
export type VeryfiContext =
	IExecuteFunctions | IHookFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** What a run needs to send requests. */
export interface Connection {
	/** Without a slash at the end. */
	baseUrl: string;
	/** For n8n's HTTP helper, which would otherwise read and decrypt it again for every request. */
	credential: ICredentialsDecrypted;
	/** Removes the credential's secrets from a text. */
	redact: (text: string) => string;
}

/** The client secrets of a credential, without the blanks that were copied with them. */
export const clientSecretsOf = ({
	clientSecret,
	previousClientSecret,
}: {
	clientSecret?: unknown;
	previousClientSecret?: unknown;
}): string[] =>
	[clientSecret, previousClientSecret]
		.map((secret) => String(secret ?? '').trim())
		.filter((secret) => secret !== '');

const connections = new WeakMap<object, Promise<Connection>>();

/** The client ID is needed for every request, too. */
const isSecret = (name: string) => /secret|key$/i.test(name) || name === 'clientId';

/** Characters: a shorter value would take ordinary words out of a text. */
const SHORTEST_SECRET = 4;

/** What no text may show of a credential, as it is sent: without the blanks that were copied with it. */
export function secretsOf(data: ICredentialDataDecryptedObject): string[] {
	const read = (name: string) => String(data[name] ?? '').trim();
	const values = Object.keys(data).filter(isSecret).map(read);
	// User name and key are sent as one.
	const pair = read('apiKey') && `${read('username')}:${read('apiKey')}`;
	return [pair, ...values]
		.filter(({ length }) => length >= SHORTEST_SECRET)
		.sort((a, b) => b.length - a.length);
}

async function connect(context: VeryfiContext): Promise<Connection> {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
	const checked = checkBaseUrl(data.baseUrl);
	if ('problem' in checked) {
		throw new NodeOperationError(context.getNode(), checked.problem, {
			description: BASE_URL_ADVICE,
		});
	}
	// n8n knows it by its type; id and name are for credentials that it has to look up.
	const credential = { id: '', name: CREDENTIAL, type: CREDENTIAL, data };
	return { baseUrl: checked.url, credential, redact: redactor(secretsOf(data)) };
}

/** The connection of a run; credentials are decrypted for it once, not for every request. */
export async function connectionOf(context: VeryfiContext): Promise<Connection> {
	const connection = connections.get(context) ?? connect(context);
	connections.set(context, connection);
	return await connection;
}
