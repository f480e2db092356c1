import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../host/index.mts';

const run = promisify(execFile);

/** What a clone does not have. */
const NOT_CLONED = ['.git', 'bench-results', 'dist', 'node_modules'];

/**
 * Makes a clone whose packages are there already: what is tried in it is ours, not the registry.
 *
 * @param scratch where to put it
 * @returns its folder
 */
export async function cloneInto(scratch: string): Promise<string> {
	const folder = join(scratch, 'clone');
	await cp(projectRoot, folder, {
		recursive: true,
		filter: (path) =>
			!NOT_CLONED.includes(path.slice(projectRoot.length)) && !path.endsWith('.tgz'),
	});
	const packages = join(projectRoot, 'node_modules');
	// Hard links take a second, and work only on the same disk.
	await run('cp', ['-al', packages, folder]).catch(() => run('cp', ['-R', packages, folder]));
	return folder;
}
