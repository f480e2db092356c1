import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCached } from './cache.mts';
import { NodeProcess } from './childProcess.mts';
import { n8nEnvironment } from './environment.mts';
import type { N8nInstallation } from './install.mts';
import { printReport } from './progress.mts';
import { PATIENCE_MS, waitFor } from './waitFor.mts';

/**
 * Makes `.n8n` as n8n leaves it when it has made its database and has nothing in it. Hundreds of migrations lead
 * to that database, a quarter of what a first start takes: they run once per version.
 *
 * @param folder n8n's user folder
 * @throws Error with the end of n8n's output when n8n cannot make its database
 */
export async function fillFreshFolder(
	installation: N8nInstallation,
	folder: string,
): Promise<void> {
	const fresh = await ensureCached(
		{
			name: `fresh-${installation.version}`,
			gigabytes: 0.1,
			fill: async (draft) => await migrate(installation, draft),
		},
		printReport,
	);
	await cp(join(fresh, '.n8n'), join(folder, '.n8n'), { recursive: true });
}

/** Any command of n8n's migrates first. */
async function migrate(installation: N8nInstallation, folder: string): Promise<void> {
	const n8n = NodeProcess.start({
		node: installation.node,
		args: [installation.entry, 'list:workflow'],
		env: n8nEnvironment({ ...installation, folder, url: 'http://localhost' }),
		cwd: folder,
		logPath: join(folder, 'n8n.log'),
	});
	try {
		const ended = await waitFor('n8n to make its database', PATIENCE_MS, () => n8n.ended);
		if (ended !== 'it exited with status 0') {
			throw new Error(`n8n could not make its database: ${ended}.\n${n8n.output.slice(-2_000)}`);
		}
	} finally {
		await n8n.kill();
	}
}
