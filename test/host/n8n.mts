import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificate, type Certificate } from './certificate.mts';
import { NodeProcess } from './childProcess.mts';
import type { N8nInstallation } from './install.mts';
import { cacheDir, projectRoot } from './paths.mts';
import { freePorts } from './ports.mts';
import { N8nClient } from './client.mts';

export const PACKAGE = 'n8n-nodes-veryfi-async';

/** A cold start on a busy machine migrates a fresh database of 200 steps. */
const START_LIMIT_MS = 180_000;

/** Parts of n8n that fetch something from the internet, or take part in nothing here. */
const DISABLED_MODULES = 'mcp-registry,mcp,instance-ai,agents,chat-hub,insights,data-table';

export interface N8nOptions {
	/** Further environment variables, e.g. `N8N_RESTRICT_FILE_ACCESS_TO`. */
	env?: Record<string, string>;
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
		private readonly options: N8nOptions,
	) {
		this.client = new N8nClient(this.url, certificate.cert);
	}

	/** Prepares the folder; nothing runs yet. */
	static async create(installation: N8nInstallation, options: N8nOptions = {}): Promise<N8n> {
		if (!existsSync(join(projectRoot, 'dist', 'nodes'))) {
			throw new Error('The package is not built. Run "npm run build" first.');
		}
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-n8n-'));
		await installPackage(join(folder, '.n8n', 'nodes'));
		const [main, broker] = await freePorts(2);
		const certificate = await createCertificate(join(folder, 'tls'));
		return new N8n(installation, folder, certificate, { main, broker }, options);
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
		const deadline = Date.now() + START_LIMIT_MS;
		while (!(await this.client.isReady())) {
			if (child.ended !== undefined || Date.now() > deadline) {
				const why = child.ended ?? `it was not ready after ${START_LIMIT_MS / 1000} s`;
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

	/** Ends n8n in good order; the folder stays. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends n8n as a power cut would. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Ends n8n and removes its folder. */
	async dispose(): Promise<void> {
		await this.stop();
		await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
	}

	/** Built from nothing: the settings of a n8n that the user runs must not leak in. */
	private environment(): Record<string, string> {
		const { certPath, keyPath } = this.certificate;
		return {
			// Task runners and npm look up "node".
			PATH: `${dirname(this.installation.node)}:${process.env.PATH ?? ''}`,
			HOME: this.folder,
			TMPDIR: tmpdir(),
			NODE_ENV: 'production',
			// n8n is a lot of JavaScript: what was compiled for one start serves the next.
			NODE_COMPILE_CACHE: join(cacheDir(), 'compile-cache'),

			N8N_USER_FOLDER: this.folder,
			N8N_HOST: 'localhost',
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(this.ports.main),
			N8N_RUNNERS_BROKER_PORT: String(this.ports.broker),
			N8N_PROTOCOL: 'https',
			N8N_SSL_KEY: keyPath,
			N8N_SSL_CERT: certPath,
			N8N_EDITOR_BASE_URL: this.url,
			// The old and the new name of the same setting.
			WEBHOOK_URL: `${this.url}/`,
			N8N_WEBHOOK_URL: `${this.url}/`,

			// Nothing of this may call home, nor ask the user anything.
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_DYNAMIC_BANNERS_ENABLED: 'false',
			N8N_HIRING_BANNER_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_DISABLED_MODULES: DISABLED_MODULES,
			EXTERNAL_FRONTEND_HOOKS_URLS: '',

			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
			N8N_LOG_LEVEL: 'info',
			...this.options.env,
		};
	}
}

/**
 * Puts what would be published where n8n keeps community packages. A copy, not a link: the nodes then
 * find n8n's own libraries and nothing of this project's, as on a user's machine, and a build that
 * goes on meanwhile does not matter.
 */
async function installPackage(nodesFolder: string): Promise<void> {
	const target = join(nodesFolder, 'node_modules', PACKAGE);
	await mkdir(target, { recursive: true });
	const { files } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
		files: string[];
	};
	for (const path of ['package.json', ...files]) {
		await cp(join(projectRoot, path), join(target, path), { recursive: true });
	}
	await writeFile(
		join(nodesFolder, 'package.json'),
		JSON.stringify({ private: true, dependencies: { [PACKAGE]: '*' } }),
	);
}
