/**
 * The memory behind `checkProcessedAndRecord` that n8n's host gives to n8n-core, with the semantics
 * of the host's database-backed one: per workflow and node, oldest entries dropped first, and a row that
 * is read, changed and written back without a lock.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataDeduplicator } from 'n8n-workflow';

export class DeduplicationMemory implements IDataDeduplicator {
	private entries = new Map<string, string[]>();

	/** Set to make the next call fail once, as the host's does when two first-ever calls collide. */
	failNext?: Error;

	checkProcessedAndRecord: IDataDeduplicator['checkProcessedAndRecord'] = async (
		items,
		_scope,
		{ workflow, node },
		{ maxEntries },
	) => {
		if (this.failNext) {
			const error = this.failNext;
			this.failNext = undefined;
			throw error;
		}
		const key = `${workflow.id}:${node?.id}`;
		const known = await this.read(key);
		// As in the host, what comes twice in one call is new both times.
		const before = new Set(known);
		const processed = items.filter((item) => before.has(String(item)));
		const fresh = items.filter((item) => !before.has(String(item)));
		known.push(...fresh.map(String));
		if (maxEntries) known.splice(0, Math.max(0, known.length - maxEntries));
		await this.write(key, known);
		return { new: fresh, processed };
	};

	removeProcessed: IDataDeduplicator['removeProcessed'] = async (items, _scope, context) => {
		const key = `${context.workflow.id}:${context.node?.id}`;
		const gone = new Set(items.map(String));
		const known = await this.read(key);
		await this.write(
			key,
			known.filter((entry) => !gone.has(entry)),
		);
	};

	clearAllProcessedItems: IDataDeduplicator['clearAllProcessedItems'] = async (_scope, context) => {
		this.entries.delete(`${context.workflow.id}:${context.node?.id}`);
	};

	getProcessedDataCount: IDataDeduplicator['getProcessedDataCount'] = async (_scope, context) =>
		this.entries.get(`${context.workflow.id}:${context.node?.id}`)?.length ?? 0;

	/** As long as a database takes; meanwhile others may read the same. */
	private async read(key: string): Promise<string[]> {
		const known = [...(this.entries.get(key) ?? [])];
		await sleep(1);
		return known;
	}

	private async write(key: string, known: string[]): Promise<void> {
		await sleep(1);
		this.entries.set(key, known);
	}

	reset() {
		this.entries.clear();
		this.failNext = undefined;
	}
}
