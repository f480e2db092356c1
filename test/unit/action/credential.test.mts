import { expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { VeryfiAsyncApi } from '../../../credentials/VeryfiAsyncApi.credentials.ts';

const credential = {
	clientId: 'client',
	authentication: 'apiKey',
	username: 'user',
	apiKey: 'key',
};
const authenticate = async (options: object) =>
	await new VeryfiAsyncApi().authenticate(credential, options as IHttpRequestOptions);

it.each(['url', 'uri'])('authenticates requests whose address is their "%s"', async (name) => {
	const { headers } = await authenticate({ [name]: 'https://api.veryfi.com/api/v8/partner/new/' });
	expect(headers).toMatchObject({ 'CLIENT-ID': 'client', AUTHORIZATION: 'apikey user:key' });
});

it.each(['url', 'uri'])('gives no key to an "%s" without https', async (name) => {
	await expect(authenticate({ [name]: 'http://api.veryfi.com/' })).rejects.toThrow(/without https/);
});
