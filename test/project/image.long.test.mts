import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { selfSigned } from '../host/certificate.mts';
import { ensureN8n, N8n, PACKAGE, printReport, projectRoot, WITH_EDITOR } from '../host/index.mts';
import { packPackage } from '../host/package.mts';
import { RegistryStandIn } from './registry.mts';

const run = promisify(execFile);

const dockerfile = readFileSync(join(projectRoot, 'deploy', 'Dockerfile'), 'utf8');
const [, command] = /^RUN ((?:.*\\\n)*.*)$/m.exec(dockerfile)!;
const [, byDefault] = /^ARG PACKAGE=(.*)$/m.exec(dockerfile)!;
const [, userFolder] = /^ENV N8N_USER_FOLDER=(.*)$/m.exec(dockerfile)!;
const [, context] = /^COPY Dockerfile \*\.tgz (.*?)\/?$/m.exec(dockerfile)!;

/** A host that only the stand-in answers for. */
const REGISTRY = 'packages.example.com';

let scratch: string;
let registry: RegistryStandIn;
let tarball: string;
let n8n: N8n | undefined;

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'veryfi-image-'));
	({ path: tarball } = await packPackage(scratch));
	const tls = selfSigned([REGISTRY]);
	await writeFile(join(scratch, 'ca.pem'), tls.cert);
	const manifest = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	registry = await RegistryStandIn.start({ tarball, manifest }, tls);
}, STAGE_TIMEOUT_MS);

afterEach(async () => {
	await n8n?.client.close();
	await n8n?.dispose();
	n8n = undefined;
});

afterAll(async () => {
	await registry?.stop();
	await rm(scratch, { recursive: true, force: true });
});

/** Runs the command by which the image gets the package; `here` stands for the image's folder for n8n. */
async function build(here: string, PACKAGE: string): Promise<void> {
	const copied = join(scratch, 'context');
	await mkdir(copied);
	for (const file of [join(projectRoot, 'deploy', 'Dockerfile'), tarball]) {
		await copyFile(file, join(copied, basename(file)));
	}
	const { uid, gid } = { uid: process.getuid?.(), gid: process.getgid?.() };
	const moved = command
		.replaceAll(context, copied)
		.replaceAll(userFolder, here)
		.replace('node:node', `${uid}:${gid}`);
	await run('sh', ['-c', moved], {
		env: {
			PATH: process.env.PATH,
			HOME: scratch,
			PACKAGE,
			HTTPS_PROXY: registry.proxyUrl,
			NODE_EXTRA_CA_CERTS: join(scratch, 'ca.pem'),
			npm_config_registry: `https://${REGISTRY}/`,
			npm_config_update_notifier: 'false',
		},
	});
	expect(await readdir(scratch)).not.toContain('context');
}

describe('the command by which the image gets the package, without Docker', () => {
	it.each([
		['by its name, as the Dockerfile does unless told otherwise', () => byDefault, true],
		['as a tarball beside the Dockerfile', () => `./${basename(tarball)}`, false],
	])(
		'installs it %s, where n8n finds it',
		async (_way, what, isFetched) => {
			registry.requests.length = 0;
			n8n = await N8n.create(await ensureN8n(printReport), {
				install: async (nodesFolder) => await build(dirname(dirname(nodesFolder)), what()),
				env: WITH_EDITOR,
			});
			expect(registry.requests.map((line) => line.split('/')[1])).toEqual(
				isFetched ? [PACKAGE, PACKAGE] : [],
			);
			const installed = await readdir(join(n8n.folder, '.n8n', 'nodes', 'node_modules'));
			expect(installed.filter((name) => !name.startsWith('.'))).toEqual([PACKAGE]);

			await n8n.start();
			await n8n.client.setUpOwner();
			const nodes = await n8n.client.knownTypes('nodes');
			expect(nodes.filter((name) => name.startsWith(`${PACKAGE}.`)).sort()).toEqual([
				`${PACKAGE}.veryfi`,
				`${PACKAGE}.veryfiTool`,
				`${PACKAGE}.veryfiTrigger`,
			]);
		},
		STAGE_TIMEOUT_MS,
	);
});
