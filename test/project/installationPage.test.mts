import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE, projectRoot } from '../host/index.mts';
import { packPackage } from '../host/package.mts';
import { runShell } from '../host/shell.mts';
import { N8N_VERSION } from '../host/versions.mts';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { knownSettings } from './knownSettings.mts';
import { blocks, commands, page } from './markdown.mts';

const installation = page('docs/installation.md');
const shell = blocks(installation, 'sh');
const [run] = shell.flatMap((block) => block.match(/^docker run .*$/m) ?? []);
const [exec] = shell.flatMap((block) => block.match(/^docker exec .*$/m) ?? []);

describe('the lines for a clone', () => {
	it('are those of the README, which a test runs', () =>
		expect(blocks(page('README.md'), 'sh')).toContain(shell[0]));
});

describe('the commands for one container', () => {
	let home: string;

	beforeAll(async () => void (home = await mkdtemp(join(tmpdir(), 'veryfi-container-'))));

	afterAll(() => rm(home, { recursive: true, force: true }));

	it('run the version of n8n that the tests run, from the image that deploy/ builds on', async () => {
		const dockerfile = await readFile(join(projectRoot, 'deploy', 'Dockerfile'), 'utf8');
		const [, image] = /^FROM ([^:]+):/m.exec(dockerfile)!;
		expect(run).toMatch(new RegExp(` ${image}:${N8N_VERSION.replaceAll('.', '\\.')}$`));
	});

	it(
		'set what n8n knows, and let unverified packages in',
		async () => {
			const settings = [...run.matchAll(/ -e ([A-Z0-9_]+)=(\S+)/g)].map(([, name, value]) => [
				name,
				value,
			]);
			const known = await knownSettings();
			expect(settings).toContainEqual(['N8N_UNVERIFIED_PACKAGES_ENABLED', 'true']);
			expect(settings.filter(([name]) => !known.has(name))).toEqual([]);
		},
		STAGE_TIMEOUT_MS,
	);

	it('keep the whole folder of n8n in one volume, so that n8n 3 can rename what is in it', () => {
		expect([...run.matchAll(/ -v (\S+)/g)].map(([, volume]) => volume)).toEqual([
			'n8n_data:/home/node/.n8n',
		]);
	});

	it('install the tarball where n8n looks for packages', async () => {
		const { path } = await packPackage(home);
		const [, command] = /^docker exec n8n sh -c '([^']+)'$/.exec(exec)!;
		await mkdir(join(home, 'user'));
		const env = {
			PATH: process.env.PATH,
			HOME: join(home, 'user'),
			npm_config_offline: 'true',
			npm_config_audit: 'false',
		};
		await runShell(command.replaceAll(/\/tmp\/\S+/g, path), home, env);
		const folder = join(home, 'user', '.n8n', 'nodes', 'node_modules');
		const installed = (await readdir(folder)).filter((name) => !name.startsWith('.'));
		expect(installed).toEqual([PACKAGE]);
		const uninstall = commands(installation).find((line) => line.startsWith('npm uninstall'))!;
		await runShell(uninstall, home, env);
		expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
	});
});
