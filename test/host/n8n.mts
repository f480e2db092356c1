import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
	/** What n8n calls this machine in the addresses that it gives to others, instead of localhost. */
	host?: string;
}

/**
 * A real n8n with our built package, on https://localhost, in a throw-away folder.
 *
 * The same folder, ports and certificate serve every start of one instance, so that a restart finds its
 * workflows and the outside world finds its webhooks.
 */
export class N8n {
	readonly client: N8nClient;

	private process: NodeProcess | undefined;

	private constructor(
		private readonly installation: N8nInstallation,
		/** Holds database, settings, logs and certificate. */
		readonly folder: string,
		readonly certificate: Certificate,
		private readonly ports: { main: number; broker: number },
		/** Further environment variables of the next start. */
		readonly env: Record<string, string>,
		private readonly host: string,
	) {
		this.client = new (traitsOf(installation.version).Client)(this.url, certificate.cert);
	}

	/** Prepares the folder; nothing runs yet. */
	static async create(installation: N8nInstallation, options: N8nOptions = {}): Promise<N8n> {
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-n8n-'));
		await fillFreshFolder(installation, folder);
		await (options.install ?? installPackage)(join(folder, '.n8n', 'nodes'));
		const [main, broker] = await freePorts(2);
		const { env, host = 'localhost' } = options;
		const certificate = await createCertificate(join(folder, 'tls'), [
			'localhost',
			'127.0.0.1',
			host,
		]);
		// n8n trusts itself, as it would with a certificate of a public authority.
		const others = env?.NODE_EXTRA_CA_CERTS;
		const trusted = join(folder, 'tls', 'trusted.pem');
		await writeFile(trusted, certificate.cert + (others ? await readFile(others, 'utf8') : ''));
		const settings = { ...env, NODE_EXTRA_CA_CERTS: trusted };
		return new N8n(installation, folder, certificate, { main, broker }, settings, host);
	}

	get url(): string {
		return `https://localhost:${this.ports.main}`;
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
		const child = new NodeProcess({
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
		return {
			...n8nEnvironment({
				...this.installation,
				folder: this.folder,
				url: `https://${this.host}:${this.ports.main}`,
			}),
			N8N_PORT: String(this.ports.main),
			N8N_RUNNERS_BROKER_PORT: String(this.ports.broker),
			N8N_PROTOCOL: 'https',
			N8N_SSL_KEY: keyPath,
			N8N_SSL_CERT: certPath,
			...this.env,
		};
	}
}
