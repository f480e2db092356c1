import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../emulator/index.mts';

export interface BurstOptions {
	/** Milliseconds between two documents. */
	every?: number;
	/** Called after each document that was sent off, counted from 1. */
	after?: (sent: number) => unknown;
}

/** Documents that the account finished in quick succession, and what became of their deliveries. */
export interface Burst {
	ids: number[];
	/** Documents whose delivery the trigger answered with a success at least once, whether Veryfi heard it or not. */
	accepted: () => number[];
	/** Documents whose every attempt failed. */
	missed: () => number[];
}

/**
 * Finishes `count` documents one after the other and delivers each as the account itself would: in the
 * background, with repeats, through armed faults. Resolves when the last was sent off.
 */
export async function burst(
	emulator: Emulator,
	count: number,
	{ every = 25, after }: BurstOptions = {},
): Promise<Burst> {
	const ids: number[] = [];
	for (let sent = 1; sent <= count; sent++) {
		const id = emulator.seedDocument({ total: sent });
		ids.push(id);
		emulator.notify('document.created', { id, created: '2026-11-20 10:00:00' });
		await after?.(sent);
		await sleep(every);
	}
	const delivered = () =>
		new Set(
			emulator.deliveries
				.filter(({ status }) => status > 0 && status < 400)
				.map(({ body }) => (JSON.parse(body) as { data: { id: number } }).data.id),
		);
	return {
		ids,
		accepted: () => ids.filter((id) => delivered().has(id)),
		missed: () => ids.filter((id) => !delivered().has(id)),
	};
}
