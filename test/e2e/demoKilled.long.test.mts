import { rm } from 'node:fs/promises';
import { describe } from '@jest/globals';
import { ensureN8n, PATIENCE_MS, printReport, traitsOf, waitFor } from '../host/index.mts';
import { gone, onLinux, processes, processesOf, read, startDemo, type Demo } from './demo.mts';
import { STAGE_TIMEOUT_MS } from './stage.mts';

/** After the name in brackets, which may hold anything, and the state. */
const parentOf = (pid: string) => Number(/\) \w (\d+)/.exec(read(pid, 'stat'))?.[1]);

/** Waits until the demo has started n8n and this its task runner, if it has one, and gives n8n's folder. */
async function starting(started: Demo): Promise<string> {
	const { version } = await ensureN8n(printReport);
	const least = traitsOf(version).hasTaskRunner ? 2 : 1;
	return await waitFor(
		'the demo to start n8n',
		PATIENCE_MS,
		() => {
			const folders = processes()
				.filter((pid) => parentOf(pid) === started.child.pid)
				.map((pid) => /N8N_USER_FOLDER=([^\0]+)/.exec(read(pid, 'environ'))?.[1]);
			return folders.find((folder) => folder && processesOf(folder).length >= least);
		},
		() => started.output,
	);
}

describe('the demo', () => {
	onLinux(
		'leaves no process behind even when it is killed',
		async () => {
			const started = startDemo();
			const folder = await starting(started);
			started.child.kill('SIGKILL');
			await started.ended;
			await gone(folder);
			await rm(folder, { recursive: true });
		},
		STAGE_TIMEOUT_MS,
	);
});
