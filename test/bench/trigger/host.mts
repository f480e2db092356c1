/** A real n8n, of one process or of several, in which all contestants are published. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import {
	ensureN8n,
	type N8n,
	type N8nInstallation,
	printReport,
	publishOrFail,
} from '../../host/index.mts';
import { installPackage } from '../../host/package.mts';
import type { Veryfi } from '../emulator.mts';
import { contestants, type Name } from './contestants.mts';
import type { Receiver } from './deliveries.mts';

export interface Entry {
	name: Name;
	receiver: Receiver;
	/** Resolves when n8n has run all that it has taken for this workflow. */
	idle: () => Promise<void>;
}

export type Runnable = Pick<N8n, 'client' | 'url' | 'certificate' | 'start' | 'dispose'>;

export interface Host<R extends Runnable> {
	n8n: R;
	entries: Entry[];
	stop: () => Promise<void>;
}

/** Between two looks, which cost n8n something, too. */
const POLL_MS = 10;

/** @param create prepares the n8n with the function that brings the nodes into each of its folders */
export async function startHost<R extends Runnable>(
	veryfi: Veryfi,
	create: (
		installation: N8nInstallation,
		install: (nodesFolder: string) => Promise<void>,
	) => Promise<R>,
	names: readonly Name[],
): Promise<Host<R>> {
	const n8n = await create(await ensureN8n(printReport), installNodes);
	try {
		await n8n.start();
		await n8n.client.setUpOwner();
		const credential = await n8n.client.createCredential(
			'Veryfi',
			'veryfiAsyncApi',
			veryfi.credential,
		);
		const entries: Entry[] = [];
		for (const { name, definition, path } of contestants(credential, veryfi)) {
			if (!names.includes(name)) continue;
			const workflow = await n8n.client.createWorkflow(definition);
			await publishOrFail(n8n.client, workflow);
			entries.push({
				name,
				receiver: {
					url: `${n8n.url}/webhook/${path}`,
					ca: n8n.certificate.cert,
					clientSecret: veryfi.credential.clientSecret,
				},
				idle: async () => {
					while (await n8n.client.isBusy(workflow.id)) await sleep(POLL_MS);
				},
			});
		}
		return { n8n, entries, stop: async () => await dispose(n8n) };
	} catch (error) {
		await dispose(n8n);
		throw error;
	}
}

async function dispose(n8n: Runnable): Promise<void> {
	await n8n.client.close();
	await n8n.dispose();
}

/** Our package, and beside it the baseline trigger. */
async function installNodes(nodesFolder: string): Promise<void> {
	await installPackage(nodesFolder);
	const name = 'n8n-nodes-baseline';
	await cp(
		fileURLToPath(new URL('baseline', import.meta.url)),
		join(nodesFolder, 'node_modules', name),
		{ recursive: true },
	);
	const file = join(nodesFolder, 'package.json');
	const manifest = JSON.parse(await readFile(file, 'utf8')) as { dependencies: object };
	Object.assign(manifest.dependencies, { [name]: '*' });
	await writeFile(file, JSON.stringify(manifest));
}
