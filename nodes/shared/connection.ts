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

/** A text without any of the secrets. */
export const withoutSecrets = (text: string, secrets: string[]): string =>
	secrets.reduce((clean, secret) => clean.split(secret).join('***'), text);

/** The client secret of a credential without what was copied with it; empty when there is none. */
export const clientSecretOf = ({ clientSecret }: { clientSecret?: unknown }): string =>
	String(clientSecret ?? '').trim();

const connections = new WeakMap<object, Promise<Connection>>();

const SECRETS = ['clientSecret', 'apiKey', 'bearerApiKey', 'clientId'];

async function connect(context: VeryfiContext): Promise<Connection> {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(CREDENTIAL);
	const checked = checkBaseUrl(data.baseUrl);
	if ('problem' in checked) {
		throw new NodeOperationError(context.getNode(), checked.problem, {
			description: BASE_URL_ADVICE,
		});
	}
	// As they are sent, without the blanks that were copied with them.
	const secrets = SECRETS.map((name) => String(data[name] ?? '').trim()).filter(
		(secret) => secret.length > 3,
	);
	const redact = (text: string) => withoutSecrets(text, secrets);
	// n8n knows it by its type; id and name are for credentials that it has to look up.
	const credential = { id: '', name: CREDENTIAL, type: CREDENTIAL, data };
	return { baseUrl: checked.url, credential, redact };
}

/** The connection of a run; credentials are decrypted for it once, not for every request. */
export async function connectionOf(context: VeryfiContext): Promise<Connection> {
	const connection = connections.get(context) ?? connect(context);
	connections.set(context, connection);
	return await connection;
}
