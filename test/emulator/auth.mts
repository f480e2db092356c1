import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, fail, TEXT } from './apiError.mts';
import type { Switches } from './switches.mts';

export interface Credentials {
	clientId: string;
	clientSecret: string;
	username: string;
	apiKey: string;
	/** A key of the newer kind, used as `Authorization: Bearer vrfk_...`. */
	bearerKey: string;
}

export const DEFAULT_CREDENTIALS: Credentials = {
	clientId: 'vrfEmulatorClientId',
	clientSecret: 'emulator-client-secret',
	username: 'emulator.user',
	apiKey: 'emulator-api-key',
	bearerKey: 'vrfk_emulator-bearer-key',
};

/**
 * Every request carries CLIENT-ID and AUTHORIZATION, as `apikey USERNAME:API_KEY` or
 * `Bearer vrfk_...` (docs.veryfi.com, getting started, authentication).
 *
 * @throws ApiError 403 or 401 when credentials are missing, 401 when wrong, 403 beyond a key's scope
 */
export function authenticate(
	headers: IncomingHttpHeaders,
	path: string,
	credentials: Credentials,
	switches: Switches,
): void {
	const clientId = headers['client-id'];
	const authorization = headers.authorization;
	if (typeof clientId !== 'string' || !clientId || !authorization) {
		throw fail(switches.missingCredentialsStatus, TEXT.noCredentials);
	}
	const byKey = same(authorization, `apikey ${credentials.username}:${credentials.apiKey}`);
	const byBearer = same(authorization, `Bearer ${credentials.bearerKey}`);
	if (!same(clientId, credentials.clientId) || !(byKey || byBearer)) {
		throw new ApiError(401, { status: 'fail', [switches.unauthorizedKey]: 'Not Authorized' });
	}
	const scope = switches.bearerScope.split(',').filter(Boolean);
	if (byBearer && scope.length > 0 && !scope.some((prefix) => path.startsWith(prefix))) {
		throw fail(403, 'This key is not allowed to call this endpoint.');
	}
}

function same(given: string, expected: string): boolean {
	const [a, b] = [Buffer.from(given), Buffer.from(expected)];
	return a.length === b.length && timingSafeEqual(a, b);
}
