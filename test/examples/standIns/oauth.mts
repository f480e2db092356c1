import type { FastifyInstance } from 'fastify';
import { Refusal } from './standIn.mts';

/** The access to an API by OAuth 2: a token that ends, and a way to renew it. */
export class OAuth {
	readonly client = { clientId: 'client-of-n8n', clientSecret: 'secret-of-n8n' };

	/** How often it was renewed. */
	renewals = 0;

	private access = 'access-0';

	private refresh = 'refresh-0';

	/** What n8n has stored after a person has given consent. */
	get tokenData() {
		return { access_token: this.access, refresh_token: this.refresh, token_type: 'Bearer' };
	}

	/** Makes the token that is in use a thing of the past. */
	expire(): void {
		this.access = 'not yet known to anybody';
	}

	/** @throws Refusal 401 for any token but the present one */
	check(authorization: string | undefined, body: unknown): void {
		if (authorization !== `Bearer ${this.access}`) throw new Refusal(401, body);
	}

	/**
	 * Refuses every request of a server without the present token.
	 *
	 * @param body what the refusal says, in the manner of the API
	 */
	guard(app: FastifyInstance, body: unknown): void {
		app.addHook('preHandler', async ({ headers }) => this.check(headers.authorization, body));
	}

	/** Adds the endpoint that renews tokens; the client shows itself by Basic authentication. */
	addRoute(app: FastifyInstance, path: string): void {
		const { clientId, clientSecret } = this.client;
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		app.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, new URLSearchParams(String(body))),
		);
		app.post<{ Body: URLSearchParams }>(path, async ({ headers, body }) => {
			if (headers.authorization !== `Basic ${basic}`)
				throw new Refusal(401, { error: 'invalid_client' });
			const isKnown = body.get('refresh_token') === this.refresh;
			if (body.get('grant_type') !== 'refresh_token' || !isKnown) {
				throw new Refusal(400, { error: 'invalid_grant' });
			}
			this.renewals++;
			this.access = `access-${this.renewals}`;
			this.refresh = `refresh-${this.renewals}`;
			return { ...this.tokenData, expires_in: 3600 };
		});
	}
}
