import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCached } from './cache.mts';
import { ensureNode24 } from './node24.mts';
import { npm } from './npm.mts';
import { withHeartbeat, type Report } from './progress.mts';

export const N8N_VERSION = '2.40.7';

/** Dependencies of n8n that its own version ranges resolve to releases which cannot be installed. */
const OVERRIDES: Record<string, Record<string, string>> = {
	'2.40.7': { linkedom: '0.18.13' },
	'1.123.81': { linkedom: '0.18.12', xlsx: '0.18.5' },
};

/**
 * n8n's database driver is compiled from source when it cannot be downloaded from outside the registry.
 * This one has the same interface and carries its binaries in the package, so no compiler is needed.
 */
const SQLITE = 'npm:@appthreat/sqlite3@9.0.2';

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
				report(`Installing n8n ${version} (once per machine, about 4 minutes, 2.8 GB) ...`);
				await writeFile(
					join(draft, 'package.json'),
					JSON.stringify({
						private: true,
						dependencies: { n8n: version },
						overrides: { ...OVERRIDES[version], sqlite3: SQLITE },
					}),
				);
				await withHeartbeat(report, `Installing n8n ${version}`, () =>
					npm(draft, ['install', '--ignore-scripts', '--no-package-lock']),
				);
			},
		},
		report,
	);
	return { version, node, entry: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}
