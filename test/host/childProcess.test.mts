import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, it } from '@jest/globals';
import { isRunning } from './isRunning.mts';
import { PATIENCE_MS, waitFor } from './waitFor.mts';

let folder: string;
let starter: ChildProcess | undefined;

beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'veryfi-processes-'))));
afterEach(async () => {
	starter?.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
});

/** Stays until it is ended. */
const STAY = 'setInterval(() => {}, 1_000);';

/** Starts a program of its own, as n8n does its task runner, and prints the process ids of both. */
const CHILD = `
	const { spawn } = require('node:child_process');
	const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(STAY)}]);
	console.log(process.pid, pid);
	${STAY}
`;

/** A program that starts that one. */
const parent = (logPath: string) => `
	import { NodeProcess } from ${JSON.stringify(require.resolve('./childProcess.mts'))};
	const [node, cwd] = [process.execPath, ${JSON.stringify(folder)}];
	NodeProcess.start({ node, cwd, env: {}, args: ['-e', ${JSON.stringify(CHILD)}], logPath: ${JSON.stringify(logPath)} });
	${STAY}
`;

it('ends with the process that started it, and what it has started too, even when that is killed', async () => {
	const logPath = join(folder, 'log');
	const args = ['--import', 'tsx', '--input-type=module', '-e', parent(logPath)];
	starter = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
	const read = async () => await readFile(logPath, 'utf8').catch(() => '');
	const pids = await waitFor('both to run', PATIENCE_MS, async () => {
		const ids = /^(\d+) (\d+)$/m
			.exec(await read())
			?.slice(1)
			.map(Number);
		return ids?.every(isRunning) && ids;
	});
	starter.kill('SIGKILL');
	const left = () => pids.filter(isRunning);
	await waitFor('both to be gone', PATIENCE_MS, () => left().length === 0, left);
});
