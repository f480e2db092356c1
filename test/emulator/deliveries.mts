import { Agent, request } from 'undici';
import type { Context } from './context.mts';
import { assertSomewhere } from './nowhere.mts';
import { deliverySignature } from './signature.mts';
import { wireBody, wireJson } from './wire.mts';

/** One attempt to deliver, as tests look at it. */
export interface Delivery {
	url: string;
	event: string;
	/** The raw text that was sent. */
	body: string;
	/** Value of `x-veryfi-signature`; undefined when the header was left out. */
	signature: string | undefined;
	/** 1 for the first. */
	attempt: number;
	/** The receiver's answer; 0 when there was none. */
	status: number;
	/** How the answer began. */
	answer?: string;
	/** Why there was no answer. */
	error?: string;
	/** Milliseconds since 1970, when the attempt began. */
	at: number;
}

export interface DeliveryOptions {
	/** Receiver; the confirmed webhook by default. */
	url?: string;
	/** Secret to sign with; the account's client secret by default. */
	secret?: string;
	/** Send this header value instead of a computed one; null leaves the header out. */
	signature?: string | null;
	/** Send exactly this body, whatever `event` and `data` say (`data` is still what gets signed). */
	rawBody?: string | Buffer;
	headers?: Record<string, string>;
	/** Attempts in total; the switch by default. */
	attempts?: number;
}

/** Characters of an answer that are kept. */
const KEPT_OF_ANSWER = 200;

/** What goes to the receiver, fixed before the first attempt: repeats are byte for byte the same. */
interface Parcel {
	url: string;
	event: string;
	body: string | Buffer;
	signature: string | undefined;
	headers: Record<string, string>;
}

/** Sends events to the webhook, with Veryfi's time-outs and repeats. */
export class Courier {
	private agents = new Map<string, Agent>();
	private heldBack: Array<() => Promise<unknown>> = [];

	constructor(private readonly context: Context) {}

	/**
	 * Tells the confirmed webhook, in the background, through whatever delivery faults are armed.
	 * Without a confirmed webhook nothing is sent.
	 */
	notify(event: string, data: unknown): void {
		const [webhook] = this.context.webhooks.confirmed;
		if (webhook === undefined) return;
		const parcel = this.pack(event, data, { url: webhook.url });
		const fault = this.context.faults.forDelivery(event);
		if (fault.drop) return;
		const send = () => this.attempts(parcel, this.context.switches.deliveryAttempts);
		if (fault.reorder) {
			this.heldBack.push(send);
			return;
		}
		const released = this.heldBack.splice(0);
		this.context.background.run(async () => {
			if (fault.delay) await this.context.background.stall(fault.delay);
			for (let copy = 0; copy <= (fault.duplicate ?? 0); copy++) await send();
			for (const later of released) await later();
		});
	}

	/**
	 * Sends one delivery by hand, forged or not.
	 *
	 * @returns all attempts made
	 * @throws Error when there is no url and no webhook is confirmed
	 */
	async deliver(event: string, data: unknown, options: DeliveryOptions = {}): Promise<Delivery[]> {
		const url = options.url ?? this.context.webhooks.confirmed[0]?.url;
		if (url === undefined) throw new Error('No webhook is confirmed. Give a url to deliver to.');
		const attempts = options.attempts ?? this.context.switches.deliveryAttempts;
		return await this.attempts(this.pack(event, data, { ...options, url }), attempts);
	}

	private pack(event: string, data: unknown, options: DeliveryOptions & { url: string }): Parcel {
		const { switches, credentials } = this.context;
		const dataText = wireJson(data, switches.deliveryJson);
		const isLegacy = switches.legacyBody && event !== 'subscription';
		const signature =
			options.signature === undefined
				? deliverySignature(dataText, options.secret ?? credentials.clientSecret)
				: (options.signature ?? undefined);
		return {
			url: options.url,
			event,
			body:
				options.rawBody ?? (isLegacy ? dataText : wireBody(event, dataText, switches.deliveryJson)),
			signature,
			headers: options.headers ?? {},
		};
	}

	private async attempts(parcel: Parcel, attempts: number): Promise<Delivery[]> {
		const made: Delivery[] = [];
		const { background, switches } = this.context;
		for (let attempt = 1; attempt <= attempts; attempt++) {
			const delivery = await this.attempt(parcel, attempt);
			made.push(delivery);
			const isDelivered = delivery.status > 0 && delivery.status < 400;
			if (isDelivered || attempt === attempts) break;
			const { retryIntervals } = switches;
			await background.sleep(retryIntervals[Math.min(attempt, retryIntervals.length) - 1] ?? 0);
			if (background.stopped) break;
		}
		return made;
	}

	private async attempt(parcel: Parcel, attempt: number): Promise<Delivery> {
		const { url, event, body, signature, headers } = parcel;
		const delivery: Delivery = {
			url,
			event,
			body: body.toString(),
			signature,
			attempt,
			status: 0,
			at: this.context.clock.now(),
		};
		this.context.deliveries.push(delivery);
		if (this.context.faults.forAttempt(event).fail) {
			delivery.error = 'The connection broke (fault)';
			return delivery;
		}
		try {
			assertSomewhere(url);
			// Neither undici's request() nor Veryfi, as far as known, follows redirects: a 3xx is a success.
			const response = await request(url, {
				method: 'POST',
				body,
				headers: {
					'content-type': 'application/json',
					'user-agent': 'Veryfi-Emulator',
					...(signature === undefined ? {} : { 'x-veryfi-signature': signature }),
					...headers,
				},
				dispatcher: this.agent(),
				signal: this.context.background.signal,
			});
			delivery.status = response.statusCode;
			delivery.answer = (await response.body.text()).slice(0, KEPT_OF_ANSWER);
		} catch (error) {
			delivery.error ??= describe(error);
		}
		return delivery;
	}

	/** One agent per set of connection switches, so that changing a switch takes effect at once. */
	private agent(): Agent {
		const { connectTimeout, responseTimeout, insecureWebhookTls, webhookCa } =
			this.context.switches;
		const key = JSON.stringify([connectTimeout, responseTimeout, insecureWebhookTls, webhookCa]);
		let agent = this.agents.get(key);
		if (agent === undefined) {
			agent = new Agent({
				connect: {
					timeout: connectTimeout,
					rejectUnauthorized: !insecureWebhookTls,
					...(webhookCa ? { ca: webhookCa } : {}),
				},
				headersTimeout: responseTimeout,
				bodyTimeout: responseTimeout,
				// Each delivery comes over a connection of its own: one that has been idle may be closed already.
				keepAliveTimeout: 1,
				keepAliveMaxTimeout: 1,
			});
			this.agents.set(key, agent);
		}
		return agent;
	}

	clear(): void {
		this.heldBack = [];
	}

	async stop(): Promise<void> {
		await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
		this.agents.clear();
	}
}

function describe(error: unknown): string {
	const { code, message } = error as { code?: string; message?: string };
	return [code, message].filter(Boolean).join(': ') || String(error);
}
