import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

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
	/** Output is appended here, too. */
	logPath?: string;
}

/** A Node program in a process group of its own, which never outlives this process. */
export class NodeProcess {
	private readonly child: ChildProcess;

	private readonly exit: Promise<void>;

	/** All output so far. */
	output = '';

	/** How it ended, `undefined` while it runs. */
	ended: string | undefined;

	constructor({ node, args, env, cwd, logPath }: NodeProcessOptions) {
		this.child = spawn(node, ['--import', DIE_WITH_PARENT, ...args], {
			env,
			cwd,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		const log = logPath === undefined ? undefined : createWriteStream(logPath, { flags: 'a' });
		for (const stream of [this.child.stdout, this.child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.output += text;
				log?.write(text);
			});
		}
		this.exit = new Promise((resolve) => {
			this.child.once('error', (error) => {
				this.ended = `it could not be started (${error.message})`;
				resolve();
			});
			this.child.once('close', (code, signal) => {
				this.ended ??= signal ? `it was ended by ${signal}` : `it exited with status ${code}`;
				if (log) log.end(resolve);
				else resolve();
			});
		});
	}

	get pid(): number | undefined {
		return this.child.pid;
	}

	/** Asks it to end, waits up to `graceMs`, then kills what is left of its process group. */
	async stop(graceMs = 10_000): Promise<void> {
		if (this.ended === undefined) {
			this.signal('SIGTERM');
			await Promise.race([this.exit, sleep(graceMs, undefined, { ref: false })]);
		}
		await this.kill();
	}

	/** Kills the whole process group at once. */
	async kill(): Promise<void> {
		this.signal('SIGKILL');
		await this.exit;
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
