import { clock } from '../clock';
import { sharedBy } from '../concurrency/sharedBy';
import { unlessCancelled } from './cancelling';

/** The kinds of requests that Veryfi limits separately; `slow` are the files of some products. */
export type RateLimit = 'list' | 'slow' | 'other';

/**
 * Requests of a kind that Veryfi takes in a second (docs.veryfi.com, Rate limits and the pages of the
 * products).
 */
const LIMITS: Record<RateLimit, number> = { list: 5, slow: 20, other: 60 };

/** Milliseconds in which as many leave as Veryfi takes in a second, which may be counted differently. */
const WINDOW = 1015;

/** The share of a window that its requests are spread over: those that leave in a burst arrive late. */
const SPREAD = 0.7;

/**
 * Milliseconds by which a window is lengthened: what is assumed as long as nothing tells, and at most. Answers tell
 * where most of them take about as long as each other, which they do within so many milliseconds.
 */
const LATENESS = { assumed: 50, most: 250, alike: 100 };

/** Requests that are remembered, as a multiple of what a second may have. */
const REMEMBERED = 4;

/** What a 429 does to the windows, how far that goes, and how every request brings them back. */
const SLOWER = { factor: 1.1, most: 4, recovery: 0.9995 };

/**
 * Resolves after some time, or at once when the execution is cancelled.
 *
 * @param duration milliseconds
 */
export async function pause(duration: number, signal?: AbortSignal): Promise<void> {
	if (duration > 0) await unlessCancelled(async () => await clock.sleep(duration), signal);
}

/** A request that has left. */
interface Sent {
	/** When it left, by the clock. */
	leftAt: number;
	/** Milliseconds until its answer; absent before. */
	took?: number;
}

/**
 * Requests of one kind leave one after the other, and never so many that Veryfi sees too many in a
 * second. Veryfi counts them when they arrive. One that arrives late, because its connection took long
 * or this process stood still, comes close to those that leave a second later: they wait for as long
 * as it was late. That shows in the time until its answer, beside those of the others; unless the answers take
 * as long as the documents are hard.
 */
class Queue {
	private last: Promise<unknown> = Promise.resolve();

	/** The latest. */
	private readonly sent: Sent[] = [];

	constructor(
		private readonly limit: number,
		private readonly limiter: RateLimiter,
	) {}

	async acquire(signal?: AbortSignal): Promise<() => void> {
		const left = this.last.then(async () => await this.leave(signal));
		this.last = left;
		return await left;
	}

	private async leave(signal?: AbortSignal): Promise<() => void> {
		while (!signal?.aborted && this.due > clock.now()) await pause(this.due - clock.now(), signal);
		const request: Sent = { leftAt: clock.now() };
		this.sent.push(request);
		if (this.sent.length > this.limit * REMEMBERED) this.sent.shift();
		this.limiter.recover();
		return () => void (request.took = clock.now() - request.leftAt);
	}

	/**
	 * Milliseconds that an answer takes to a request that arrives in time; absent where the answers do not tell. The
	 * fastest of all may be a matter of luck, and the slowest are what is looked for: they do not count.
	 */
	private get usual(): number | undefined {
		const took = this.sent.flatMap(({ took }) => took ?? []).sort((a, b) => a - b);
		const [fast, slow] = [0.15, 0.75].map((share) => took[Math.floor(took.length * share)]);
		return took.length >= this.limit / 2 && slow - fast < LATENESS.alike ? fast : undefined;
	}

	/** When the next one may leave. */
	private get due(): number {
		const first = this.sent.at(-this.limit);
		const previous = this.sent.at(-1);
		const window = WINDOW * this.limiter.slowness;
		const apart = previous ? previous.leftAt + (window * SPREAD) / this.limit : 0;
		const free = first ? first.leftAt + window + this.latenessOf(first) : 0;
		return Math.max(this.limiter.blockedUntil, apart, free);
	}

	private latenessOf({ leftAt, took = clock.now() - leftAt }: Sent): number {
		const { usual } = this;
		if (usual === undefined) return LATENESS.assumed;
		return Math.min(Math.max(0, took - usual), LATENESS.most);
	}
}

/** The rate limiter that all requests of a run share, however many are in flight. */
export class RateLimiter {
	private readonly queues: Record<RateLimit, Queue> = {
		list: new Queue(LIMITS.list, this),
		slow: new Queue(LIMITS.slow, this),
		other: new Queue(LIMITS.other, this),
	};

	/** By the clock. */
	blockedUntil = 0;

	/** How many times longer than usual the windows are. */
	slowness = 1;

	/**
	 * Resolves when the next request of this kind may leave, and at once when the execution is cancelled.
	 *
	 * @returns what to call as soon as the request has been answered
	 */
	async acquire(rateLimit: RateLimit, signal?: AbortSignal): Promise<() => void> {
		return await this.queues[rateLimit].acquire(signal);
	}

	/**
	 * Holds all requests of the run: Veryfi has answered 429. After that they leave more slowly for a
	 * while, because somebody else may be using up the account's limit, too.
	 *
	 * @param duration milliseconds
	 */
	hold(duration: number): void {
		// Requests that were in flight together have one cause: they slow down once.
		if (clock.now() >= this.blockedUntil)
			this.slowness = Math.min(this.slowness * SLOWER.factor, SLOWER.most);
		this.blockedUntil = Math.max(this.blockedUntil, clock.now() + duration);
	}

	recover(): void {
		this.slowness = Math.max(1, this.slowness * SLOWER.recovery);
	}
}

/** The rate limiter of the run that the given n8n context belongs to. */
export const rateLimiterOf = sharedBy<object, RateLimiter>(() => new RateLimiter());
