import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '../progress.mts';
import { unprivileged } from '../unprivileged.mts';
import { unpackDebian } from '../debian.mts';
import type { Janitor } from './janitor.mts';
import { Service } from './service.mts';

const run = promisify(execFile);

export interface Postgres extends Service {
	/** For n8n's environment. */
	readonly settings: Record<string, string>;
}

/**
 * Prepares a database cluster of its own in `folder`; nothing runs yet. PostgreSQL refuses to run as root, so
 * root hands it to the user `postgres`, or to `nobody` where there is none.
 */
export async function createPostgres(
	folder: string,
	port: number,
	janitor: Janitor,
	report: Report,
): Promise<Postgres> {
	const data = join(folder, 'data');
	const owner = await unprivileged('PostgreSQL');
	await mkdir(folder, { recursive: true });
	await mkdir(data, { mode: 0o700 });
	if (owner) await chown(data, owner.uid, owner.gid);
	const { bin, env } = await findPostgres(join(folder, 'programs'), report);
	const initdb = ['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
	await run(join(bin, 'initdb'), initdb, {
		cwd: folder,
		env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
		...owner,
	});

	// A throw-away database need not survive a power cut, but it does survive kill -9.
	const settings = {
		port: String(port),
		listen_addresses: '127.0.0.1',
		unix_socket_directories: '',
		fsync: 'off',
		max_connections: '200',
	};
	const service = new Service(
		{
			name: 'PostgreSQL',
			command: join(bin, 'postgres'),
			args: ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
			env,
			owner,
			cwd: data,
			logPath: join(folder, 'postgres.log'),
			readyText: /database system is ready to accept connections/,
			stopSignal: 'SIGINT',
		},
		janitor,
	);
	return Object.assign(service, {
		settings: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_PASSWORD: '',
			DB_POSTGRESDB_DATABASE: 'postgres',
		},
	});
}

/** Debian keeps the server's programs off the PATH, one folder per version. */
async function findPostgres(unpacked: string, report: Report) {
	const installed = await newest('/usr/lib/postgresql');
	if (installed) return { bin: installed, env: {} };
	const env = await unpackDebian('postgresql', unpacked, report);
	const bin = await newest(join(unpacked, 'usr', 'lib', 'postgresql'));
	if (!bin) throw new Error(`The package postgresql holds no server in ${unpacked}.`);
	return { bin, env };
}

async function newest(folder: string): Promise<string | undefined> {
	const versions = await readdir(folder).catch(() => []);
	return versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(folder, version, 'bin'))
		.find((bin) => existsSync(join(bin, 'postgres')));
}
