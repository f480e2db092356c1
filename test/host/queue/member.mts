import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeProcess } from '../childProcess.mts';
import type { N8nInstallation } from '../install.mts';
import { isReady } from '../ready.mts';
import { PATIENCE_MS, waitFor } from '../waitFor.mts';

export interface MemberOptions {
	name: string;
	/** n8n's command and its flags. */
	command: string[];
	installation: N8nInstallation;
	/** Its user folder, as if it were alone in a container. */
	folder: string;
	env: Record<string, string>;
	/** Serves `/healthz/readiness`. */
	port: number;
}

/** One process of a n8n in queue mode. */
export class Member {
	private process: NodeProcess | undefined;

	constructor(private readonly options: MemberOptions) {}

	get name(): string {
		return this.options.name;
	}

	get port(): number {
		return this.options.port;
	}

	/** Of this run; undefined before the first. */
	get pid(): number | undefined {
		return this.process?.pid;
	}

	get isRunning(): boolean {
		return this.process !== undefined && this.process.ended === undefined;
	}

	/** What this run has printed. */
	get log(): string {
		return this.process?.output ?? '';
	}

	/** Starts it and waits until it has its database, its queue and its nodes. */
	async start(): Promise<void> {
		const { name, command, installation, folder, env } = this.options;
		await mkdir(folder, { recursive: true });
		const child = NodeProcess.start({
			node: installation.node,
			args: [installation.entry, ...command],
			env,
			cwd: folder,
			logPath: join(folder, 'n8n.log'),
		});
		this.process = child;
		const end = () => child.output.split('\n').slice(-15).join('\n');
		await waitFor(
			`${name} to be ready`,
			PATIENCE_MS,
			async () => {
				if (child.ended) throw new Error(`${name} did not start: ${child.ended}.\n${end()}`);
				return await isReady(`http://127.0.0.1:${this.port}`);
			},
			end,
		);
		const [broken] = /Failed to load package[^]*?\n.*/.exec(child.output) ?? [];
		if (broken) throw new Error(`${name} could not load the built package.\n${broken}`);
	}

	/** Ends it in good order, when it has finished what it works on. */
	async stop(): Promise<void> {
		await this.process?.stop(PATIENCE_MS);
	}

	/** Ends it as a power cut would. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Ends it for good: nobody looks any more at what it leaves. */
	async dispose(): Promise<void> {
		await this.process?.stop();
	}
}
