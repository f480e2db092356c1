import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

import { checkAddressee } from '../nodes/shared/api/addressee';
import { authorize, WHERE } from '../nodes/shared/api/authorization';

const DEFAULT_BASE_URL = 'https://api.veryfi.com';

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
				'Veryfi signs its deliveries with it. It is never sent anywhere. The test of the credential checks that it is filled in; only a delivery shows whether it is right.',
			hint: `${WHERE}. Without it, the Veryfi Trigger node cannot be used.`,
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
		},
		{
			displayName: 'Previous Client Secret',
			name: 'previousClientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'The client secret before it was rotated. Deliveries signed with it are accepted until you empty this field.',
			hint: 'Leave empty, unless you have just rotated the client secret.',
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
		return authorize(credentials, options);
	};
}
