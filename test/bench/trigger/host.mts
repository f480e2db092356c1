/** A real n8n in which all contestants are published. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
	ensureN8n,
	N8n,
	PATIENCE_MS,
	printReport,
	waitFor,
	type Workflow,
} from '../../host/index.mts';
import type { Veryfi } from '../emulator.mts';
import { contestants, type Name } from './contestants.mts';
import type { Door } from './deliveries.mts';

export interface Entry {
	name: Name;
	door: Door;
	/** Resolves when n8n has run all that it has taken for this workflow. */
	idle: () => Promise<void>;
}

export interface Host {
	entries: Entry[];
	stop(): Promise<void>;
}

const UNFINISHED = ['new', 'running', 'waiting'];

/** @param env settings of n8n that differ from its own */
export async function startHost(veryfi: Veryfi, env: Record<string, string>): Promise<Host> {
	const n8n = await N8n.create(await ensureN8n(printReport), { env });
	try {
		await addBarest(join(n8n.folder, '.n8n', 'nodes'));
		await n8n.start();
		await n8n.client.setUpOwner();
		const credential = await n8n.client.createCredential(
			'Veryfi',
			'veryfiAsyncApi',
			veryfi.credential,
		);
		const entries: Entry[] = [];
		for (const { name, definition, path } of contestants(credential, veryfi)) {
			const workflow = await n8n.client.createWorkflow(definition);
			await publish(n8n, workflow);
			entries.push({
				name,
				door: {
					url: `${n8n.url}/webhook/${path}`,
					ca: n8n.certificate.cert,
					clientSecret: veryfi.credential.clientSecret,
				},
				idle: async () => {
					const isBusy = async () =>
						(await n8n.client.executions(workflow.id)).some(({ status }) =>
							UNFINISHED.includes(status),
						);
					while (await isBusy());
				},
			});
		}
		return { entries, stop: async () => await dispose(n8n) };
	} catch (error) {
		await dispose(n8n);
		throw error;
	}
}

async function dispose(n8n: N8n): Promise<void> {
	await n8n.client.close();
	await n8n.dispose();
}

/** Puts the barest trigger beside our package. */
async function addBarest(nodesFolder: string): Promise<void> {
	const name = 'n8n-nodes-barest';
	await cp(
		fileURLToPath(new URL('barest', import.meta.url)),
		join(nodesFolder, 'node_modules', name),
		{ recursive: true },
	);
	const file = join(nodesFolder, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: object };
	Object.assign(manifest.dependencies, { [name]: '*' });
	await writeFile(file, JSON.stringify(manifest));
}

async function publish({ client }: N8n, workflow: Workflow): Promise<void> {
	await client.activate(workflow);
	await waitFor(
		`n8n to publish "${workflow.name}"`,
		PATIENCE_MS,
		async () => {
			const { status } = await client.publicationStatus(workflow.id);
			return status === 'published' || undefined;
		},
		() => client.publicationStatus(workflow.id),
	);
}
