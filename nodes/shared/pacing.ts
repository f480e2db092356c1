import { sleep } from 'n8n-workflow';

/** The kinds of requests that Veryfi limits separately; `slow` are the files of some products. */
export type Lane = 'list' | 'slow' | 'other';

/**
 * Requests of a kind that Veryfi takes in a second (docs.veryfi.com, Rate limits and the pages of the
 * products).
 */
const LIMITS: Record<Lane, number> = { list: 5, slow: 20, other: 60 };

/**
 * Milliseconds between two requests of a kind: a little more than the limits ask for, because
 * requests do not arrive as evenly as they leave.
 */
const INTERVALS: Record<Lane, number> = { list: 1000 / 4.8, slow: 1000 / 19, other: 1000 / 57 };

/** Milliseconds that a queue makes up for: timers are late by one or two, busy processes by more. */
const CATCHES_UP = 20;

/** What a 429 does to the intervals, how far that goes, and how every request brings them back. */
const SLOWER = { factor: 1.1, most: 4, recovery: 0.9995 };

/**
 * Resolves after some time, or at once when the execution is cancelled.
 *
 * @param duration milliseconds
 */
export async function pause(duration: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted || duration <= 0) return;
	let stop: (() => void) | undefined;
	const cancelled = new Promise<void>((resolve) => {
		stop = resolve;
		signal?.addEventListener('abort', resolve as () => void, { once: true });
	});
	await Promise.race([sleep(duration), cancelled]);
	if (stop) signal?.removeEventListener('abort', stop);
}

/** Requests of one kind leave one after the other, evenly, and never too many in a second. */
class Queue {
	private last: Promise<void> = Promise.resolve();

	private due = 0;

	/** When the latest requests left, as many as a second may have. */
	private readonly left: number[] = [];

	constructor(
		private readonly lane: Lane,
		private readonly pace: Pace,
	) {}

	async turn(signal?: AbortSignal): Promise<void> {
		const turn = this.last.then(async () => await this.leave(signal));
		this.last = turn;
		await turn;
	}

	private async leave(signal?: AbortSignal): Promise<void> {
		for (;;) {
			const now = Date.now();
			const fullUntil = this.left.length < LIMITS[this.lane] ? 0 : this.left[0] + 1001;
			const wait = Math.max(this.due, this.pace.blockedUntil, fullUntil) - now;
			if (wait <= 0 || signal?.aborted) break;
			await pause(wait, signal);
		}
		const now = Date.now();
		const isLate = this.due > now - CATCHES_UP;
		this.due = (isLate ? this.due : now) + INTERVALS[this.lane] * this.pace.slowness;
		this.left.push(now);
		if (this.left.length > LIMITS[this.lane]) this.left.shift();
		this.pace.recover();
	}
}

/** The one pace that all requests of a run keep, however many are in flight. */
export class Pace {
	private readonly queues: Record<Lane, Queue> = {
		list: new Queue('list', this),
		slow: new Queue('slow', this),
		other: new Queue('other', this),
	};

	/** Milliseconds since 1970. */
	blockedUntil = 0;

	/**
	 * How many times longer than usual the intervals are. More at first: requests that open a connection
	 * arrive late, and those that find one open would come too close behind them.
	 */
	slowness = 1.05;

	/** Resolves when the next request of this kind may leave. */
	async turn(lane: Lane, signal?: AbortSignal): Promise<void> {
		await this.queues[lane].turn(signal);
	}

	/**
	 * Holds all requests of the run: Veryfi has answered 429. After that they leave more slowly for a
	 * while, because somebody else may be using up the account's limit, too.
	 *
	 * @param duration milliseconds
	 */
	hold(duration: number): void {
		// Requests that were in flight together have one cause: they slow down once.
		if (Date.now() >= this.blockedUntil)
			this.slowness = Math.min(this.slowness * SLOWER.factor, SLOWER.most);
		this.blockedUntil = Math.max(this.blockedUntil, Date.now() + duration);
	}

	recover(): void {
		this.slowness = Math.max(1, this.slowness * SLOWER.recovery);
	}
}

const paces = new WeakMap<object, Pace>();

/** The pace of the run that the given n8n context belongs to. */
export function paceOf(context: object): Pace {
	const pace = paces.get(context) ?? new Pace();
	paces.set(context, pace);
	return pace;
}
