import type { IExecuteFunctions } from 'n8n-workflow';

import { describeEvent, documentIds } from './events';
import type { Notification } from './items';
import { optionsFor } from './options';
import { inTurn } from './turns';

/** Events that are remembered unless the user says otherwise. */
export const DEFAULT_MEMORY = 1_000;

/** Each event takes two entries: its key, and its key together with the execution that has it. */
const ENTRIES_PER_EVENT = 2;

/**
 * Veryfi sends a delivery again when the first answer was late. The same event has the same name,
 * ids and time; one that is about no document has all of its data the same. Without a time two real
 * events could look alike, so nothing is skipped then.
 */
function keyOf({ event, data }: Notification): string | undefined {
	if (data.created === undefined) return undefined;
	const { ids, parentId } = documentIds(data);
	const isAboutDocuments = describeEvent(event) !== undefined && ids.length > 0;
	return JSON.stringify([event, isAboutDocuments ? [parentId, ids, data.created] : data]);
}

/**
 * n8n's memory of processed events, in its database. It has no lock. Within a process its users take
 * turns; between workers two redeliveries at the very same moment may both pass, and one worker's entry may
 * be overwritten by another's. It fails now and then, and then the event passes too: to process an event
 * twice is a nuisance, to lose one is damage.
 */
export class Redeliveries {
	private readonly isActive: boolean;

	private readonly isRetry: boolean;

	private readonly maxEntries: number;

	constructor(private readonly context: IExecuteFunctions) {
		const { skipRedeliveries = true, redeliveriesRemembered = DEFAULT_MEMORY } = optionsFor(
			context,
			0,
		);
		// What the user runs by hand in the editor must come out, however often.
		this.isActive = skipRedeliveries && context.getMode() !== 'manual';
		this.isRetry = context.getMode() === 'retry';
		this.maxEntries = redeliveriesRemembered * ENTRIES_PER_EVENT;
	}

	/**
	 * Records the event and tells whether another execution has it already. The same execution may ask
	 * again (n8n tries a failed node again, or runs a stalled job again), and a retry of a failed one
	 * never skips.
	 */
	async isRedelivery(notification: Notification): Promise<boolean> {
		const entries = this.entriesOf(notification);
		if (entries === undefined) return false;
		const [key, own] = entries;
		try {
			const { processed } = await this.inTurn(
				async () =>
					await this.context.helpers.checkProcessedAndRecord(entries, 'node', {
						mode: 'entries',
						maxEntries: this.maxEntries,
					}),
			);
			return !this.isRetry && processed.includes(key) && !processed.includes(own);
		} catch (error) {
			this.context.logger.warn('Veryfi Trigger could not check for redeliveries', {
				error: String(error),
			});
			return false;
		}
	}

	/** Lets a redelivery of an event that could not be processed have its chance. */
	async forget(notification: Notification): Promise<void> {
		const entries = this.entriesOf(notification);
		if (entries === undefined) return;
		try {
			await this.inTurn(
				async () =>
					await this.context.helpers.removeProcessed(entries, 'node', { mode: 'entries' }),
			);
		} catch (error) {
			this.context.logger.warn('Veryfi Trigger could not forget a failed event', {
				error: String(error),
			});
		}
	}

	/** n8n keeps one record per node, and every call reads it and writes it back. */
	private async inTurn<T>(work: () => Promise<T>): Promise<T> {
		return await inTurn(`${this.context.getWorkflow().id} ${this.context.getNode().id}`, work);
	}

	private entriesOf(notification: Notification): [key: string, own: string] | undefined {
		const key = this.isActive ? keyOf(notification) : undefined;
		return key === undefined ? undefined : [key, `${this.context.getExecutionId()} ${key}`];
	}
}
