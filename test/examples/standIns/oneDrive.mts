import { randomBytes } from 'node:crypto';
import type { Road } from '../ledger.mts';
import { OAuth } from './oauth.mts';
import { listen, Refusal, type Fields } from './standIn.mts';

/** Microsoft Graph, where apps log in to it, and the host that it sends those to who download a file. */
export const ONE_DRIVE = {
	hosts: ['graph.microsoft.com', 'login.microsoftonline.com', 'contoso-my.sharepoint.com'],
	/** The drive's ID, by which an app that acts for no person must call it: a library of SharePoint, for example. */
	id: 'b!-RIj2DuyvEyV1T4NlOaMHk8XkS_I8MdFlUCq1BlcjgmhRfAj3-Z8RY2VpuvV_tpd',
	/** The credential of such an app (Microsoft Entra Service Principal). */
	app: {
		tenantId: 'contoso.onmicrosoft.com',
		clientId: 'an-app-of-contoso',
		clientSecret: 'secret-of-the-app',
	},
};

/** A drive behind Microsoft Graph (v1.0), as far as files of a folder are listed, downloaded and moved. */
export interface OneDrive extends Road {
	oauth: OAuth;
	/** Makes an empty folder, and gives its ID. */
	createFolder(name: string, parent?: string): string;
	/** Puts a file into a folder, and gives its ID. */
	upload(folder: string, name: string, content: Buffer): string;
	/** Moves a file, as a person does. */
	move(file: string, folder: string): void;
	/** Names of the files in a folder. */
	list(folder: string): string[];
}

interface Item {
	id: string;
	name: string;
	parent: string;
	content?: Buffer;
}

/** Items that Graph gives at a time: as few as it may, whatever is asked for. */
const PAGE = 3;

/** The addresses of the drive: for the person whom it belongs to, and for apps. */
const ROOTS = ['/v1.0/me/drive', `/v1.0/drives/${ONE_DRIVE.id}`];

const APP_TOKEN = 'access-of-the-app';

