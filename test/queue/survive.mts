import { expect } from '@jest/globals';
import { publishBooking, retryBookings, takeBookings } from '../e2e/booking.mts';
import { burst } from '../e2e/burst.mts';
import { repeatedEvery } from '../e2e/stage.mts';
import type { Stock } from '../e2e/stock.mts';
import { sized } from '../sized.mts';
import type { QueueStage } from './stage.mts';

/** Documents that come in while something goes wrong, which is when a third of them has been sent. */
export const DOCUMENTS = sized(60, 300);

interface Outcome {
	stock: Stock;
	/** What became of the documents after every failed execution was retried. */
	retried: () => Promise<Stock>;
}

/** Sends the documents, does `fault` in the middle of them, and waits until everything has ended. */
export async function survive(
	stage: QueueStage,
	title: string,
	fault: () => Promise<void>,
): Promise<Outcome> {
	Object.assign(stage.emulator.switches, repeatedEvery(15_000));
	// Slow enough for some documents to be in the middle of being fetched.
	stage.emulator.faults.add({ method: 'GET', path: '*/documents/*', delay: 500 });
	const workflow = await publishBooking(stage);
	let over: Promise<void> | undefined;
	const { ids, missed, swallowed } = await burst(stage.emulator, DOCUMENTS, {
		every: 80,
		after: (sent) => {
			if (sent === DOCUMENTS / 3) over = fault();
		},
	});
	await over;
	await stage.emulator.idle();
	expect([missed(), swallowed()]).toEqual([[], []]);
	const stock = await takeBookings(title, stage, workflow, ids);
	return {
		stock,
		retried: async () => await retryBookings(title, stage, workflow, ids, stock),
	};
}
