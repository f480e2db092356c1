import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCertificate, type Certificate } from '../host/certificate.mts';
import { N8nClient, PATIENCE_MS, projectRoot, waitFor } from '../host/index.mts';
import { packPackage } from '../host/package.mts';
import { runShell } from '../host/shell.mts';
import { blocks, page } from '../project/markdown.mts';

/** The lines of docs/queue-mode.md that set it up; in the middle of them `.env` has to be filled in. */
const [enter, prepare, start] = blocks(page('docs/queue-mode.md'), 'sh')[0].trim().split('\n');

/** n8n as deploy/ runs it in Docker, on port 443 of this machine. */
export class Compose {
	readonly url = 'https://localhost';

	readonly client: N8nClient;

	/** The end of what its containers have printed, once they are gone. */
	log = '';

	private constructor(
		/** A copy of `deploy/`. */
		private readonly folder: string,
		readonly certificate: Certificate,
	) {
		this.client = new N8nClient(this.url, certificate.cert);
	}

	/** Does what the page says, up to the last line, with a package of this clone. */
	static async create(): Promise<Compose> {
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-docker-'));
		const deploy = join(folder, 'deploy');
		await cp(join(projectRoot, 'deploy'), deploy, { recursive: true });
		await runShell(`${enter} && ${prepare}`, folder);
		const { path } = await packPackage(deploy);
		const certificate = await createCertificate(join(deploy, 'tls'));
		await rename(certificate.certPath, join(deploy, 'tls', 'fullchain.pem'));
		await rename(certificate.keyPath, join(deploy, 'tls', 'privkey.pem'));
		const values: Record<string, string> = {
			N8N_HOST: 'localhost',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			POSTGRES_PASSWORD: randomBytes(24).toString('hex'),
			REDIS_PASSWORD: randomBytes(24).toString('hex'),
			PACKAGE: path.replace(deploy, '.'),
		};
		const env = join(deploy, '.env');
		const filledIn = (await readFile(env, 'utf8')).replace(/^(\w+)=.*$/gm, (line, name: string) =>
			name in values ? `${name}=${values[name]}` : line,
		);
		await writeFile(env, filledIn);
		return new Compose(deploy, certificate);
	}

	/** Runs a command of `docker compose`. */
	async compose(command: string): Promise<string> {
		return await runShell(`docker compose ${command}`, this.folder);
	}

	async start(): Promise<void> {
		await runShell(start, this.folder);
		await waitFor('the editor', PATIENCE_MS, () => this.client.isReady());
	}

	/** Waits until every container says that it is well. */
	async healthy(): Promise<void> {
		const list = () => this.compose("ps --all --format '{{.Service}} {{.Status}}'");
		await waitFor(
			'every container to be well',
			PATIENCE_MS,
			async () => (await list()).split('\n').every((line) => /healthy\)|^balancer Up/.test(line)),
			list,
		);
	}

	/** Ends and removes everything. */
	async dispose(): Promise<void> {
		this.log = await this.compose('logs --no-color --tail 200');
		await this.compose('down --volumes --rmi local --timeout 5');
		await rm(dirname(this.folder), { recursive: true, force: true });
	}
}
