import { createServer, type Server } from 'node:https';
import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.mts';
import { isReady } from './ready.mts';

export interface Upstreams {
	/** Ports of the webhook processors, in turn. */
	webhooks: number[];
	/** Port of the process that takes everything else. */
	main: number;
}

/** What main leaves to the webhook processors, which take turns at it. */
const TO_PROCESSORS =
	/^\/((webhook|webhook-waiting|form|form-waiting)\/|webhook-waiting-(slack|telegram)$)/;

/** What main leaves to them, too, and what only the processor knows that it began in. */
const TO_ONE_PROCESSOR = /^\/mcp\//;

/** What a request was answered, as it left the process behind the balancer. */
interface Passed {
	port: number;
	path: string;
	status: number;
}

/**
 * What stands in front of n8n, as deploy/nginx.conf has it: ends TLS, gives webhooks and forms of published workflows
 * to the webhook processors in turn, MCP clients to the first of them, and the rest to main. A processor that does not say that it is ready is passed over: one that
 * starts would answer 200 to a delivery and forget it. It can also lose answers on their way back.
 */
export class Balancer {
	/** Every request that a process behind it has answered. */
	readonly passed: Passed[] = [];

	/** How many answers to webhooks are still to be lost. */
	answersToLose = 0;

	private turn = 0;

	private constructor(
		private readonly server: Server,
		private readonly upstreams: Upstreams,
	) {}

	static async start(
		certificate: Certificate,
		upstreams: Upstreams,
		port: number,
	): Promise<Balancer> {
		const server = createServer({
			key: await readFile(certificate.keyPath),
			cert: certificate.cert,
		});
		const balancer = new Balancer(server, upstreams);
		server.on('request', (incoming, response) => void balancer.pass(incoming, response));
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return balancer;
	}

	get url(): string {
		return `https://localhost:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.server.closeAllConnections();
		await closed;
	}

	private async pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const chunks: Buffer[] = [];
			for await (const chunk of incoming) chunks.push(chunk as Buffer);
			const path = incoming.url ?? '/';
			const isWebhook = TO_PROCESSORS.test(path);
			const port = await this.portFor(path);
			if (port === undefined) {
				response.writeHead(503).end('No webhook processor is ready.');
				return;
			}
			const answer = await forward(port, incoming, Buffer.concat(chunks));
			this.passed.push({ port, path, status: answer.status });
			if (isWebhook && this.answersToLose > 0) {
				this.answersToLose--;
				response.destroy();
				return;
			}
			response.writeHead(answer.status, answer.headers).end(answer.body);
		} catch {
			if (response.headersSent) response.destroy();
			else response.writeHead(502).end('Nobody behind the load balancer answers.');
		}
	}

	private async portFor(path: string): Promise<number | undefined> {
		if (TO_PROCESSORS.test(path)) return await this.readyProcessor(this.turn++);
		return TO_ONE_PROCESSOR.test(path) ? await this.readyProcessor(0) : this.upstreams.main;
	}

	/** The first that is ready, beginning with the one whose turn it is. */
	private async readyProcessor(turn: number): Promise<number | undefined> {
		const { webhooks } = this.upstreams;
		const first = turn % webhooks.length;
		for (const port of [...webhooks.slice(first), ...webhooks.slice(0, first)]) {
			if (await isReady(`http://127.0.0.1:${port}`)) return port;
		}
		return undefined;
	}
}

async function forward(port: number, incoming: IncomingMessage, body: Buffer) {
	const { method, url } = incoming;
	const { 'transfer-encoding': _, ...headers } = incoming.headers;
	const outgoing = request({
		host: '127.0.0.1',
		port,
		method,
		path: url,
		headers: {
			...headers,
			'x-forwarded-proto': 'https',
			'x-forwarded-host': headers.host,
			'x-forwarded-for': '127.0.0.1',
			'content-length': body.length,
			connection: 'close',
		},
		agent: false,
	});
	outgoing.end(body);
	const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of answer) chunks.push(chunk as Buffer);
	const { connection: _connection, 'transfer-encoding': _encoding, ...kept } = answer.headers;
	return { status: answer.statusCode ?? 502, headers: kept, body: Buffer.concat(chunks) };
}
