import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

/** Where people find what the credential asks for. */
export const WHERE = 'Veryfi portal: Settings > Keys';

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

/** A redirect could take the headers to another host. The last two are what the HTTP Request node says. */
const STAY_HERE = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
};

/**
 * A request with what Veryfi tells the account by (docs.veryfi.com, Authentication).
 *
 * @param options the request, of any of n8n's helpers; its own headers stay
 */
export const authorize = <T extends object>(
	credentials: ICredentialDataDecryptedObject,
	options: T & { headers?: IDataObject },
) => ({
	...options,
	...STAY_HERE,
	headers: {
		Accept: 'application/json',
		...options.headers,
		'CLIENT-ID': String(credentials.clientId ?? '').trim(),
		AUTHORIZATION: authorization(credentials),
	},
});
