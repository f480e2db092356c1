import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { checkAddressee } from '../nodes/shared/addressee';

/** What Bearer keys begin with; they belong to the account, other keys to a user. */
const BEARER_PREFIX = 'vrfk_';

/** The authorization for the key that the user gave, in whichever of the two fields it is. */
function authorization(credentials: ICredentialDataDecryptedObject): string {
	const read = (name: string) => String(credentials[name] ?? '').trim();
	const key = read(credentials.authentication === 'bearer' ? 'bearerApiKey' : 'apiKey');
	return credentials.authentication === 'bearer' || key.startsWith(BEARER_PREFIX)
		? `Bearer ${key}`
		: `apikey ${read('username')}:${key}`;
}

const DEFAULT_BASE_URL = 'https://api.veryfi.com';

const WHERE = 'Veryfi portal: Settings > Keys';

/** A redirect could take the headers to another host. The last two are what the HTTP Request node says. */
const STAY_HERE = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/** The account: keys for requests, the secret that deliveries are signed with, and where the API is. */
export class VeryfiAsyncApi implements ICredentialType {
	name = 'veryfiAsyncApi';

	displayName = 'Veryfi Async API';

	documentationUrl = 'https://github.com/n8n-nodes-veryfi-async/n8n-nodes-veryfi-async#credentials';

	icon: Icon = {
		light: 'file:../nodes/Veryfi/veryfi.svg',
		dark: 'file:../nodes/Veryfi/veryfi.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. vrfAbCdEfGhIjKlMnOp',
			hint: WHERE,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Veryfi signs its deliveries with it. It is never sent anywhere. The test of the credential cannot tell whether it is right: only a delivery can.',
			hint: `${WHERE}. Without it, the Veryfi Trigger node cannot be used.`,
		},
		{
			displayName: 'Previous Client Secret',
			name: 'previousClientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The client secret before it was rotated. Deliveries signed with it are accepted until you empty this field.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Username and API Key', value: 'apiKey' },
				{ name: 'Bearer Key', value: 'bearer' },
			],
			default: 'apiKey',
			description: 'Which kind of key to use. Bearer keys begin with "vrfk_".',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. nathan.smith',
			hint: WHERE,
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A key that begins with "vrfk_" is a Bearer key, and is sent as one',
			hint: WHERE,
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'Bearer Key',
			name: 'bearerApiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. vrfk_...',
			hint: WHERE,
			displayOptions: { show: { authentication: ['bearer'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			required: true,
			placeholder: 'e.g. https://api.veryfi.com',
			description:
				'Only change this when the Veryfi portal shows another environment URL for your account. The key is sent to this host only.',
			// n8n's test of a credential shows nothing but the code when there is no answer.
			hint: 'If the test fails with a code such as ENOTFOUND, ECONNREFUSED or ETIMEDOUT, this n8n cannot reach the address: check it, and the firewall or proxy in between',
		},
	];

	/**
	 * A function and no expressions: those would be evaluated for every single request. Whoever sends a
	 * request with this credential, n8n's HTTP Request node for one, gets the key to the base URL only.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		checkAddressee(credentials.baseUrl ?? DEFAULT_BASE_URL, options);
		return {
			...options,
			...STAY_HERE,
			headers: {
				Accept: 'application/json',
				...options.headers,
				'CLIENT-ID': String(credentials.clientId ?? '').trim(),
				AUTHORIZATION: authorization(credentials),
			},
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/+$/, "")}}',
			url: '/api/v8/partner/documents/',
			qs: { page_size: 1 },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						"Veryfi does not accept the key. Copy 'Client ID', 'Username' and the key from the Veryfi portal: Settings > Keys.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'Veryfi does not let this key list documents. Check that client ID and key belong to the same account; a scoped Bearer key needs the route GET /documents in its scope to pass this test.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message:
						"There is no Veryfi API at 'Base URL'. Set it to https://api.veryfi.com, or to the environment URL that the Veryfi portal shows.",
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 407,
					message:
						"A proxy, and not Veryfi, asks for a password. Check the proxy in n8n's environment (HTTPS_PROXY).",
				},
			},
		],
	};
}
