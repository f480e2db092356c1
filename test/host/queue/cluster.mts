import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Balancer } from '../balancer.mts';
import { createCertificate, type Certificate } from '../certificate.mts';
import { N8nClient } from '../client.mts';
import { n8nEnvironment } from '../environment.mts';
import type { N8nInstallation } from '../install.mts';
import { installPackage } from '../package.mts';
import { freePorts } from '../ports.mts';
import { printReport } from '../progress.mts';
import { PATIENCE_MS, waitFor } from '../waitFor.mts';
import { Janitor } from './janitor.mts';
import { Member } from './member.mts';
import { createPostgres, type Postgres } from './postgres.mts';
import { createRedis, type Redis } from './redis.mts';

const PROCESSORS = 2;
const WORKERS = 2;

/** One that serves requests, one for task runners. */
const PORTS_PER_MEMBER = 2;

export interface ClusterOptions {
	/** Further environment variables of every n8n process. */
	env?: Record<string, string>;
	/** Executions that one worker runs at a time; n8n's own default is 10. */
	concurrency?: number;
	/** Brings the package into `.n8n/nodes` of a process. By default the build is copied there. */
	install?: (nodesFolder: string) => Promise<void>;
}

/**
 * A real n8n in queue mode with our package, as plain processes of this machine: main, two webhook
 * processors behind a load balancer, two workers, PostgreSQL and Redis (`deploy/compose.yaml` is the same
 * for Docker). Everything has ports of its own and lies in one throw-away folder.
 */
export class QueueCluster {
	readonly client: N8nClient;

	private constructor(
		readonly postgres: Postgres,
		readonly redis: Redis,
		readonly balancer: Balancer,
		readonly main: Member,
		readonly processors: Member[],
		readonly workers: Member[],
		readonly certificate: Certificate,
		private readonly janitor: Janitor,
	) {
		this.client = new N8nClient(balancer.url, certificate.cert);
	}

	/** Prepares everything; of n8n nothing runs yet. */
	static async create(
		installation: N8nInstallation,
		options: ClusterOptions = {},
	): Promise<QueueCluster> {
		if (process.platform !== 'linux') {
			throw new Error(
				'n8n in queue mode is tested on Linux only. Use a Linux machine or container.',
			);
		}
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-queue-'));
		// The database's user has to get through.
		await chmod(folder, 0o755);
		const janitor = new Janitor(folder);
		try {
			return await QueueCluster.prepare(installation, janitor, options);
		} catch (error) {
			await janitor.dismiss();
			throw error;
		}
	}

	private static async prepare(
		installation: N8nInstallation,
		janitor: Janitor,
		{ env, concurrency = 10, install = installPackage }: ClusterOptions,
	): Promise<QueueCluster> {
		const { folder } = janitor;
		const [port, postgresPort, redisPort, ...ports] = await freePorts(
			3 + PORTS_PER_MEMBER * (1 + PROCESSORS + WORKERS),
		);
		const certificate = await createCertificate(join(folder, 'tls'));
		const postgres = await createPostgres(
			join(folder, 'postgres'),
			postgresPort,
			janitor,
			printReport,
		);
		const redis = await createRedis(join(folder, 'redis'), redisPort, janitor, printReport);
		const settings = { ...postgres.settings, ...redis.settings, ...queueSettings(), ...env };
		const member = async (name: string, ...command: string[]) =>
			await createMember({
				name,
				command,
				installation,
				folder: join(folder, name),
				install,
				url: `https://localhost:${port}`,
				ports: ports.splice(0, PORTS_PER_MEMBER),
				settings,
			});
		const main = await member('main', 'start');
		const processors = await Promise.all(
			named('webhook', PROCESSORS).map(async (name) => await member(name, 'webhook')),
		);
		const workers = await Promise.all(
			named('worker', WORKERS).map(
				async (name) => await member(name, 'worker', `--concurrency=${concurrency}`),
			),
		);
		const upstreams = { main: main.port, webhooks: processors.map((member) => member.port) };
		const balancer = await Balancer.start(certificate, upstreams, port);
		return new QueueCluster(
			postgres,
			redis,
			balancer,
			main,
			processors,
			workers,
			certificate,
			janitor,
		);
	}

	get url(): string {
		return this.balancer.url;
	}

	get members(): Member[] {
		return [this.main, ...this.processors, ...this.workers];
	}

	/** Its processes that run now. */
	get running(): Member[] {
		return this.members.filter(({ isRunning }) => isRunning);
	}

	/** What all its processes have printed. */
	get log(): string {
		return this.members.map(({ name, log }) => `--- ${name}\n${log}`).join('\n');
	}

	/** Starts everything: main first and alone, because it creates the tables. */
	async start(): Promise<void> {
		await Promise.all([this.postgres.start(), this.redis.start()]);
		await this.main.start();
		await Promise.all(
			[...this.processors, ...this.workers].map(async (member) => await member.start()),
		);
		await waitFor('the editor', PATIENCE_MS, () => this.client.isReady());
	}

	/** Ends everything and removes the folder. */
	async dispose(): Promise<void> {
		await Promise.all(this.members.map(async (member) => await member.dispose()));
		await Promise.all([this.redis.stop(), this.postgres.stop()]);
		await this.balancer.stop();
		await this.janitor.dismiss();
	}
}

const named = (name: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

/** What makes the processes one n8n. */
const queueSettings = () => ({
	EXECUTIONS_MODE: 'queue',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
	N8N_PROTOCOL: 'http',
	N8N_PROXY_HOPS: '1',
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
});

async function createMember({
	name,
	command,
	installation,
	folder,
	install,
	url,
	ports: [port, brokerPort],
	settings,
}: {
	name: string;
	command: string[];
	installation: N8nInstallation;
	folder: string;
	install: (nodesFolder: string) => Promise<void>;
	url: string;
	ports: number[];
	settings: Record<string, string>;
}): Promise<Member> {
	await install(join(folder, '.n8n', 'nodes'));
	const env = {
		...n8nEnvironment({ ...installation, folder, url }),
		...settings,
		N8N_PORT: String(port),
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
	};
	return new Member({ name, command, installation, folder, env, port });
}
