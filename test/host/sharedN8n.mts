import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import type { N8nInstallation } from './install.mts';
import { N8n, type N8nOptions, type N8nPlace } from './n8n.mts';
import { unpublish } from './publish.mts';
import { readRecord, sharedPath } from './sharedFolder.mts';

/** What tells one shared n8n from another. */
export type SharedOptions = Omit<N8nOptions, 'install'>;

/**
 * A n8n that test files of one jest worker use one after the other: starting one takes more than many a file. Each finds
 * it empty but for its owner. Tests that look through n8n's folder take one of their own.
 */
export class SharedN8n extends N8n {
	private constructor(
		installation: N8nInstallation,
		place: N8nPlace,
		options: SharedOptions,
		private readonly record: string,
	) {
		super(installation, place, { ...options.env });
	}

	/** The one with these options: running, its owner logged in. */
	static async take(installation: N8nInstallation, options: SharedOptions): Promise<SharedN8n> {
		const record = sharedPath(`n8n-${hash({ ...options, ...installation })}.json`);
		const left = await readRecord<N8nPlace>(record);
		if (left) {
			const n8n = new SharedN8n(installation, left, options, record);
			if (await n8n.client.isReady()) {
				await n8n.client.login();
				return n8n;
			}
			await n8n.discard();
		}
		const place = await N8n.prepare(installation, options);
		const n8n = new SharedN8n(installation, place, options, record);
		await n8n.start();
		await n8n.client.setUpOwner();
		await n8n.leave();
		return n8n;
	}

	/** Empties it for the next file. What cannot be emptied is ended, and the next file starts one anew. */
	override async dispose(): Promise<void> {
		try {
			for (const { id, active } of await this.client.workflows()) {
				if (active) await unpublish(this.client, id);
				await this.client.deleteWorkflow(id);
			}
			await this.client.deleteDataTables();
			await this.client.deleteCredentials();
			await this.leave();
		} catch (error) {
			console.warn('n8n could not be emptied:', error);
			await this.discard();
		}
	}

	private async leave(): Promise<void> {
		await writeFile(this.record, JSON.stringify({ ...this.place, pid: this.pid }));
	}

	private async discard(): Promise<void> {
		await super.dispose();
		await rm(this.record, { force: true });
	}
}

const hash = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
