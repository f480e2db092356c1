import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Json } from './answers.mts';
import { checkedBySignature, type SignatureCheck } from './signature.mts';

/** One request to the webhook URL. */
export interface Delivery {
	/** Below the webhook URL: empty, or the name that an experiment has put behind it. */
	path: string;
	headers: IncomingHttpHeaders;
	text: string;
	/** The body as JSON; undefined if it is none. */
	body: Json;
	/** The `event` member; undefined in the form without one. */
	event: string | undefined;
	data: Json;
	signature: SignatureCheck;
	/** Milliseconds since 1970. */
	at: number;
	/** When it was answered, or when the sender hung up before that. */
	endedAt?: number;
	hasHungUp?: boolean;
}

/** Says with which status to answer a delivery; the sender waits until then. */
export type Handler = (delivery: Delivery) => Promise<number> | number;

/** Deliveries name documents and do not carry them. */
const LARGEST_BODY = 1024 * 1024;

/** The program's own webhook: keeps what comes, and answers 200 unless an experiment wants otherwise. */
export class Receiver {
	readonly deliveries: Delivery[] = [];
	private handlers: Array<{ takes: (delivery: Delivery) => boolean; handle: Handler }> = [];
	private readonly waiting: Array<() => void> = [];

	private constructor(
		private readonly server: Server,
		private readonly basePath: string,
	) {}

	/**
	 * @param basePath path of the webhook URL
	 * @param tls key and certificate; plain HTTP without, as behind a tunnel
	 * @param onSecret gets each secret that a handshake brings
	 */
	static async start(options: {
		host: string;
		port: number;
		basePath: string;
		clientSecret: string;
		tls?: { key: string; cert: string };
		onSecret: (secret: string) => void;
	}): Promise<Receiver> {
		const server = options.tls ? createSecureServer(options.tls) : createServer();
		const receiver = new Receiver(server, options.basePath.replace(/\/$/, ''));
		server.on('request', (incoming, response) => {
			const chunks: Buffer[] = [];
			let size = 0;
			incoming.on('data', (chunk: Buffer) => {
				size += chunk.length;
				if (size > LARGEST_BODY) incoming.destroy();
				else chunks.push(chunk);
			});
			incoming.on('end', () => {
				const url = incoming.url ?? '/';
				const bytes = Buffer.concat(chunks);
				if (incoming.method !== 'POST' || !receiver.isOurs(url))
					return void response.writeHead(200).end();
				const delivery = receiver.read(url, incoming.headers, bytes, options.clientSecret);
				if (typeof delivery.data?.secret === 'string') options.onSecret(delivery.data.secret);
				response.on('close', () => {
					delivery.hasHungUp ??= true;
					delivery.endedAt ??= Date.now();
					receiver.wake();
				});
				void receiver.answer(delivery).then((status) => {
					if (delivery.hasHungUp) return;
					delivery.hasHungUp = false;
					delivery.endedAt = Date.now();
					response.writeHead(status).end();
				});
			});
		});
		server.listen(options.port, options.host);
		await once(server, 'listening');
		return receiver;
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** Has the deliveries of an experiment answered by it. The latest handler comes first. */
	handle(takes: (delivery: Delivery) => boolean, handle: Handler): void {
		this.handlers.unshift({ takes, handle });
	}

	/**
	 * Waits for deliveries.
	 *
	 * @param count how many
	 * @param end resolves when the time is up
	 * @returns those that came; fewer if the time was up
	 */
	async wait(
		takes: (delivery: Delivery) => boolean,
		count: number,
		end: Promise<unknown>,
	): Promise<Delivery[]> {
		let isOver = false;
		void end.then(() => {
			isOver = true;
			this.wake();
		});
		for (;;) {
			const found = this.deliveries.filter(takes);
			if (found.length >= count || isOver) return found;
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}

	private isOurs(url: string): boolean {
		return url === this.basePath || url.startsWith(`${this.basePath}/`);
	}

	private read(url: string, headers: IncomingHttpHeaders, bytes: Buffer, secret: string): Delivery {
		const text = bytes.toString();
		const body = parse(text);
		const delivery: Delivery = {
			path: url.slice(this.basePath.length + 1),
			headers,
			text,
			body,
			event: body?.event,
			data: body?.data ?? body,
			signature: checkedBySignature(bytes, headers['x-veryfi-signature'], secret),
			at: Date.now(),
		};
		this.deliveries.push(delivery);
		this.wake();
		return delivery;
	}

	private async answer(delivery: Delivery): Promise<number> {
		const found = this.handlers.find(({ takes }) => takes(delivery));
		return (await found?.handle(delivery)) ?? 200;
	}

	private wake(): void {
		for (const resolve of this.waiting.splice(0)) resolve();
	}
}

function parse(text: string): Json {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
