import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CREDENTIAL_TYPE, FRUGAL, STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { ensureN8n, N8n, N8nApiError, PACKAGE, plainNode, printReport } from '../host/index.mts';
import { runShell } from '../host/shell.mts';
import { cloneInto } from './clone.mts';
import { blocks, page } from './markdown.mts';

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

describe('installing a clone, by the lines of the README, without a network', () => {
	it(
		"puts the package, and nothing else, into a user's n8n",
		async () => {
			const folder = await cloneInto(scratch);
			const install = async (nodesFolder: string) => {
				const home = dirname(dirname(nodesFolder));
				const env = { PATH: process.env.PATH, HOME: home, npm_config_offline: 'true' };
				await runShell(lines(), folder, env);
			};
			n8n = await N8n.create(await ensureN8n(printReport), { install, env: FRUGAL });
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
			const { client } = n8n!;
			await client.setUpOwner();
			const names = ['veryfi', 'veryfiTrigger'];
			const types = await client.nodeTypes(
				names.map((name) => ({ ...plainNode(name, name, 1), type: `${PACKAGE}.${name}` })),
			);
			expect(types.map(({ name }) => name)).toEqual(names);
			const create = (type: string) => client.createCredential('Veryfi', type, {});
			await create(CREDENTIAL_TYPE);
			await expect(create('nobodysApi')).rejects.toThrow(N8nApiError);
		},
		STAGE_TIMEOUT_MS,
	);
});
