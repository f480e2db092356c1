import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
	Icon,
} from 'n8n-workflow';

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
			description: 'Found in the Veryfi portal under Settings > Keys',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Found in the Veryfi portal under Settings > Keys. Veryfi signs its webhook deliveries with it; the Veryfi Trigger node cannot verify them without it. It is never sent anywhere.',
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
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['apiKey'] } },
		},
		{
			displayName: 'Bearer Key',
			name: 'bearerKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. vrfk_...',
			displayOptions: { show: { authentication: ['bearer'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.veryfi.com',
			required: true,
			placeholder: 'e.g. https://api.veryfi.com',
			description:
				'Only change this when the Veryfi portal shows another environment URL for your account',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Accept: 'application/json',
				'CLIENT-ID': '={{$credentials.clientId}}',
				AUTHORIZATION:
					'={{$credentials.authentication === "bearer" ? "Bearer " + $credentials.bearerKey : "apikey " + $credentials.username + ":" + $credentials.apiKey}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/api/v8/partner/documents/',
			qs: { page_size: 1 },
		},
	};
}
