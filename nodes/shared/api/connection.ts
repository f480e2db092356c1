import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { sharedBy } from '../concurrency/sharedBy';
import { BASE_URL_ADVICE, checkBaseUrl } from './baseUrl';
import { redactor } from './redaction';

/** Name of the credential type (credentials/). */
export const CREDENTIAL = 'veryfiAsyncApi';

/** Every n8n context from which Veryfi is called. */
export type VeryfiContext =
	| IExecuteFunctions
	| IHookFunctions
	| IWebhookFunctions
	| ILoadOptionsFunctions;

/** What is needed to send requests for an input item. */
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

/** The client ID is needed for every request, too. */
const isSecret = (name: string) => /secret|key$/i.test(name) || name === 'clientId';

/** Characters: a shorter value would take ordinary words out of a text. */
const SHORTEST_SECRET = 4;

/** What no text may show of a credential, as it is sent: without the blanks that were copied with it. */
function secretsOf(data: ICredentialDataDecryptedObject): string[] {
	const read = (name: string) => String(data[name] ?? '').trim();
	const values = Object.keys(data).filter(isSecret).map(read);
	// User name and key are sent as one.
	const pair = read('apiKey') && `${read('username')}:${read('apiKey')}`;
	return [pair, ...values]
		.filter(({ length }) => length >= SHORTEST_SECRET)
		.sort((a, b) => b.length - a.length);
}

/** Fields without which no request can be authenticated; which key is needed depends on the choice. */
const neededFields = ({
	authentication,
}: ICredentialDataDecryptedObject): Array<[string, string]> => [
	['clientId', 'Client ID'],
	authentication === 'bearer' ? ['bearerApiKey', 'Bearer Key'] : ['apiKey', 'API Key'],
];

/** The label of a field that no request can do without and that is empty, if there is one. */
export const emptyField = (data: ICredentialDataDecryptedObject): string | undefined =>
	neededFields(data).find(([name]) => String(data[name] ?? '').trim() === '')?.[1];

/** @throws NodeOperationError when something is missing that the user, or an expression, was to give */
function checkFields(context: VeryfiContext, data: ICredentialDataDecryptedObject): void {
	const empty = emptyField(data);
	if (!empty) return;
	throw new NodeOperationError(context.getNode(), `'${empty}' of the credential is empty`, {
		description:
			'Fill it in. If it is an expression, check what it reads. Items exist only while a node works on them, not for a trigger, a list to choose from or a webhook.',
	});
}

/**
 * The credential's data, for an input item. Fields may be expressions; n8n evaluates those over items, of which
 * triggers, webhooks and lists to choose from have none.
 *
 * @throws NodeOperationError that says so, all in its message: the editor shows nothing else of it there
 */
export async function readCredential(
	context: VeryfiContext,
	itemIndex = 0,
): Promise<ICredentialDataDecryptedObject> {
	try {
		return await context.getCredentials(CREDENTIAL, itemIndex);
	} catch (error) {
		throw explainUnread(context, error as Error);
	}
}

/** n8n's own words for an expression without items name a node that nobody has. */
const explainUnread = (context: VeryfiContext, error: Error): Error =>
	error.name !== 'ExpressionError' || 'getInputData' in context
		? error
		: new NodeOperationError(
				context.getNode(),
				`An expression in the credential has no value here (${error.message}), because items are there only while a workflow runs. Use a credential with fixed values for a trigger, and 'By ID' instead of a list.`,
			);

async function connect(context: VeryfiContext, itemIndex: number): Promise<Connection> {
	const data = await readCredential(context, itemIndex);
	const checked = checkBaseUrl(data.baseUrl);
	if ('problem' in checked) {
		throw new NodeOperationError(context.getNode(), checked.problem, {
			description: BASE_URL_ADVICE,
		});
	}
	checkFields(context, data);
	// n8n knows it by its type; id and name are for credentials that it has to look up.
	const credential = { id: '', name: CREDENTIAL, type: CREDENTIAL, data };
	return { baseUrl: checked.url, credential, redact: redactor(secretsOf(data)) };
}

/** The connections of a run: by item, and by what the credential is for it. */
class Connections {
	private readonly byItem = new Map<number, Promise<Connection>>();

	private readonly byData = new Map<string, Connection>();

	constructor(private readonly context: VeryfiContext) {}

	async of(itemIndex: number): Promise<Connection> {
		const connection = this.byItem.get(itemIndex) ?? this.open(itemIndex);
		this.byItem.set(itemIndex, connection);
		return await connection;
	}

	private async open(itemIndex: number): Promise<Connection> {
		const connection = await connect(this.context, itemIndex);
		const key = JSON.stringify(connection.credential.data);
		const same = this.byData.get(key) ?? connection;
		this.byData.set(key, same);
		return same;
	}
}

const connectionsOf = sharedBy((context: VeryfiContext) => new Connections(context));

/**
 * The connection for an input item: fields of the credential may be expressions that give each item another account.
 * Items with the same account get the same object. The credential is decrypted once for an item, not for every request.
 *
 * @param itemIndex the first item where a request belongs to none
 * @throws NodeOperationError when the credential cannot be used
 */
export async function connectionOf(context: VeryfiContext, itemIndex = 0): Promise<Connection> {
	return await connectionsOf(context).of(itemIndex);
}
