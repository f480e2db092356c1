import { setTimeout as sleep } from 'node:timers/promises';
import { FormData, request } from 'undici';
import type { Answer } from './answers.mts';
import { NotTried } from './probe.mts';

export interface Account {
	/** Without a slash at the end. */
	baseUrl: string;
	clientId: string;
	clientSecret: string;
	username: string;
	apiKey: string;
}

export interface Call {
	query?: Record<string, string>;
	/** An object goes as JSON, a FormData as multipart. */
	body?: object;
	/** Instead of the account's; null sends none. */
	headers?: Record<string, string> | null;
	/** No pause before it, and no second try after a 429. */
	atOnce?: boolean;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Limits {
	/** Requests in total. Tidying up has as many again as it has made documents. */
	requests: number;
	/** Milliseconds between the beginnings of two requests. */
	pause: number;
}

const TIMEOUT_MS = 120_000;
/** Longer is not waited for after a 429. */
const LONGEST_PAUSE_MS = 60_000;
const TRIES = 3;

/** Talks to `/api/v8/partner`, never faster and never more often than the limits allow. */
export class Client {
	made = 0;
	private turn: Promise<unknown> = Promise.resolve();

	constructor(
		readonly account: Account,
		private readonly limits: Limits,
		private readonly signal: AbortSignal,
	) {}

	/** The same account for tidying up: after an interruption, too, and with requests of its own. */
	afterwards(requests: number): Client {
		return new Client(this.account, { ...this.limits, requests }, AbortSignal.timeout(TIMEOUT_MS));
	}

	/**
	 * @param path below `/api/v8/partner`
	 * @throws NotTried when all requests are used up or Veryfi cannot be reached
	 */
	async call(method: Method, path: string, call: Call = {}): Promise<Answer> {
		for (let attempt = 1; ; attempt++) {
			const answer = await this.once(method, path, call);
			if (answer.status !== 429 || call.atOnce || attempt === TRIES) return answer;
			const seconds = Number(answer.headers['retry-after'] ?? 1);
			await this.sleep(Math.min(seconds * 1000 || 1000, LONGEST_PAUSE_MS));
		}
	}

	/** @throws NotTried once the user has interrupted the program */
	async sleep(milliseconds: number): Promise<void> {
		await sleep(milliseconds, undefined, { signal: this.signal }).catch(() => {
			throw new NotTried('interrupted');
		});
	}

	/** Once sent, a request is never broken off: what it has made would not be known. */
	private async once(method: Method, path: string, call: Call): Promise<Answer> {
		if (!call.atOnce) await (this.turn = this.turn.then(() => this.sleep(this.limits.pause)));
		if (this.signal.aborted) throw new NotTried('interrupted');
		if (this.made >= this.limits.requests)
			throw new NotTried(`the limit of ${this.limits.requests} requests was reached`);
		this.made++;
		const { baseUrl, clientId, username, apiKey } = this.account;
		const isForm = call.body instanceof FormData;
		const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : '';
		try {
			const { statusCode, headers, body } = await request(
				`${baseUrl}/api/v8/partner${path}${query}`,
				{
					method,
					headers: {
						accept: 'application/json',
						...(call.body && !isForm ? { 'content-type': 'application/json' } : {}),
						...(call.headers === null
							? {}
							: {
									'client-id': clientId,
									authorization: `apikey ${username}:${apiKey}`,
									...call.headers,
								}),
					},
					body: isForm ? (call.body as FormData) : call.body && JSON.stringify(call.body),
					headersTimeout: TIMEOUT_MS,
					bodyTimeout: TIMEOUT_MS,
				},
			);
			const text = await body.text();
			return { status: statusCode, headers, text, body: parse(text) };
		} catch (error) {
			const { code, message } = error as NodeJS.ErrnoException;
			throw new NotTried(`Veryfi cannot be reached: ${code ?? message}`);
		}
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
