import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface Published {
	/** Path of the tarball. */
	tarball: string;
	/** The package.json in it. */
	manifest: { name: string; version: string };
}

/**
 * A stand-in for the npm registry that has one package. It is a proxy for https, behind which every host is
 * this one: n8n takes packages from no registry but the public one unless it has a licence for that, and
 * so this is how its own installer can be seen at work without publishing.
 */
export class RegistryStandIn {
	/** What was asked for, e.g. `GET /n8n-nodes-veryfi-async`. */
	readonly requests: string[] = [];

	private readonly sockets = new Set<Socket>();

	private readonly proxy = createServer((_request, response) => void response.writeHead(405).end());

	private readonly server;

	private constructor(
		private readonly published: Published,
		tls: { key: string; cert: string },
	) {
		this.server = createSecureServer(
			tls,
			(request, response) => void this.answer(request, response),
		);
		this.proxy.on('connect', (_request, client: Socket) => {
			const { port } = this.server.address() as AddressInfo;
			const upstream = connect(port, '127.0.0.1', () => {
				client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				upstream.pipe(client).pipe(upstream);
			});
			for (const socket of [client, upstream]) {
				this.sockets.add(socket);
				socket.on('error', () => socket.destroy());
				socket.on('close', () => this.sockets.delete(socket));
			}
		});
	}

	/** @param tls what it proves to be the registry with */
	static async start(
		published: Published,
		tls: { key: string; cert: string },
	): Promise<RegistryStandIn> {
		const registry = new RegistryStandIn(published, tls);
		for (const server of [registry.server, registry.proxy]) {
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
		}
		return registry;
	}

	/** What a client has to have as its `HTTPS_PROXY`. */
	get proxyUrl(): string {
		return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		for (const server of [this.proxy, this.server]) {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		}
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { name, version } = this.published.manifest;
		const path = decodeURIComponent(request.url ?? '').split('?')[0];
		this.requests.push(`${request.method} ${path}`);
		const tarball = await readFile(this.published.tarball);
		const manifest = {
			...this.published.manifest,
			dist: {
				tarball: `https://${request.headers.host}/${name}/-/${name}-${version}.tgz`,
				integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
			},
		};
		const json = (body: object) =>
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		if (path === `/${name}`) {
			json({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } });
		} else if (path === `/${name}/latest` || path === `/${name}/${version}`) json(manifest);
		else if (path === `/${name}/-/${name}-${version}.tgz`) response.writeHead(200).end(tarball);
		else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
	}
}
