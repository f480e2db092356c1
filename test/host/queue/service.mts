import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import type { Janitor } from './janitor.mts';
import { PATIENCE_MS } from '../waitFor.mts';

export interface ServiceOptions {
	name: string;
	command: string;
	args: string[];
	env?: Record<string, string>;
	/** Run as this user. */
	owner?: { uid: number; gid: number };
	cwd: string;
	logPath: string;
	/** What it prints when it serves. */
	readyText: RegExp;
	/** Ends it in good order without waiting for its clients. */
	stopSignal: NodeJS.Signals;
}

/** A server program of somebody else, such as a database, that can be stopped and started again. */
export class Service {
	private child: ChildProcess | undefined;

	private exit: Promise<void> = Promise.resolve();

	constructor(
		private readonly options: ServiceOptions,
		private readonly janitor: Janitor,
	) {}

	/** Starts it and waits until it serves. */
	async start(): Promise<void> {
		const { name, command, args, env, owner, cwd, logPath, readyText } = this.options;
		const child = spawn(command, args, {
			cwd,
			env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...env },
			...owner,
			// Ctrl-C must not reach it: the janitor ends it, in good order.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		this.child = child;
		const log = createWriteStream(logPath, { flags: 'a' });
		let output = '';
		this.exit = new Promise((resolve) => {
			child.once('error', (error) => {
				output += error.message;
				resolve();
			});
			child.once('close', () => {
				if (child.pid) this.janitor.forget(child.pid);
				log.end(resolve);
			});
		});
		if (child.pid) this.janitor.watch(child.pid);

		await new Promise<void>((resolve, reject) => {
			const fail = (why: string) =>
				reject(new Error(`${name} did not start: ${why}.\n${output.slice(-2000)}`));
			const timer = setTimeout(() => fail('it was not ready in time'), PATIENCE_MS);
			void this.exit.then(() => {
				clearTimeout(timer);
				fail('it ended');
			});
			for (const stream of [child.stdout, child.stderr]) {
				stream.setEncoding('utf8').on('data', (text: string) => {
					log.write(text);
					if (output.length < 100_000) output += text;
					if (!readyText.test(output)) return;
					clearTimeout(timer);
					resolve();
				});
			}
		});
	}

	async stop(): Promise<void> {
		if (this.child?.exitCode === null) this.child.kill(this.options.stopSignal);
		await this.exit;
	}
}
