import { request } from 'undici';

/** A user's access to a database of Odoo. */
export interface Login {
	db: string;
	username: string;
	password: string;
}

/** Calls of Odoo's external API, as it is from Odoo 14 on. */
export class OdooRpc {
	private user: unknown;

	constructor(
		private readonly url: string,
		private readonly login: Login,
	) {}

	/**
	 * Calls a method of a model.
	 *
	 * @throws Error with Odoo's own traceback
	 */
	async call<T>(model: string, method: string, ...args: unknown[]): Promise<T> {
		const { db, username, password } = this.login;
		this.user ??= await this.post('common', 'login', [db, username, password]);
		return (await this.post('object', 'execute', [
			db,
			this.user,
			password,
			model,
			method,
			...args,
		])) as T;
	}

	/** Records that a domain finds, oldest first. */
	async find<T>(model: string, domain: unknown[], fields: string[]): Promise<T[]> {
		return await this.call<T[]>(model, 'search_read', domain, fields, 0, false, 'id');
	}

	/** The ID of the first record that a domain finds. */
	async idOf(model: string, domain: unknown[]): Promise<number> {
		const [first] = await this.find<{ id: number }>(model, domain, ['id']);
		if (!first) throw new Error(`Odoo has no ${model} with ${JSON.stringify(domain)}.`);
		return first.id;
	}

	private async post(service: string, method: string, args: unknown[]): Promise<unknown> {
		const { body } = await request(`${this.url}/jsonrpc`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ jsonrpc: '2.0', method: 'call', params: { service, method, args } }),
		});
		const { result, error } = (await body.json()) as {
			result: unknown;
			error?: { data: { debug: string } };
		};
		if (error) throw new Error(error.data.debug);
		return result;
	}
}
