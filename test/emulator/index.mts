import type { AddressInfo } from 'node:net';
import { DEFAULT_CREDENTIALS, type Credentials } from './auth.mts';
import { Context } from './context.mts';
import type { Delivery, DeliveryOptions } from './deliveries.mts';
import type { Faults } from './faults.mts';
import type { LoggedRequest } from './requestLog.mts';
import { controlRoutes } from './routes/control.mts';
import { seedDocument } from './seed.mts';
import { createServer } from './server.mts';
import { deliverySignature } from './signature.mts';
import type { StoredDocument } from './store.mts';
import { switchValues, type Switches } from './switches.mts';
import type { Fields } from './validation.mts';
import type { ListedWebhook } from './accountWebhooks.mts';

export type { Credentials, Delivery, DeliveryOptions, LoggedRequest, StoredDocument, Switches };
export type { DeliveryFault, Fault, RequestFault } from './faults.mts';

export interface EmulatorOptions extends Partial<Credentials>, Partial<Switches> {
	/** 0, the default, takes any free port. */
	port?: number;
	/** `127.0.0.1` by default. */
	host?: string;
	/**
	 * How many times faster than the machine's the account's time runs; 1 by default. It is that of delays, intervals
	 * and limits. Time-outs of connections and the delays of faults are the network's, and stay what they are.
	 */
	speed?: number;
}

/** A running emulator: one Veryfi account. */
export interface Emulator {
	/** e.g. `http://127.0.0.1:8787`, without a slash at the end. */
	readonly baseUrl: string;
	readonly credentials: Credentials;
	/** Every request the API received, oldest first. */
	readonly requests: LoggedRequest[];
	/** Every attempt to deliver, oldest first. */
	readonly deliveries: Delivery[];
	/** What is confirmed and pending; assign to either to put a webhook there by force. */
	readonly webhooks: { confirmed: ListedWebhook[]; pending: ListedWebhook[] };
	/** All documents by id. */
	readonly documents: Map<number, StoredDocument>;
	/** Change one at any time: the next request sees it. See switches.mts for what there is. */
	readonly switches: Switches;
	readonly faults: Pick<Faults, 'add' | 'clear' | 'list'>;
	/** Files that `${baseUrl}/_emulator/files/NAME` serves, for `file_url`. */
	readonly files: Map<string, Buffer>;

	/**
	 * Puts a finished document into the account, as if it had been processed earlier.
	 *
	 * @param fields  fields that differ from an empty document's; `product` names another product
	 * @returns its id
	 */
	seedDocument(fields?: Fields): number;
	/**
	 * Sends a delivery by hand, possibly a forged one, to the confirmed webhook or any url.
	 *
	 * @returns the attempts made, when the last one has ended
	 */
	deliver(event: string, data: unknown, options?: DeliveryOptions): Promise<Delivery[]>;
	/** Sends an event as the account itself would: in the background, through armed faults. */
	notify(event: string, data: unknown): void;
	/**
	 * The `x-veryfi-signature` of some data.
	 *
	 * @param data  an object, or its JSON text where the notation of numbers matters
	 * @param secret  the account's client secret by default
	 */
	sign(data: unknown, secret?: string): string;
	/** Resolves when no processing, delivery or repeat is pending. */
	idle(): Promise<void>;
	/** Forgets documents, webhooks, logs and faults; switches stay as they are. */
	reset(): void;
	stop(): Promise<void>;
}

/**
 * Starts a local Veryfi that behaves by the public documentation of the v8 API.
 *
 * @param options  address, credentials and switches that differ from the defaults
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	const {
		port = 0,
		host = '127.0.0.1',
		speed,
		clientId,
		clientSecret,
		username,
		apiKey,
		bearerKey,
		...switches
	} = options;
	const given = Object.fromEntries(
		Object.entries({ clientId, clientSecret, username, apiKey, bearerKey }).filter(
			([, value]) => value !== undefined,
		),
	);
	const account = { ...DEFAULT_CREDENTIALS, ...given };
	const context = new Context(account, switchValues(switches), speed);

	const reset = () => {
		context.requests.length = 0;
		context.deliveries.length = 0;
		context.store.clear();
		context.webhooks.clear();
		context.faults.clear();
		context.limiter.clear();
		context.courier.clear();
		context.files.clear();
	};
	const seed = (fields?: Fields) => seedDocument(context, fields);
	const app = createServer(context, (scope) => controlRoutes(scope, context, { reset, seed }));
	await app.listen({ port, host });
	context.baseUrl = `http://${host}:${(app.server.address() as AddressInfo).port}`;

	return {
		baseUrl: context.baseUrl,
		credentials: context.credentials,
		requests: context.requests,
		deliveries: context.deliveries,
		webhooks: context.webhooks,
		documents: context.store.documents,
		switches: context.switches,
		faults: context.faults,
		files: context.files,
		seedDocument: seed,
		deliver: (event, data, how) => context.courier.deliver(event, data, how),
		notify: (event, data) => context.courier.notify(event, data),
		sign: (data, secret = context.credentials.clientSecret) =>
			deliverySignature(typeof data === 'string' ? data : JSON.stringify(data), secret),
		idle: () => context.background.idle(),
		reset,
		stop: async () => {
			await context.background.stop();
			await context.courier.stop();
			await app.close();
		},
	};
}
