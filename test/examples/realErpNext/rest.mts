import { request } from 'undici';

/** A key of a user, and its secret. */
export interface Login {
	key: string;
	secret: string;
}

type Fields = Record<string, unknown>;

/** What `read`, `list` and the like find, with the name that every document has. */
export type Named<T> = T & { name: string };

/** Frappe's REST API of documents, for whoever looks after the site. */
export class ErpNextRest {
	constructor(
		private readonly origin: string,
		private readonly login: Login,
	) {}

	/** All documents that the filters find, oldest first. */
	async list<T = object>(
		doctype: string,
		filters: unknown[] = [],
		fields: string[] = [],
	): Promise<Array<Named<T>>> {
		const query = new URLSearchParams({
			filters: JSON.stringify(filters),
			fields: JSON.stringify(['name', ...fields]),
			order_by: 'creation asc, name asc',
			limit_page_length: '0',
		});
		return await this.call('GET', `resource/${doctype}?${query}`);
	}

	async read<T>(doctype: string, name: string): Promise<T> {
		return await this.call('GET', pathOf(doctype, name));
	}

	async create<T = object>(doctype: string, fields: Fields): Promise<Named<T>> {
		return await this.call('POST', `resource/${doctype}`, fields);
	}

	async change(doctype: string, name: string, fields: Fields): Promise<void> {
		await this.call('PUT', pathOf(doctype, name), fields);
	}

	async remove(doctype: string, name: string): Promise<void> {
		await this.call('DELETE', pathOf(doctype, name));
	}

	/** Calls a function by its path in Python. */
	async run<T>(method: string, fields: Fields): Promise<T> {
		return await this.call('POST', `method/${method}`, fields);
	}

	async download(path: string): Promise<Buffer> {
		const { body } = await request(this.origin + encodeURI(path), { headers: this.headers });
		return Buffer.from(await body.arrayBuffer());
	}

	private get headers() {
		return { authorization: `token ${this.login.key}:${this.login.secret}` };
	}

	/** @throws Error with what ERPNext says, and its traceback */
	private async call<T>(
		method: 'GET' | 'POST' | 'PUT' | 'DELETE',
		path: string,
		fields?: Fields,
	): Promise<T>;
	private async call(method: 'GET', path: string, fields?: Fields): Promise<unknown> {
		const { statusCode, body } = await request(`${this.origin}/api/${path}`, {
			method,
			headers: { ...this.headers, 'content-type': 'application/json' },
			body: fields && JSON.stringify(fields),
		});
		const text = await body.text();
		if (statusCode >= 300) throw new Error(`${method} ${path} gave ${statusCode}: ${text}`);
		const { data, message } = JSON.parse(text) as { data?: unknown; message?: unknown };
		return data ?? message;
	}
}

const pathOf = (doctype: string, name: string) => `resource/${doctype}/${encodeURIComponent(name)}`;
