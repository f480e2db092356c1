import type { IExecuteFunctions } from 'n8n-workflow';

import { SerialByKey } from '../../shared/concurrency/serialByKey';

/** What an event leaves in the record: its key, and its key together with the execution that has it. */
export type Entries = [key: string, own: string];

/** Events that wait for the record and will be looked up together. */
interface Batch {
	events: Map<string, Entries>;
	known: Promise<Set<string>>;
}

/** By record. */
const serial = new SerialByKey();

/** By record: the batch that still takes events. */
const gathering = new Map<string, Batch>();

/**
 * n8n's record of what a node has processed, in its database. Every call reads the whole record and writes it back,
 * without a lock. So within this process one call follows the other, and those that wait share the next one;
 * between workers one entry may be overwritten by another's.
 */
export class ProcessedRecord {
	private readonly maxEntries: number;

	/** Tells the record from those of other nodes. */
	private readonly name: string;

	/** @param size how many events it holds */
	constructor(
		private readonly context: IExecuteFunctions,
		size: number,
	) {
		this.maxEntries = size * 2;
		this.name = `${context.getWorkflow().id} ${context.getNode().id}`;
	}

	/**
	 * Adds an event.
	 *
	 * @returns entries that were there before, those of this event among them
	 * @throws what n8n throws when it cannot reach its database
	 */
	async lookUp(entries: Entries): Promise<Set<string>> {
		const [key] = entries;
		const open = gathering.get(this.name);
		// What comes twice in one call is new to n8n both times.
		const batch = open && !open.events.has(key) ? open : this.openBatch();
		batch.events.set(key, entries);
		return await batch.known;
	}

	/** @throws what n8n throws when it cannot reach its database */
	async remove(entries: Entries): Promise<void> {
		await serial.run(
			this.name,
			async () => await this.context.helpers.removeProcessed(entries, 'node', { mode: 'entries' }),
		);
	}

	private openBatch(): Batch {
		const events = new Map<string, Entries>();
		const known = serial.run(this.name, async () => {
			if (gathering.get(this.name) === batch) gathering.delete(this.name);
			const { processed } = await this.context.helpers.checkProcessedAndRecord(
				[...events.values()].flat(),
				'node',
				{ mode: 'entries', maxEntries: this.maxEntries },
			);
			return new Set(processed as string[]);
		});
		const batch: Batch = { events, known };
		gathering.set(this.name, batch);
		return batch;
	}
}
