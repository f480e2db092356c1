import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, it } from '@jest/globals';
import { PATIENCE_MS, projectRoot, waitFor } from '../host/index.mts';

export interface Demo {
	child: ChildProcess;
	/** All output so far. */
	output: string;
	ended: Promise<number | null>;
}

let demo: Demo | undefined;

afterEach(() => {
	demo?.child.kill('SIGKILL');
});

/** Who belongs to whom is only to be seen in Linux's /proc. */
export const onLinux = process.platform === 'linux' ? it : it.skip;

/** Starts the demo as a program; what is left of it after a test is killed. */
export function startDemo(args: string[] = [], env: Record<string, string> = {}): Demo {
	const child = spawn(process.execPath, ['--import', 'tsx', 'demo/demo.mts', ...args], {
		cwd: projectRoot,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const started: Demo = {
		child,
		output: '',
		ended: new Promise((resolve) => child.once('close', resolve)),
	};
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (started.output += text));
	}
	demo = started;
	return started;
}

/** The process ids of this machine. */
export const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** What the system tells of a process; nothing where it has ended meanwhile, or belongs to somebody else. */
export function read(pid: string, file: 'environ' | 'stat'): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

/** Processes of this machine whose n8n lives in `folder` (task runners carry it on). */
export const processesOf = (folder: string): string[] =>
	processes().filter((pid) => read(pid, 'environ').includes(folder));

/** Waits until nothing of the demo runs whose n8n lives in `folder`. */
export const gone = (folder: string) =>
	waitFor(
		'every process of the demo to be gone',
		PATIENCE_MS,
		() => processesOf(folder).length === 0,
		() => processesOf(folder),
	);
