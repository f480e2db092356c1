import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
	ensureN8n,
	PATIENCE_MS,
	printReport,
	projectRoot,
	traitsOf,
	waitFor,
} from '../host/index.mts';
import { STAGE_TIMEOUT_MS } from './stage.mts';

interface Demo {
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
const onLinux = process.platform === 'linux' ? it : it.skip;

function startDemo(args: string[] = [], env: Record<string, string> = {}): Demo {
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

/** Waits until the demo invites to look around, and gives the folder of its n8n. */
async function invitation(started: Demo): Promise<string> {
	await ensureN8n(printReport);
	const log = await waitFor(
		'the demo to be ready',
		PATIENCE_MS,
		() => /^Log +(.*)$/m.exec(started.output)?.[1],
		() => started.output,
	);
	return dirname(log);
}

/** The process ids of this machine. */
const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** What the system tells of a process; nothing where it has ended meanwhile, or belongs to somebody else. */
function read(pid: string, file: 'environ' | 'stat'): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

/** After the name in brackets, which may hold anything, and the state. */
const parentOf = (pid: string) => Number(/\) \w (\d+)/.exec(read(pid, 'stat'))?.[1]);

/** Processes of this machine whose n8n lives in `folder` (task runners carry it on). */
const processesOf = (folder: string): string[] =>
	processes().filter((pid) => read(pid, 'environ').includes(folder));

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

const gone = (folder: string) =>
	waitFor(
		'every process of the demo to be gone',
		PATIENCE_MS,
		() => processesOf(folder).length === 0,
		() => processesOf(folder),
	);

describe('the demo', () => {
	onLinux(
		'shows every document with the right values, and Ctrl-C leaves neither process nor folder',
		async () => {
			const started = startDemo();
			const folder = await invitation(started);
			expect(started.output).toMatch(/All 4 documents came out of the trigger/);
			expect(started.output).toMatch(/Papier Nord +2026-10-27 +452\.40 EUR +3 +right/);
			expect(started.output).toMatch(/10 x A4 paper.*, 21\.90 EUR each: 219\.00 EUR/);
			expect(started.output).toMatch(/Editor +https:\/\/localhost:\d+\/workflow\//);
			expect(started.output).toMatch(/finished documents under the workflow's Executions/);
			for (const name of ['Client ID', 'Client Secret', 'Username', 'API Key']) {
				expect(started.output).toMatch(new RegExp(`^${name} +\\S+$`, 'm'));
			}
			expect(started.output).toMatch(/^Base URL +http:\/\/127\.0\.0\.1:\d+$/m);
			expect(processesOf(folder)).not.toEqual([]);

			started.child.kill('SIGINT');
			expect(await started.ended).toBe(0);
			await gone(folder);
			expect(existsSync(folder)).toBe(false);
		},
		STAGE_TIMEOUT_MS,
	);

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

	it('ends with a status other than 0 and the reason when something is missing', async () => {
		const started = startDemo(['--once'], { XDG_CACHE_HOME: '/dev/null' });
		expect(await started.ended).toBe(1);
		expect(started.output).toMatch(/The demo failed\. .*\/dev\/null/);
	});
});
