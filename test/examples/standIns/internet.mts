import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { certificateFor, selfSigned, type KeyPair } from '../../host/certificate.mts';
import type { SharedOptions } from '../../host/index.mts';
import { freePorts } from '../../host/ports.mts';
import { shared } from '../../host/sharedFolder.mts';

interface Access {
	/** Port of the proxy. */
	port: number;
	/** What n8n trusts. */
	authority: KeyPair;
}

let known: Promise<Access> | undefined;

/** How the n8n that test files share gets to the internet of each of them. */
const access = (): Promise<Access> =>
	(known ??= shared('internet', async () => {
		const authority = selfSigned(['authority.invalid']);
		const [port] = await freePorts(1);
		return { port, authority };
	}));

/** This machine, too: n8n gives Telegram no address that says so. */
const HOST = '0.0.0.0';

/** What n8n is to be started with to see the internet of the tests, once there is one. */
export async function online(): Promise<SharedOptions> {
	const { port, authority } = await access();
	return {
		env: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: `localhost,127.0.0.1,${HOST}` },
		trusted: authority.cert,
		host: HOST,
	};
}

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
		const { port, authority } = await access();
		// A certificate has a name, also where there is no host at all.
		const tls = createTlsServer(
			certificateFor([...hosts, 'nowhere.invalid'], { issuer: authority }),
		);
		const proxy = createServer((_, response) => response.writeHead(403).end());
		for (const [server, where] of [
			[tls, 0],
			[proxy, port],
		] as const) {
			server.listen(where, '127.0.0.1');
			await once(server, 'listening');
		}
		return new Internet(proxy, tls);
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
