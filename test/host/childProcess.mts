import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './isRunning.mts';

/**
 * Loaded into the child before its own code: when the parent is gone, however it ended (a crash, kill -9),
 * the pipe between them closes and the child ends itself together with everything it started.
 */
const DIE_WITH_PARENT = `data:text/javascript,${encodeURIComponent(
	// Node hands the flag on to grandchildren, which have no such pipe.
	"if (process.channel) { process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL')); process.channel.unref(); }",
)}`;

export interface NodeProcessOptions {
	/** Path of the Node binary. */
	node: string;
	args: string[];
	/** The whole environment; nothing is inherited. */
	env: Record<string, string>;
	cwd: string;
	/** Output is appended here. */
	logPath: string;
}

/** A Node program in a process group of its own, which never outlives the process that started it. */
export class NodeProcess {
	private how: string | undefined;

	private constructor(
		readonly pid: number | undefined,
		private readonly logPath: string,
		/** Bytes of the log that were there before. */
		private readonly logStart: number,
	) {}

	static start({ node, args, env, cwd, logPath }: NodeProcessOptions): NodeProcess {
		const log = openSync(logPath, 'a');
		const { size } = fstatSync(log);
		const child = spawn(node, ['--import', DIE_WITH_PARENT, ...args], {
			env,
			cwd,
			detached: true,
			stdio: ['ignore', log, log, 'ipc'],
		});
		closeSync(log);
		const started = new NodeProcess(child.pid, logPath, size);
		child.once('error', ({ message }) => {
			started.how = `it could not be started (${message})`;
		});
		child.once('exit', (code, signal) => {
			started.how ??= signal ? `it was ended by ${signal}` : `it exited with status ${code}`;
		});
		// Who needs it waits for it; it keeps nobody from ending.
		child.unref();
		child.channel?.unref();
		return started;
	}

	/** One that this process has started before; its output counts from now on. */
	static running(pid: number, logPath: string): NodeProcess {
		return new NodeProcess(pid, logPath, statSync(logPath, { throwIfNoEntry: false })?.size ?? 0);
	}

	/** All output so far. */
	get output(): string {
		return readFileSync(this.logPath).subarray(this.logStart).toString();
	}

	/** How it ended, `undefined` while it runs. */
	get ended(): string | undefined {
		const isThere = this.pid !== undefined && isRunning(this.pid);
		return this.how ?? (isThere ? undefined : 'it has ended');
	}

	/** Asks it to end, waits up to `graceMs`, then kills what is left of its process group. */
	async stop(graceMs = 10_000): Promise<void> {
		if (this.ended === undefined) {
			this.signal('SIGTERM');
			await this.end(graceMs);
		}
		await this.kill();
	}

	/** Kills the whole process group at once. */
	async kill(): Promise<void> {
		this.signal('SIGKILL');
		await this.end(Infinity);
	}

	private async end(patience: number): Promise<void> {
		for (const start = Date.now(); this.ended === undefined && Date.now() - start < patience;) {
			await sleep(20);
		}
	}

	private signal(signal: NodeJS.Signals) {
		if (this.pid === undefined) return;
		try {
			process.kill(-this.pid, signal);
		} catch (error) {
			// Nobody left in the group.
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}
