import { sleep } from 'n8n-workflow';

/** The kinds of requests that Veryfi limits separately. */
export type Lane = 'list' | 'other';

/**
 * Milliseconds between two requests of a kind: 5 lists and 60 other requests a second
 * (docs.veryfi.com, Rate limits), and a little more because requests do not arrive as evenly as they leave.
 */
const INTERVALS: Record<Lane, number> = { list: 1000 / 4.8, other: 1000 / 58.5 };

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

/** The one pace that all requests of a run keep, however many are in flight. */
export class Pace {
	private readonly next: Record<Lane, number> = { list: 0, other: 0 };

	private blockedUntil = 0;

	/** Resolves when the next request of this kind may leave. */
	async turn(lane: Lane, signal?: AbortSignal): Promise<void> {
		for (;;) {
			const now = Date.now();
			const start = Math.max(now, this.next[lane], this.blockedUntil);
			this.next[lane] = start + INTERVALS[lane];
			await pause(start - now, signal);
			// A 429 that came in the meantime holds everybody who was waiting.
			if (signal?.aborted || Date.now() >= this.blockedUntil) return;
		}
	}

	/**
	 * Holds all requests of the run: Veryfi has answered 429.
	 *
	 * @param duration milliseconds
	 */
	hold(duration: number): void {
		this.blockedUntil = Math.max(this.blockedUntil, Date.now() + duration);
	}
}

const paces = new WeakMap<object, Pace>();

/** The pace of the run that the given n8n context belongs to. */
export function paceOf(context: object): Pace {
	const pace = paces.get(context) ?? new Pace();
	paces.set(context, pace);
	return pace;
}
