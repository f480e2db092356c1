import { spawn, type ChildProcess } from 'node:child_process';

/**
 * The whole janitor: it waits for the pipe to its parent to close, however the parent ended, kills the process
 * groups that it was told of and removes the folder. PostgreSQL is asked first, because only it can
 * give back its shared memory; its own processes follow it by themselves.
 */
const JANITOR = `
	const { rmSync } = require('node:fs');
	const [folder] = process.argv.slice(1);
	const pids = new Set();
	const signal = (pid, name) => { try { process.kill(pid, name); } catch { pids.delete(pid); } };
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
	process.on('message', ({ add, remove }) => { add ? pids.add(add) : pids.delete(remove); });
	process.on('disconnect', () => {
		for (const pid of pids) signal(pid, 'SIGQUIT');
		const deadline = Date.now() + 5000;
		const wait = setInterval(() => {
			for (const pid of pids) signal(pid, 0);
			if (pids.size > 0 && Date.now() < deadline) return;
			clearInterval(wait);
			for (const pid of pids) signal(pid, 'SIGKILL');
			// n8n's processes end by themselves at the same moment; they may write until then.
			rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
		}, 50);
	});
`;

/** Cleans up after this process: what it started and the folder that it used never outlive it. */
export class Janitor {
	private readonly child: ChildProcess;

	/** @param folder removed in the end */
	constructor(readonly folder: string) {
		this.child = spawn(process.execPath, ['-e', JANITOR, folder], {
			// A group of its own: Ctrl-C must not reach it.
			detached: true,
			stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		});
		this.child.unref();
		this.child.channel?.unref();
	}

	watch(pid: number): void {
		this.child.send({ add: pid });
	}

	forget(pid: number): void {
		this.child.send({ remove: pid });
	}

	/** Cleans up now. */
	async dismiss(): Promise<void> {
		const gone = new Promise((resolve) => this.child.once('exit', resolve));
		this.child.ref();
		this.child.disconnect();
		await gone;
	}
}
