import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificate, type Certificate } from './certificate.mts';
import { NodeProcess } from './childProcess.mts';
import type { N8nInstallation } from './install.mts';
import { n8nEnvironment } from './environment.mts';
import { fillFreshFolder } from './freshFolder.mts';
import { installPackage } from './package.mts';
import { freePorts } from './ports.mts';
import type { N8nClient } from './client.mts';
import { traitsOf } from './versions.mts';
import { PATIENCE_MS } from './waitFor.mts';

export interface N8nOptions {
	/** Further environment variables, e.g. `N8N_RESTRICT_FILE_ACCESS_TO`. */
	env?: Record<string, string>;
	/** Brings the package into `.n8n/nodes`, the folder it is given. By default the build is copied there. */
	install?: (nodesFolder: string) => Promise<void>;
	/** Certificates that it trusts besides its own, PEM. */
	trusted?: string;
	/** What n8n calls this machine in the addresses that it gives to others, instead of localhost. */
	host?: string;
}

/** Where a n8n of the tests is, in plain data. */
export interface N8nPlace {
	folder: string;
	certificate: Certificate;
	ports: { main: number; broker: number };
	host: string;
	/** Of its process, where one runs already. */
	pid?: number;
}

/** File beside n8n's certificate with all that n8n trusts. */
const TRUSTED = 'trusted.pem';

/**
 * A real n8n with our built package, on https://localhost, in a throw-away folder.
 *
 * The same folder, ports and certificate serve every start of one instance, so that a restart finds its
 * workflows and the outside world finds its webhooks.
 */
export class N8n {
	readonly client: N8nClient;

	private process: NodeProcess | undefined;

	protected constructor(
		private readonly installation: N8nInstallation,
		protected readonly place: N8nPlace,
		/** Further environment variables of the next start. */
		readonly env: Record<string, string>,
	) {
		const { Client } = traitsOf(installation.version);
		this.client = new Client(this.url, place.certificate.cert);
		if (place.pid !== undefined) this.process = NodeProcess.running(place.pid, this.logPath);
	}

	/** Prepares the folder; nothing runs yet. */
	static async create(installation: N8nInstallation, options: N8nOptions = {}): Promise<N8n> {
		return new N8n(installation, await N8n.prepare(installation, options), { ...options.env });
	}

	protected static async prepare(
		installation: N8nInstallation,
		{ install = installPackage, trusted = '', host = 'localhost' }: N8nOptions,
	): Promise<N8nPlace> {
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-n8n-'));
		await fillFreshFolder(installation, folder);
		await install(join(folder, '.n8n', 'nodes'));
		const [main, broker] = await freePorts(2);
		const names = ['localhost', '127.0.0.1', host];
		const certificate = await createCertificate(join(folder, 'tls'), names);
		// n8n trusts itself, as it would with a certificate of a public authority.
		await writeFile(join(folder, 'tls', TRUSTED), certificate.cert + trusted);
		return { folder, certificate, ports: { main, broker }, host };
	}

	/** Holds database, settings, logs and certificate. */
	get folder(): string {
		return this.place.folder;
	}

	get certificate(): Certificate {
		return this.place.certificate;
	}

	get url(): string {
		return `https://localhost:${this.place.ports.main}`;
	}

	get logPath(): string {
		return join(this.folder, 'n8n.log');
	}

	/** What this run of n8n has printed; empty before the first start. */
	get log(): string {
		return this.process?.output ?? '';
	}

	get pid(): number | undefined {
		return this.process?.pid;
	}

	/** Starts n8n and waits until it serves requests. */
	async start(): Promise<void> {
		if (this.process && this.process.ended === undefined) throw new Error('n8n runs already.');
		const child = NodeProcess.start({
			node: this.installation.node,
			args: [this.installation.entry, 'start'],
			env: this.environment(),
			cwd: this.folder,
			logPath: this.logPath,
		});
		this.process = child;
		const deadline = Date.now() + PATIENCE_MS;
		while (!(await this.client.isReady())) {
			if (child.ended !== undefined || Date.now() > deadline) {
				const why = child.ended ?? `it was not ready after ${PATIENCE_MS / 1000} s`;
				await child.kill();
				throw new Error(
					`n8n did not start: ${why}. The end of its log follows.\n${child.output.split('\n').slice(-25).join('\n')}`,
				);
			}
			await sleep(250);
		}
		// n8n goes on without a package that it cannot load.
		const [broken] = /Failed to load package[^]*?\n.*/.exec(child.output) ?? [];
		if (broken) {
			await child.kill();
			throw new Error(
				`n8n could not load the built package. Run "npm run build" and try again.\n${broken}`,
			);
		}
	}

	/** Ends n8n in good order, when it has finished what it works on; the folder stays. */
	async stop(): Promise<void> {
		await this.process?.stop(PATIENCE_MS);
	}

	/** Ends n8n as a power cut would. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Lets n8n stand still, as on a machine that is out of memory. */
	async freeze(milliseconds: number): Promise<void> {
		const { pid } = this;
		if (pid === undefined) return;
		process.kill(pid, 'SIGSTOP');
		await sleep(milliseconds);
		process.kill(pid, 'SIGCONT');
	}

	/** Ends n8n and removes its folder. */
	async dispose(): Promise<void> {
		await this.process?.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}

	private environment(): Record<string, string> {
		const { certPath, keyPath } = this.certificate;
		const { folder, host, ports } = this.place;
		const url = `https://${host}:${ports.main}`;
		return {
			...n8nEnvironment({ ...this.installation, folder, url }),
			N8N_PORT: String(ports.main),
			N8N_RUNNERS_BROKER_PORT: String(ports.broker),
			N8N_PROTOCOL: 'https',
			N8N_SSL_KEY: keyPath,
			N8N_SSL_CERT: certPath,
			NODE_EXTRA_CA_CERTS: join(folder, 'tls', TRUSTED),
			...this.env,
		};
	}
}
