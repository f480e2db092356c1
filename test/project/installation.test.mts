import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { ensureN8n, N8n, PACKAGE, printReport, projectRoot } from '../host/index.mts';
import { blocks, page } from './markdown.mts';

const run = promisify(execFile);

/** What a clone does not have. */
const NOT_CLONED = ['.git', 'bench-results', 'dist', 'node_modules'];

let scratch: string;
let n8n: N8n | undefined;

beforeAll(async () => void (scratch = await mkdtemp(join(tmpdir(), 'veryfi-clone-'))));

afterAll(async () => {
	await n8n?.client.close();
	await n8n?.dispose();
	await rm(scratch, { recursive: true, force: true });
}, STAGE_TIMEOUT_MS);

/** The commands of the README for a clone, without a change. */
const lines = () => blocks(page('README.md'), 'sh').find((block) => block.includes('npm pack'))!;

/** A clone whose packages are there already: what is tried here is ours, not the registry. */
async function clone(): Promise<string> {
	const folder = join(scratch, 'clone');
	await cp(projectRoot, folder, {
		recursive: true,
		filter: (path) =>
			!NOT_CLONED.includes(path.slice(projectRoot.length)) && !path.endsWith('.tgz'),
	});
	const packages = join(projectRoot, 'node_modules');
	// Hard links take a second, and work only on the same disk.
	await run('cp', ['-al', packages, folder]).catch(() => run('cp', ['-R', packages, folder]));
	return folder;
}

describe('installing a clone, by the lines of the README, without a network', () => {
	it(
		"puts the package, and nothing else, into a user's n8n",
		async () => {
			const folder = await clone();
			const install = async (nodesFolder: string) => {
				const home = dirname(dirname(nodesFolder));
				await run('sh', ['-ec', lines()], {
					cwd: folder,
					env: { PATH: process.env.PATH, HOME: home, npm_config_offline: 'true' },
				});
			};
			n8n = await N8n.create(await ensureN8n(printReport), { install });
			expect(
				(await readdir(join(n8n.folder, '.n8n', 'nodes', 'node_modules'))).filter(
					(name) => !name.startsWith('.'),
				),
			).toEqual([PACKAGE]);
		},
		STAGE_TIMEOUT_MS,
	);

	it(
		'gives this n8n both nodes and the credential',
		async () => {
			await n8n!.start();
			await n8n!.client.setUpOwner();
			expect(await n8n!.client.knownTypes('nodes')).toEqual(
				expect.arrayContaining([`${PACKAGE}.veryfi`, `${PACKAGE}.veryfiTrigger`]),
			);
			expect(await n8n!.client.knownTypes('credentials')).toContain('veryfiAsyncApi');
		},
		STAGE_TIMEOUT_MS,
	);
});
