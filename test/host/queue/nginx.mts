import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from '../certificate.mts';
import { projectRoot } from '../paths.mts';
import { freePorts } from '../ports.mts';
import type { Report } from '../progress.mts';
import { unpackDebian } from '../debian.mts';
import type { Janitor } from './janitor.mts';
import { Service } from './service.mts';

export interface Nginx extends Service {
	/** Without a slash at the end. */
	readonly url: string;
	/** Of the certificate that it serves. */
	readonly cert: string;
}

/** What nginx writes to and Debian compiled into it: in a container it may, here it may not. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
	.map((kind) => `${kind}_temp_path tmp_${kind};`)
	.join(' ');

/**
 * Prepares an nginx with the configuration of deploy/; only addresses and paths differ. Nothing runs yet.
 *
 * @param upstreams ports of this machine that stand for the containers
 * @param changes what to write instead of what, where a test cannot do with the values of deploy/
 */
export async function createNginx(
	folder: string,
	upstreams: { main: number; webhooks: number[] },
	janitor: Janitor,
	report: Report,
	changes: Array<[inDeploy: string, here: string]> = [],
): Promise<Nginx> {
	await mkdir(folder, { recursive: true });
	const certificate = await createCertificate(join(folder, 'tls'));
	const [port, ...gates] = await freePorts(1 + upstreams.webhooks.length);
	const local = (port: number) => `127.0.0.1:${port}`;
	const here: Array<[inContainer: string, here: string]> = [
		...changes,
		['main:5678', local(upstreams.main)],
		...upstreams.webhooks.map((port, i): [string, string] => [
			`webhook-${i + 1}:5678`,
			local(port),
		]),
		...gates.map((port, i): [string, string] => [`127.0.0.1:800${i + 1}`, local(port)]),
		['listen 443', `listen ${local(port)}`],
		['/etc/nginx/tls/fullchain.pem', certificate.certPath],
		['/etc/nginx/tls/privkey.pem', certificate.keyPath],
		['http {', `http { access_log off; ${TEMPORARY}`],
	];
	const deploy = join(projectRoot, 'deploy');
	const configuration = here.reduce(
		(text, [inContainer, here]) => text.replaceAll(inContainer, here),
		await readFile(join(deploy, 'nginx.conf'), 'utf8'),
	);
	await writeFile(join(folder, 'nginx.conf'), configuration);
	await writeFile(join(folder, 'gate.conf'), await readFile(join(deploy, 'gate.conf')));

	const { command, env } = await findNginx(join(folder, 'programs'), report);
	const directives = ['daemon off', 'pid nginx.pid', 'error_log stderr notice'];
	// Its workers would lose root's rights, and with them this folder.
	if (process.getuid?.() === 0) directives.push('user root');
	const service = new Service(
		{
			name: 'nginx',
			command,
			args: [
				...['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'],
				...['-g', directives.map((directive) => `${directive};`).join(' ')],
			],
			env,
			cwd: folder,
			logPath: join(folder, 'nginx.log'),
			readyText: /start worker process/,
			stopSignal: 'SIGTERM',
		},
		janitor,
	);
	return Object.assign(service, { url: `https://localhost:${port}`, cert: certificate.cert });
}

async function findNginx(unpacked: string, report: Report) {
	const installed = '/usr/sbin/nginx';
	if (existsSync(installed)) return { command: installed, env: {} };
	const env = await unpackDebian('nginx', unpacked, report);
	return { command: join(unpacked, 'usr', 'sbin', 'nginx'), env };
}
