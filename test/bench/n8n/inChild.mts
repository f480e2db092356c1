/** Runs tasks in processes of their own, on the Node that n8n needs. */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { NodeProcess } from '../../host/childProcess.mts';
import { ensureN8n, printReport, projectRoot } from '../../host/index.mts';
import { installPackage } from '../../host/package.mts';
import { waitFor } from '../../host/waitFor.mts';
import type { Answer, Task } from './tasks.mts';

/** A process that takes longer is stuck. */
const LIMIT_MS = 900_000;

export interface Laboratory {
	/** A folder for files of the bench. */
	folder: string;
	/** Carries a task out in a fresh process. */
	run(task: Pick<Task, 'store' | 'runs' | 'credential'>): Promise<Answer>;
	close(): Promise<void>;
}

/** Installs n8n if need be and copies our package, as it is built now, beside it. */
export async function openLaboratory(): Promise<Laboratory> {
	const { entry, node } = await ensureN8n(printReport);
	const n8n = join(dirname(entry), '..', '..', '..');
	const folder = await mkdtemp(join(tmpdir(), 'veryfi-bench-'));
	const packages = join(folder, 'packages');
	await installPackage(packages);
	// One n8n-workflow for the engine and all nodes, as in an n8n that loads community packages.
	await symlink(
		join(n8n, 'node_modules', 'n8n-workflow'),
		join(packages, 'node_modules', 'n8n-workflow'),
	);
	let count = 0;

	return {
		folder,
		run: async (task) => {
			const name = join(folder, `task-${++count}`);
			await writeFile(`${name}.json`, JSON.stringify({ n8n, packages, ...task } satisfies Task));
			const child = NodeProcess.start({
				node,
				args: [
					'--expose-gc',
					'--no-warnings',
					fileURLToPath(new URL('child.main.mts', import.meta.url)),
					`${name}.json`,
					`${name}.answer.json`,
				],
				cwd: projectRoot,
				env: {
					PATH: process.env.PATH ?? '',
					NODE_ENV: 'production',
					N8N_USER_FOLDER: folder,
					N8N_ENCRYPTION_KEY: 'bench-only',
					N8N_LOG_LEVEL: 'silent',
					N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
				},
				logPath: join(folder, 'children.log'),
			});
			await waitFor('the measured process', LIMIT_MS, () => child.ended);
			try {
				return JSON.parse(await readFile(`${name}.answer.json`, 'utf8')) as Answer;
			} catch (error) {
				throw new Error(`The measured process failed: ${child.ended}\n${child.output}`, {
					cause: error,
				});
			}
		},
		close: async () => await rm(folder, { recursive: true, force: true }),
	};
}
