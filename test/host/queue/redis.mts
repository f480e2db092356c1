import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '../progress.mts';
import { unpackDebian } from '../debian.mts';
import type { Janitor } from './janitor.mts';
import { Service } from './service.mts';

export interface Redis extends Service {
	/** For n8n's environment. */
	readonly settings: Record<string, string>;
	/** Runs a command of `redis-cli` and gives what it prints. */
	readonly cli: (...command: string[]) => Promise<string>;
}

/** Prepares a Redis of its own in `folder`, with the append-only file that queued jobs survive restarts by. */
export async function createRedis(
	folder: string,
	port: number,
	janitor: Janitor,
	report: Report,
): Promise<Redis> {
	await mkdir(folder, { recursive: true });
	const { command, env } = await findRedis(join(folder, 'programs'), report);
	const service = new Service(
		{
			name: 'Redis',
			command,
			args: ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes'].map(
				String,
			),
			env,
			cwd: folder,
			logPath: join(folder, 'redis.log'),
			readyText: /Ready to accept connections/,
			stopSignal: 'SIGTERM',
		},
		janitor,
	);
	return Object.assign(service, {
		settings: { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) },
		cli: async (...args: string[]) => {
			const cli = join(dirname(command), 'redis-cli');
			const { stdout } = await promisify(execFile)(cli, ['-p', String(port), ...args], { env });
			return stdout.trim();
		},
	});
}

async function findRedis(unpacked: string, report: Report) {
	const installed = (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, 'redis-server'))
		.find((path) => existsSync(path));
	if (installed) return { command: installed, env: {} };
	const env = await unpackDebian('redis-server', unpacked, report);
	return { command: join(unpacked, 'usr', 'bin', 'redis-server'), env };
}
