import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Item } from '../../shared/fields/item';
import { toBoolean } from '../../shared/fields/values';
import { isAboutDocuments } from '../events';
import type { Notification } from '../notification';
import { documentIds } from './documentIds';
import type { Entries } from './processedRecord';
import { ProcessedRecord } from './processedRecord';

const redeliveriesRemembered: INodeProperties = {
	displayName: 'Redeliveries Remembered',
	name: 'redeliveriesRemembered',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10_000, numberPrecision: 0 },
	default: 1_000,
	description:
		'How many of the latest events to remember in order to recognize redeliveries. The events of an hour are usually enough.',
};

const skipRedeliveries: INodeProperties = {
	displayName: 'Skip Redeliveries',
	name: 'skipRedeliveries',
	type: 'boolean',
	default: true,
	description:
		'Whether to ignore an event that Veryfi delivers again because the first answer was late. Events of a manual execution are never skipped.',
};

/** What the user can say about redeliveries. */
export const redeliveryOptions = [redeliveriesRemembered, skipRedeliveries];

/**
 * Veryfi sends a delivery again when the first answer was late. The same event has the same name,
 * ids and time; one that is about no document has all of its data the same. Without a time two real
 * events could look alike, so nothing is skipped then.
 */
function keyOf({ event, data }: Notification): string | undefined {
	if (data.created === undefined) return undefined;
	const { ids, parentId } = documentIds(data);
	const namesDocuments = isAboutDocuments(event) && ids.length > 0;
	return JSON.stringify([event, namesDocuments ? [parentId, ids, data.created] : data]);
}

/**
 * Tells by n8n's memory of processed events whether one has come before. That memory fails now and then, and between
 * workers two redeliveries at the very same moment may both pass (see processedRecord.ts): to process an event twice
 * is a nuisance, to lose one is damage.
 */
export class Redeliveries {
	private readonly isActive: boolean;

	private readonly isRetry: boolean;

	private readonly record: ProcessedRecord;

	/** @throws NodeOperationError for an option that cannot be read */
	constructor(private readonly context: IExecuteFunctions) {
		const item = new Item(context, 0);
		const { options } = item;
		const isWanted = item.reading(() =>
			toBoolean(options.skipRedeliveries ?? true, skipRedeliveries.displayName),
		);
		// What the user runs by hand in the editor must come out, however often.
		this.isActive = isWanted && context.getMode() !== 'manual';
		this.isRetry = context.getMode() === 'retry';
		this.record = new ProcessedRecord(
			context,
			item.checkNumber(redeliveriesRemembered, options.redeliveriesRemembered),
		);
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
			const known = await this.record.lookUp(entries);
			return !this.isRetry && known.has(key) && !known.has(own);
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
			await this.record.remove(entries);
		} catch (error) {
			this.context.logger.warn('Veryfi Trigger could not forget an event that was not processed', {
				error: String(error),
			});
		}
	}

	private entriesOf(notification: Notification): Entries | undefined {
		const key = this.isActive ? keyOf(notification) : undefined;
		return key === undefined ? undefined : [key, `${this.context.getExecutionId()} ${key}`];
	}
}
