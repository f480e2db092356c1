import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, expectOk, isOk, type Json } from './answers.mts';
import type { Call, Client, Method } from './client.mts';
import { type Experiment, type Flag, NotTried } from './probe.mts';
import type { Delivery, Receiver } from './receiver.mts';

/** How long to wait for what may never come, in milliseconds. */
export interface Patience {
	/** For the callback of a webhook that was added. */
	callback: number;
	/** How long a callback is kept open, to see whether the add call waits for it. */
	hold: number;
	/** For the event of a document. */
	event: number;
	/** For a repeated delivery. */
	retry: number;
	/** How long a delivery is kept open, to see when the sender gives up. */
	deadline: number;
	/** For a pending URL to be forgotten. */
	lifetime: number;
	/** Between two looks at the same thing. */
	pause: number;
}

export interface LabOptions {
	receiver?: Receiver;
	/** The public address of the receiver. */
	webhookUrl?: string;
	patience: Patience;
	/** Documents that may be submitted. */
	documents: number;
	flags: ReadonlySet<Flag>;
	/** The service runs on this machine and has to take local webhook URLs. */
	isLocal: boolean;
	signal: AbortSignal;
	/** Resolves when so many milliseconds are up, or at once when aborted. */
	timeUp?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const timer = (milliseconds: number, signal: AbortSignal): Promise<void> =>
	sleep(milliseconds, undefined, { signal }).catch(() => undefined);

/** Where the experiments are done: one account, one run. */
export class Lab {
	/** Path and id of everything that was made and has to be deleted. */
	readonly made = new Map<string, { path: string; id: number }>();
	/** Path and id of every split, whose documents have to be deleted. */
	readonly splits = new Map<number, string>();
	/** The webhook URL that was in use before; only with --replace-webhook is it replaced. */
	previousWebhook: string | undefined;
	/** The program has changed the account's webhooks. */
	hasTouchedWebhooks = false;
	submitted = 0;
	/** Paths of submissions that may have been taken, though no answer came. */
	readonly unanswered: string[] = [];
	/** Ids of all that was submitted and of what came of it. */
	private readonly ours = new Set<number>();
	private readonly results = new Map<Experiment<unknown>, Promise<unknown>>();
	private readonly done = new Set<Experiment<unknown>>();

	constructor(
		readonly api: Client,
		readonly options: LabOptions,
	) {}

	/** Does an experiment, once however often it is asked for. */
	result<T>(experiment: Experiment<T>): Promise<T> {
		let result = this.results.get(experiment);
		if (result === undefined) {
			result = this.begin(experiment);
			this.results.set(experiment, result);
		}
		return result as Promise<T>;
	}

	private async begin<T>(experiment: Experiment<T>): Promise<T> {
		const { flag, after = [] } = experiment;
		if (flag && !this.options.flags.has(flag)) throw new NotTried(`asked for by --${flag}`);
		for (const earlier of after) await this.result(earlier);
		if (this.options.signal.aborted) throw new NotTried('interrupted');
		const result = await experiment.run(this);
		this.done.add(experiment);
		return result;
	}

	/** Whether an experiment has been done, and has succeeded. */
	isDone(experiment: Experiment<unknown>): boolean {
		return this.done.has(experiment);
	}

	/** A call that is of no use unless it succeeds. */
	async get(path: string, query?: Record<string, string>): Promise<Json> {
		return expectOk(await this.api.call('GET', path, { query }), `GET ${path}`).body;
	}

	call(method: Method, path: string, call?: Call): Promise<Answer> {
		return this.api.call(method, path, call);
	}

	/**
	 * Submits a document, and remembers to delete it.
	 *
	 * @param product path of the document that comes of it; null if it cannot be deleted
	 * @throws NotTried when that would be more documents than were announced
	 */
	async submit(
		path: string,
		body: object,
		product: string | null = path.replace(/\/async$/, ''),
	): Promise<Answer> {
		if (this.submitted >= this.options.documents)
			throw new NotTried(`more than ${this.options.documents} documents were not announced`);
		this.submitted++;
		const answer = await this.call('POST', path, { body }).catch((error: Error) => {
			if (!this.options.signal.aborted) this.unanswered.push(path);
			throw error;
		});
		if (typeof answer.body?.id === 'number') this.ours.add(answer.body.id as number);
		// What is refused is not counted by Veryfi either.
		if (!isOk(answer)) this.submitted--;
		else if (product !== null && typeof answer.body?.id === 'number')
			this.keep(product, answer.body.id as number);
		return answer;
	}

	keep(path: string, id: number): void {
		this.ours.add(id);
		this.made.set(`${path}/${id}`, { path, id });
	}

	forget(path: string, id: number): void {
		this.made.delete(`${path}/${id}`);
	}

	/** Waits for deliveries, no longer than so many milliseconds; see Receiver.wait. */
	async deliveries(
		takes: (delivery: Delivery) => boolean,
		within: number,
		count = 1,
	): Promise<Delivery[]> {
		const { receiver, signal, timeUp = timer } = this.options;
		const stop = new AbortController();
		const end = timeUp(within, AbortSignal.any([signal, stop.signal]));
		const found = (await receiver?.wait(takes, count, end)) ?? [];
		stop.abort();
		return found;
	}

	/** Ids of other documents of the account whose events came here. */
	strangers(): number[] {
		const events = this.options.receiver?.deliveries ?? [];
		const ids = events.flatMap(({ event, data, signature }) =>
			event === 'subscription' || signature !== 'valid' ? [] : [data.parent_id ?? data.id].flat(),
		);
		return [...new Set(ids as number[])].filter((id) => !this.ours.has(id));
	}

	/** Looks again and again. @returns undefined if the time was up */
	async until<T>(look: () => Promise<T | undefined>, within: number): Promise<T | undefined> {
		const end = Date.now() + within;
		for (;;) {
			const found = await look();
			if (found !== undefined || Date.now() >= end) return found;
			await this.api.sleep(this.options.patience.pause);
		}
	}
}
