import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { BASE_URL_ADVICE, checkBaseUrl } from './baseUrl';

export const CREDENTIAL = 'veryfiAsyncApi';

/** Every n8n context from which Veryfi is called. */
export type VeryfiContext =
	IExecuteFunctions | IHookFunctions | IWebhookFunctions | ILoadOptionsFunctions;

export interface Connection {
	/** Without a slash at the end. */
	baseUrl: string;
	/** Removes the credential's secrets from a text. */
	redact: (text: string) => string;
}

const connections = new WeakMap<object, Promise<Connection>>();

const SECRETS = ['clientSecret', 'apiKey', 'bearerApiKey', 'clientId'];

async function connect(context: VeryfiContext): Promise<Connection> {
	const credentials = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
	const checked = checkBaseUrl(credentials.baseUrl);
	if ('problem' in checked) {
		throw new NodeOperationError(context.getNode(), checked.problem, {
			description: BASE_URL_ADVICE,
		});
	}
	const secrets = SECRETS.map((name) => String(credentials[name] ?? '')).filter(
		(secret) => secret.length > 3,
	);
	const redact = (text: string) =>
		secrets.reduce((clean, secret) => clean.split(secret).join('***'), text);
	return { baseUrl: checked.url, redact };
}

/** The connection of a run; credentials are decrypted for it once, not for every request. */
export async function connectionOf(context: VeryfiContext): Promise<Connection> {
	const connection = connections.get(context) ?? connect(context);
	connections.set(context, connection);
	return await connection;
}
