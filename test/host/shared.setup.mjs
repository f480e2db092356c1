import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before the first test file of a run of jest: makes the folder of what the files hand on to each other. Plain JavaScript,
 * as jest loads it by Node itself.
 */
export default async function createSharedFolder() {
	process.env.SHARED_FOLDER = await mkdtemp(join(tmpdir(), 'veryfi-shared-'));
}
