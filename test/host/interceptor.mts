import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { selfSigned } from './certificate.mts';

export interface Interceptor {
	url: string;
	/** Headers of every request that it could read. */
	seen: IncomingHttpHeaders[];
	stop(): Promise<void>;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

const listening = async (server: Server) =>
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

/**
 * A proxy that reads along: of requests without TLS as they are, and of tunnels by a certificate of its own, which
 * nobody has a reason to trust.
 */
export async function startInterceptor(): Promise<Interceptor> {
	const seen: IncomingHttpHeaders[] = [];
	const answer = (incoming: IncomingMessage, outgoing: { end: (body: string) => void }) => {
		seen.push(incoming.headers);
		incoming.resume();
		outgoing.end('{}');
	};
	const inside = createTlsServer(selfSigned(['api.veryfi.com']), answer);
	const proxy = createServer(answer);
	const sockets = new Set<Socket>();
	proxy.on('connect', (_request, client: Socket, head) => {
		const tunnel = connect(portOf(inside), '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			tunnel.write(head);
			client.pipe(tunnel).pipe(client);
		});
		for (const socket of [client, tunnel]) {
			sockets.add(socket);
			socket.on('error', () => socket.destroy());
		}
	});
	await listening(inside);
	await listening(proxy);
	return {
		url: `http://127.0.0.1:${portOf(proxy)}`,
		seen,
		async stop() {
			for (const socket of sockets) socket.destroy();
			for (const server of [proxy, inside]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		},
	};
}