export async function startOneDrive(): Promise<OneDrive> {
	const oauth = new OAuth();
	const items: Item[] = [];
	/** What addresses for downloads lead to; nobody has to show a token there. */
	const tickets = new Map<string, Item>();

	const add = (item: Omit<Item, 'id'>) => {
		const id = `01${randomBytes(8).toString('hex').toUpperCase()}!${items.length}`;
		items.push({ ...item, id });
		return id;
	};
	const itemOf = (id: string) => {
		const item = items.find((one) => one.id === id);
		if (!item) throw refusal(404, 'itemNotFound', 'The resource could not be found.');
		return item;
	};
	const childrenOf = (parent: string) => items.filter((one) => one.parent === parent);
	const isCalled = (name: string) => (one: Item) => one.name.toLowerCase() === name.toLowerCase();
	const atPath = (path: string) =>
		path.split('/').reduce((parent, name) => {
			const found = childrenOf(parent).find(isCalled(name));
			if (!found) throw refusal(404, 'itemNotFound', 'The resource could not be found.');
			return found.id;
		}, 'root');

	/** @param path as it stands in the address: what follows a page goes on from there */
	const page = (path: string, folder: string, query: Record<string, string>) => {
		const start = Number(query.$skiptoken ?? 0);
		const end = start + PAGE;
		const found = childrenOf(folder);
		const next = new URLSearchParams({ ...query, $skiptoken: String(end) });
		return {
			value: found.slice(start, end).map((item) => selected(item, query.$select)),
			...(end < found.length && {
				'@odata.nextLink': `https://graph.microsoft.com${path}?${next}`,
			}),
		};
	};

	const road = await listen((app) => {
		app.get<{ Querystring: { tempauth?: string } }>('/download.aspx', async ({ query }, reply) => {
			const item = tickets.get(query.tempauth ?? '');
			if (!item) throw new Refusal(401, 'Unauthorized');
			return await reply.type('application/octet-stream').send(item.content);
		});
		app.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			(_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
		);
		const { tenantId, clientId, clientSecret } = ONE_DRIVE.app;
		app.post<{ Body: Record<string, string> }>(`/${tenantId}/oauth2/v2.0/token`, ({ body }) => {
			const isKnown = body.client_id === clientId && body.client_secret === clientSecret;
			if (!isKnown) throw new Refusal(401, { error: 'invalid_client' });
			const isRight =
				body.grant_type === 'client_credentials' &&
				body.scope === 'https://graph.microsoft.com/.default';
			if (!isRight) throw new Refusal(400, { error: 'invalid_scope' });
			return { access_token: APP_TOKEN, token_type: 'Bearer', expires_in: 3599 };
		});
		for (const root of ROOTS)
			app.register(async (graph) => {
				graph.addHook('preHandler', async ({ headers: { authorization } }) => {
					if (authorization !== `Bearer ${APP_TOKEN}`) {
						const { body } = refusal(401, 'InvalidAuthenticationToken', 'Access token is empty.');
						oauth.check(authorization, body);
					} else if (root.startsWith('/v1.0/me')) {
						throw refusal(
							400,
							'BadRequest',
							'/me request is only valid with delegated authentication flow.',
						);
					}
				});
				type Query = { Querystring: Record<string, string> };
				graph.get<Query & { Params: { '*': string } }>(`${root}/*`, ({ params, query, url }) => {
					const [, path] = /^root:\/(.+):\/children$/.exec(params['*']) ?? [];
					if (!path) throw refusal(400, 'BadRequest', 'Resource not found for the segment.');
					return page(url.split('?')[0], atPath(path), query);
				});
				type One = Query & { Params: { id: string } };
				graph.get<One>(`${root}/items/:id`, ({ params, query }) =>
					selected(itemOf(params.id), query.$select),
				);
				graph.get<One>(`${root}/items/:id/content`, async ({ params }, reply) => {
					const item = itemOf(params.id);
					if (!item.content)
						throw refusal(400, 'invalidRequest', 'You cannot get content for a folder');
					const ticket = randomBytes(12).toString('hex');
					tickets.set(ticket, item);
					return await reply.redirect(
						`https://contoso-my.sharepoint.com/download.aspx?tempauth=${ticket}`,
						302,
					);
				});
				graph.patch<One & { Body: { parentReference?: { id?: string; driveId?: string } } }>(
					`${root}/items/:id`,
					({ params, body }) => {
						const item = itemOf(params.id);
						const { id, driveId = ONE_DRIVE.id, ...others } = body.parentReference ?? {};
						if (!id || driveId !== ONE_DRIVE.id || Object.keys({ ...body, ...others }).length > 1) {
							throw refusal(
								400,
								'invalidRequest',
								'Not stood in for: anything but parentReference.id, in the same drive',
							);
						}
						const { id: parent, content } = itemOf(id);
						if (content) throw refusal(400, 'invalidRequest', 'The destination is not a folder.');
						const isTaken = childrenOf(parent).some(
							(one) => one !== item && isCalled(item.name)(one),
						);
						if (isTaken) {
							throw refusal(409, 'nameAlreadyExists', 'An item with the same name already exists.');
						}
						item.parent = parent;
						return selected(item);
					},
				);
			});
	});

	return {
		...road,
		oauth,
		createFolder: (name, parent = 'root') => add({ name, parent }),
		upload: (folder, name, content) => add({ name, parent: itemOf(folder).id, content }),
		move: (file, folder) => void (itemOf(file).parent = itemOf(folder).id),
		list: (folder) =>
			childrenOf(folder)
				.filter(({ content }) => content)
				.map(({ name }) => name)
				.sort(),
	};
}

/** What Graph shows of an item: a facet says whether it is a file or a folder. */
function selected({ id, name, content }: Item, select?: string): Fields {
	const facet = content
		? { size: content.length, file: { mimeType: mimeTypeOf(name) } }
		: { folder: { childCount: 0 } };
	const whole: Fields = { id, name, ...facet };
	const wanted = select?.split(',') ?? Object.keys(whole);
	const unknown = wanted.find((one) => !['id', 'name', 'size', 'file', 'folder'].includes(one));
	if (unknown !== undefined) {
		const problem = `Could not find a property named '${unknown}' on type 'microsoft.graph.driveItem'.`;
		throw refusal(400, 'BadRequest', problem);
	}
	return Object.fromEntries(wanted.filter((one) => one in whole).map((one) => [one, whole[one]]));
}

const mimeTypeOf = (name: string) =>
	({ pdf: 'application/pdf', mp3: 'audio/mpeg' })[name.split('.').at(-1) ?? ''] ??
	'application/octet-stream';

const refusal = (status: number, code: string, message: string) =>
	new Refusal(status, { error: { code, message, innerError: { 'request-id': 'a-request' } } });
