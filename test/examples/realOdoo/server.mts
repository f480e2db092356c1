import { execFile } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';
import { PATIENCE_MS, printReport, waitFor } from '../../host/index.mts';
import { freePorts } from '../../host/ports.mts';
import { Janitor } from '../../host/queue/janitor.mts';
import { createPostgres } from '../../host/queue/postgres.mts';
import { Service } from '../../host/queue/service.mts';

const run = promisify(execFile);

/** How to reach Odoo's PostgreSQL. */
export interface Database {
	host: string;
	port: number;
	user: string;
	database: string;
}

/** Odoo with its accounting, its check of tax numbers and no sample data, on a PostgreSQL of its own. */
export class OdooServer {
	private constructor(
		readonly url: string,
		readonly database: Database,
		private readonly services: Service[],
		private readonly janitor: Janitor,
	) {}

	/**
	 * Makes the database, which takes a minute or two, and serves it.
	 *
	 * @param command starts Odoo, e.g. `/usr/bin/python3 /opt/odoo/odoo-bin`
	 */
	static async start(command: string): Promise<OdooServer> {
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-odoo-'));
		// The database's user has to get through.
		await chmod(folder, 0o755);
		const janitor = new Janitor(folder);
		try {
			const [databasePort, port] = await freePorts(2);
			const path = join(folder, 'postgres');
			const postgres = await createPostgres(path, databasePort, janitor, printReport);
			await postgres.start();
			const database = {
				host: postgres.settings.DB_POSTGRESDB_HOST,
				port: databasePort,
				user: postgres.settings.DB_POSTGRESDB_USER,
				database: 'atelier',
			};
			const [program, ...words] = command.split(' ');
			const options = optionsOf(folder, database, port);
			const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', HOME: folder };

			printReport(`Making the database of ${command} ...`);
			// Odoo 17 has that chart of accounts in itself, and passes over what it does not know.
			const init = [
				'--init=account,base_vat,l10n_generic_coa',
				'--without-demo=all',
				'--stop-after-init',
				'--no-http',
			];
			await run(program, [...words, ...options, ...init], { env, maxBuffer: 1e8 });
			const odoo = new Service(
				{
					name: 'Odoo',
					command: program,
					args: [...words, ...options],
					env,
					cwd: folder,
					logPath: join(folder, 'odoo.log'),
					readyText: /HTTP service .* running/,
					// It would wait for connections that are kept alive.
					stopSignal: 'SIGKILL',
				},
				janitor,
			);
			await odoo.start();
			const url = `http://127.0.0.1:${port}`;
			await waitFor('Odoo', PATIENCE_MS, () => isServing(url));
			return new OdooServer(url, database, [odoo, postgres], janitor);
		} catch (error) {
			await janitor.dismiss();
			throw error;
		}
	}

	async stop(): Promise<void> {
		for (const service of this.services) await service.stop();
		await this.janitor.dismiss();
	}
}

/** It says that it runs a moment before it listens. */
async function isServing(url: string): Promise<boolean> {
	try {
		const { body } = await request(`${url}/web/webclient/version_info`, { method: 'HEAD' });
		await body.dump();
		return true;
	} catch {
		return false;
	}
}

const optionsOf = (folder: string, { host, port, user, database }: Database, httpPort: number) =>
	Object.entries({
		database,
		db_host: host,
		db_port: port,
		db_user: user,
		'http-interface': '127.0.0.1',
		'http-port': httpPort,
		'data-dir': join(folder, 'files'),
		'max-cron-threads': 0,
		'log-level': 'warn',
		'log-handler': 'odoo.service.server:INFO',
	}).map(([name, value]) => `--${name}=${value}`);
