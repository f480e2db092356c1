import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './paths.mts';

export const PACKAGE = 'n8n-nodes-veryfi-async';

/** What npm says of a package that it has packed. */
export interface Packed {
	/** Path of the tarball. */
	path: string;
	version: string;
	/** In bytes. */
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

/**
 * Makes the tarball that would be published.
 *
 * @param folder where to put it
 * @throws Error when the package is not built
 */
export async function packPackage(folder: string): Promise<Packed> {
	requireBuild();
	const { stdout } = await promisify(execFile)(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
		{ cwd: projectRoot },
	);
	const [{ filename, ...packed }] = JSON.parse(stdout) as Array<Packed & { filename: string }>;
	return { ...packed, path: join(folder, filename) };
}

/**
 * Puts what would be published where n8n keeps community packages. A copy, not a link: the nodes then
 * find n8n's own libraries and nothing of this project's, as on a user's machine, and a build that
 * goes on meanwhile does not matter.
 *
 * @param nodesFolder `.n8n/nodes` below n8n's user folder
 * @throws Error when the package is not built
 */
export async function installPackage(nodesFolder: string): Promise<void> {
	requireBuild();
	const target = join(nodesFolder, 'node_modules', PACKAGE);
	await mkdir(target, { recursive: true });
	const { files } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
		files: string[];
	};
	for (const path of ['package.json', ...files]) {
		await cp(join(projectRoot, path), join(target, path), { recursive: true });
	}
	await writeFile(
		join(nodesFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [PACKAGE]: '*' } }),
	);
}

function requireBuild(): void {
	if (!existsSync(join(projectRoot, 'dist', 'nodes'))) {
		throw new Error('The package is not built. Run "npm run build" first.');
	}
}
