import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { selfSigned } from '../host/certificate.mts';
import { ensureN8n, N8n, PACKAGE, printReport, projectRoot, WITH_EDITOR } from '../host/index.mts';
import { packPackage } from '../host/package.mts';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { RegistryStandIn } from './registry.mts';

const ACTION = `${PACKAGE}.veryfi`;
const TRIGGER = `${PACKAGE}.veryfiTrigger`;

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

let scratch: string;
let registry: RegistryStandIn;
let n8n: N8n;

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'veryfi-installer-'));
	const installation = await ensureN8n(printReport);
	const { path: tarball } = await packPackage(scratch);
	const tls = selfSigned([await registryHost(installation.entry)]);
	await writeFile(join(scratch, 'ca.pem'), tls.cert);
	registry = await RegistryStandIn.start({ tarball, manifest }, tls);
	n8n = await N8n.create(installation, {
		install: async (nodesFolder) => void (await mkdir(nodesFolder, { recursive: true })),
		env: {
			...WITH_EDITOR,
			HTTPS_PROXY: registry.proxyUrl,
			NO_PROXY: 'localhost,127.0.0.1',
			NPM_CONFIG_UPDATE_NOTIFIER: 'false',
			NODE_EXTRA_CA_CERTS: join(scratch, 'ca.pem'),
		},
	});
	await n8n.start();
	await n8n.client.setUpOwner();
}, STAGE_TIMEOUT_MS);

afterAll(async () => {
	await n8n?.client.close();
	await n8n?.dispose();
	await registry?.stop();
	await rm(scratch, { recursive: true, force: true });
}, STAGE_TIMEOUT_MS);

/** The registry that this n8n asks, from its own code. */
async function registryHost(entry: string): Promise<string> {
	const service = 'dist/modules/community-packages/community-packages.service.js';
	const code = await readFile(join(dirname(dirname(entry)), service), 'utf8');
	const [, url] = /DEFAULT_REGISTRY = '([^']+)'/.exec(code)!;
	return new URL(url).host;
}

const knownNodes = async () =>
	(await n8n.client.knownTypes('nodes')).filter((name) => name.startsWith(`${PACKAGE}.`)).sort();

describe("n8n's own installer (Settings > Community nodes)", () => {
	it(
		'installs the package by its name',
		async () => {
			expect(await knownNodes()).toEqual([]);
			const { installedVersion, installedNodes } =
				await n8n.client.installCommunityPackage(PACKAGE);
			expect(installedVersion).toBe(manifest.version);
			expect(installedNodes.map(({ type }) => type).sort()).toEqual([ACTION, TRIGGER]);
		},
		STAGE_TIMEOUT_MS,
	);

	it('asks the registry for this package and for no other', () => {
		expect(new Set(registry.requests)).toEqual(
			new Set([
				`GET /${PACKAGE}/latest`,
				`GET /${PACKAGE}`,
				`GET /${PACKAGE}/-/${PACKAGE}-${manifest.version}.tgz`,
			]),
		);
	});

	it(
		'has both nodes, the action as a tool of AI agents, and the credential, also after a restart',
		async () => {
			for (const restart of [false, true]) {
				if (restart) {
					await n8n.stop();
					await n8n.start();
				}
				expect(await knownNodes()).toEqual([ACTION, `${ACTION}Tool`, TRIGGER]);
				expect(await n8n.client.knownTypes('credentials')).toContain('veryfiAsyncApi');
			}
		},
		STAGE_TIMEOUT_MS,
	);

	it('removes the package without a trace', async () => {
		await n8n.client.uninstallCommunityPackage(PACKAGE);
		expect(await knownNodes()).toEqual([]);
		expect(await readdir(join(n8n.folder, '.n8n', 'nodes', 'node_modules'))).toEqual([]);
	});
});
