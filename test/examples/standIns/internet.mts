import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { selfSigned } from '../../host/certificate.mts';

/**
 * The internet as a n8n of the tests sees it: a proxy that answers for some hosts with what stands in for them,
 * under a certificate that this n8n trusts, and lets nothing through to any other.
 */
export class Internet {
	/** Hosts that were asked for and are not there. */
	readonly refused: string[] = [];

	private readonly ports = new Map<string, number>();

	private readonly sockets = new Set<Duplex>();

	private constructor(
		private readonly proxy: Server,
		private readonly tls: TlsServer,
		private readonly folder: string,
	) {
		tls.on('secureConnection', (socket) => {
			const port = this.ports.get(socket.servername || '');
			if (port === undefined) socket.destroy();
			else this.join(socket, connect(port, '127.0.0.1'));
		});
		proxy.on('connect', (request, socket) => {
			const [host] = (request.url ?? '').split(':');
			if (this.ports.has(host)) {
				this.join(socket, connect((tls.address() as AddressInfo).port, '127.0.0.1'));
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			} else {
				this.refused.push(host);
				socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			}
		});
	}

	/** @param hosts all hosts that may ever be led somewhere: they stand in the certificate */
	static async start(hosts: string[]): Promise<Internet> {
		// A certificate has a name, also where there is no host at all.
		const pair = selfSigned([...hosts, 'nowhere.invalid']);
		const tls = createTlsServer(pair);
		const proxy = createServer((_, response) => response.writeHead(403).end());
		for (const server of [tls, proxy]) {
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
		}
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-internet-'));
		await writeFile(join(folder, 'ca.pem'), pair.cert);
		return new Internet(proxy, tls, folder);
	}

	/** What n8n is to be started with. */
	get env(): Record<string, string> {
		return {
			HTTPS_PROXY: `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`,
			NO_PROXY: 'localhost,127.0.0.1,0.0.0.0',
			NODE_EXTRA_CA_CERTS: join(this.folder, 'ca.pem'),
		};
	}

	/** Lets a server on this machine answer for hosts. */
	lead(hosts: string[], url: string): void {
		for (const host of hosts) this.ports.set(host, Number(new URL(url).port));
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await Promise.all(
			[this.proxy, this.tls].map((server) => new Promise((closed) => server.close(closed))),
		);
		await rm(this.folder, { recursive: true, force: true });
	}

	private join(one: Duplex, other: Socket): void {
		for (const [from, to] of [
			[one, other],
			[other, one],
		]) {
			this.sockets.add(from);
			from.on('close', () => {
				this.sockets.delete(from);
				to.destroy();
			});
			from.on('error', () => from.destroy());
			from.pipe(to);
		}
	}
}
