/** What the emulator's own tests need: a client of the API and a webhook to receive deliveries. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { FormData, request } from 'undici';
import { startEmulator, type Emulator } from './index.mts';
import { switchValues } from './switches.mts';

/** Whatever JSON may hold. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	body: Json;
}

/** Calls `/api/v8/partner...` with the account's credentials; a FormData body goes as multipart. */
export async function call(
	veryfi: Emulator,
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Answer> {
	const { clientId, username, apiKey } = veryfi.credentials;
	const isForm = body instanceof FormData;
	const response = await request(`${veryfi.baseUrl}/api/v8/partner${path}`, {
		method,
		headers: {
			'client-id': clientId,
			authorization: `apikey ${username}:${apiKey}`,
			...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		body: isForm || body === undefined ? body : JSON.stringify(body),
	});
	const text = await response.body.text();
	return {
		status: response.statusCode,
		headers: response.headers,
		body: text === '' ? undefined : (JSON.parse(text) as unknown),
	};
}

type Call = typeof call extends (veryfi: Emulator, ...rest: infer Rest) => infer Result
	? (...rest: Rest) => Result
	: never;

/** One emulator for all tests of a file; each test finds it empty, with default switches. */
export function sharedEmulator(): { readonly veryfi: Emulator; call: Call } {
	let veryfi: Emulator;
	beforeAll(async () => void (veryfi = await startEmulator()));
	afterAll(() => veryfi.stop());
	afterEach(() => {
		veryfi.reset();
		Object.assign(veryfi.switches, switchValues());
	});
	return {
		get veryfi() {
			return veryfi;
		},
		call: (...rest) => call(veryfi, ...rest),
	};
}

export interface Received {
	/** The raw text. */
	text: string;
	event: string;
	data: Record<string, Json>;
	headers: IncomingHttpHeaders;
}

/** A webhook that keeps what it gets and answers what it is told to. */
export class Receiver {
	readonly received: Received[] = [];
	/** Statuses for the next deliveries; 200 once used up. */
	statuses: number[] = [];
	/** Called before a delivery is answered. */
	onDelivery: (delivery: Received) => Promise<void> | void = () => undefined;
	private constructor(
		private readonly server: Server,
		private readonly protocol: string,
	) {}

	/** @param tls  key and certificate; plain HTTP without */
	static async start(tls?: { key: string; cert: string }): Promise<Receiver> {
		const server = tls ? createSecureServer(tls) : createServer();
		const receiver = new Receiver(server, tls ? 'https' : 'http');
		server.on('request', (incoming, answer) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				const delivery = { ...parse(text), text, headers: incoming.headers } as Received;
				receiver.received.push(delivery);
				const status = receiver.statuses.shift() ?? 200;
				void Promise.resolve(receiver.onDelivery(delivery)).then(() => {
					answer.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
				});
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return receiver;
	}

	get url(): string {
		return `${this.protocol}://localhost:${(this.server.address() as AddressInfo).port}/hook`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await once(this.server, 'close');
	}
}

function parse(text: string): object {
	try {
		return JSON.parse(text) as object;
	} catch {
		return {};
	}
}

/** The account's webhook for all tests of a file; each test finds it without deliveries. */
export function sharedReceiver(stage: { readonly veryfi: Emulator }) {
	let receiver: Receiver;
	beforeAll(async () => void (receiver = await Receiver.start()));
	afterAll(() => receiver.stop());
	beforeEach(() => useWebhook(stage.veryfi, receiver.url));
	afterEach(() => void (receiver.received.length = 0));
	return {
		get received() {
			return receiver.received;
		},
		/** What came, without its text and headers. */
		events: () => receiver.received.map(({ event, data }) => ({ event, data })),
	};
}

/** Makes a URL the account's webhook without a handshake. */
export function useWebhook(veryfi: Emulator, url: string): void {
	veryfi.webhooks.confirmed = [{ url, date: '2026-01-01 00:00:00' }];
}

/** An invoice as plain text: enough for the emulator to read, and above the smallest file size. */
export const INVOICE_TEXT = `Papier Nord
1 Quai Sud
59000 Lille

INVOICE

Invoice No: A-1042          Date: 2026-02-27
PO Number: PO-77            Due Date: 29/03/2026

Description              Qty    Unit Price     Amount
A4 paper                  10         10.00     100.00
Pens, blue                 4          2.50      10.00

                                  Subtotal     110.00
                                   VAT 20%      22.00
                                     Total     132.00 EUR
Payment terms: 30 days
`;

export const textFile = (text = INVOICE_TEXT, fileName = 'invoice.txt') => ({
	file_name: fileName,
	file_data: Buffer.from(text).toString('base64'),
});

/** Processes {@link INVOICE_TEXT} and returns the document, or what Veryfi says instead. */
export const processInvoice = async (stage: { call: Call }, options: object = {}): Promise<Json> =>
	(await stage.call('POST', '/documents', { ...textFile(), ...options })).body;

/** All messages of a refusal. */
export const messages = (body: { details?: Array<{ msg: string }> }) =>
	body.details?.map(({ msg }) => msg).join();
