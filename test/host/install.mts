import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installByBun } from './bun.mts';
import { ensureCached } from './cache.mts';
import { ensureNode24 } from './node24.mts';
import { npm } from './npm.mts';
import { withHeartbeat, type Report } from './progress.mts';
import { N8N_VERSION, traitsOf } from './versions.mts';

/**
 * The database driver that n8n names, `sqlite3`, is compiled from source where its binary cannot be downloaded
 * from outside the registry. This one is the same driver with the binaries in the package: no compiler
 * is needed.
 */
const SQLITE = { name: '@appthreat/sqlite3', version: '9.0.2' };

export interface N8nInstallation {
	version: string;
	/** Node binary to run it with. */
	node: string;
	/** n8n's command-line entry point. */
	entry: string;
}

/**
 * Installs n8n from the npm registry once per machine, and a Node for it where needed.
 *
 * Install scripts stay off: one of them (Kafka's) downloads sources from elsewhere and fails without them.
 */
export async function ensureN8n(
	report: Report,
	version: string = N8N_VERSION,
): Promise<N8nInstallation> {
	const node = await ensureNode24(report);
	const folder = await ensureCached(
		{
			name: `n8n-${version}`,
			gigabytes: 5,
			fill: async (draft) => {
				report(`Installing n8n ${version} (once per machine, 2.8 GB) ...`);
				await writeFile(
					join(draft, 'package.json'),
					JSON.stringify({
						private: true,
						dependencies: { n8n: version, [SQLITE.name]: SQLITE.version },
						overrides: traitsOf(version).overrides,
					}),
				);
				await withHeartbeat(report, `Installing n8n ${version}`, async () => {
					if (await installByBun(draft, report)) return;
					report('npm takes about 5 minutes for it.');
					await npm(draft, ['install', '--ignore-scripts', '--no-package-lock']);
				});
				await replaceSqlite(join(draft, 'node_modules', 'sqlite3'));
			},
		},
		report,
	);
	return { version, node, entry: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/**
 * Lets `require('sqlite3')` give the driver that needs no compiling; it is an ES module, n8n asks for CommonJS. Without
 * `verbose`, which n8n asks for, too: it would note for each query where it was called, a thirtieth of n8n's work.
 */
async function replaceSqlite(folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder);
	await writeFile(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'sqlite3', version: SQLITE.version, main: 'index.js' }),
	);
	await writeFile(
		join(folder, 'index.js'),
		`module.exports = { ...require('${SQLITE.name}').default, verbose: () => module.exports };\n`,
	);
}
