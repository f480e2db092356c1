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
	/** Documents whose every attempt failed. */
	missed: () => number[];
	/**
	 * Documents that Veryfi counts as delivered and n8n never saw: between opening its port and having looked at its
	 * database's tables, n8n (2.40) answers 200 to anything.
	 */
	swallowed: () => number[];
}

/** What n8n answers then. */
const STARTING = /^n8n is starting up/;

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
	const answeredBy = (wanted: (answer: string) => boolean) =>
		new Set(
			emulator.deliveries
				.filter(({ status, answer = '' }) => status > 0 && status < 400 && wanted(answer))
				.map(({ body }) => (JSON.parse(body) as { data: { id: number } }).data.id),
		);
	const delivered = () => answeredBy(() => true);
	const taken = () => answeredBy((answer) => !STARTING.test(answer));
	return {
		ids,
		missed: () => ids.filter((id) => !delivered().has(id)),
		swallowed: () => ids.filter((id) => delivered().has(id) && !taken().has(id)),
	};
}
