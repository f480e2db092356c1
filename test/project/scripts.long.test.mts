/** The scripts that take minutes, each in a clone. */
import { expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { projectRoot } from '../host/index.mts';
import { here, useClone, type Clone } from './useClone.mts';

let clone: Clone;

useClone((made) => (clone = made));

it('npm run lint:fix tidies up a file', async () => {
	const file = 'nodes/shared/api/slashes.ts';
	await writeFile(clone.path(file), here(file).replaceAll('\t', '        '));
	expect(clone.read(file)).not.toBe(here(file));
	await clone.run('npm run lint:fix');
	expect(clone.read(file)).toBe(here(file));
});

it('npm run bench -- signature keeps its figures', async () => {
	await clone.run('npm run bench -- signature');
	const { rows } = JSON.parse(clone.read('bench-results/signature.json')) as { rows: unknown[] };
	expect(rows).not.toEqual([]);
});

it(
	'npm run docs:screenshots takes every picture that the pages show',
	async () => {
		const pictures = 'docs/images';
		await rm(clone.path(pictures), { recursive: true });
		await clone.run('npm run docs:screenshots');
		const list = (folder: string) => readdirSync(folder, { recursive: true }).sort();
		expect(list(clone.path(pictures))).toEqual(list(join(projectRoot, pictures)));
	},
	STAGE_TIMEOUT_MS,
);
