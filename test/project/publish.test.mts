/** What .github/workflows/publish.yml would do, line by line, with a registry of this machine. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packPackage, PACKAGE, type Packed } from '../host/package.mts';
import { projectRoot } from '../host/index.mts';
import { runShell } from '../host/shell.mts';

interface Job {
	needs?: string;
	environment?: string;
	permissions?: Record<string, string>;
	steps: Array<{ uses?: string; run?: string }>;
}

const here = (path: string) => readFileSync(join(projectRoot, path), 'utf8');
const { on, permissions, jobs } = parse(here('.github/workflows/publish.yml')) as {
	on: { push: { tags: string[] } };
	permissions: Record<string, string>;
	jobs: Record<'pack' | 'publish', Job>;
};
const { version } = JSON.parse(here('package.json')) as { version: string };

const linesOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);

const run = async (line: string, cwd: string, env: Record<string, string> = {}) =>
	await runShell(line, cwd, { PATH: process.env.PATH, HOME: cwd, ...env });

let scratch: string;
let packed: Packed;

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'veryfi-publish-'));
	packed = await packPackage(scratch);
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

it('publishes from an environment only, which can ask for a reviewer', () => {
	expect(jobs.publish.environment).toBe('npm');
});

describe('the job that packs', () => {
	const [tagNamesVersion, ...others] = linesOf(jobs.pack);
	const withTag = (tag: string) =>
		run(tagNamesVersion, projectRoot, { GITHUB_REF_NAME: tag }).then(
			() => true,
			() => false,
		);

	it('begins at a tag that looks like a version', () => {
		expect(on).toEqual({ push: { tags: ['v*.*.*'] } });
	});

	it('goes on with the tag of this version only', async () => {
		expect(await Promise.all([`v${version}`, version, 'v99.0.0', 'main'].map(withTag))).toEqual([
			true,
			false,
			false,
			false,
		]);
	});

	it('then tests, builds and packs, and may write nothing', () => {
		expect(others).toEqual(['npm test', 'npm run build', 'npm pack']);
		expect([permissions, jobs.pack.permissions]).toEqual([{ contents: 'read' }, undefined]);
	});
});

describe('the job that publishes', () => {
	const [publish, ...others] = linesOf(jobs.publish);

	it('comes after the other, and runs nothing of the project', () => {
		expect(jobs.publish.needs).toBe('pack');
		expect(others).toEqual([]);
		expect(jobs.publish.steps.map(({ uses }) => uses?.split('@')[0])).toEqual([
			'actions/setup-node',
			'actions/download-artifact',
			undefined,
		]);
	});

	it('asks for provenance, and may have it signed', () => {
		expect(publish).toMatch(/ --provenance /);
		expect(jobs.publish.permissions).toMatchObject({ 'id-token': 'write' });
	});

	it('sends the registry the very tarball that was packed', async () => {
		const bodies: unknown[] = [];
		const registry = Fastify();
		registry.put('/*', async ({ body }) => bodies.push(body));
		const address = await registry.listen({ host: '127.0.0.1', port: 0 });
		await writeFile(
			join(scratch, '.npmrc'),
			`registry=${address}\n${address.replace('http:', '')}/:_authToken=any\n`,
		);
		// Provenance is signed where GitHub vouches for the job, and nowhere else.
		try {
			await run(publish.replace(' --provenance', ''), scratch);
		} finally {
			await registry.close();
		}
		const tarball = await readFile(packed.path);
		expect(bodies).toMatchObject([
			{
				name: PACKAGE,
				'dist-tags': { latest: version },
				access: 'public',
				versions: {
					[version]: {
						dist: {
							integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
						},
					},
				},
			},
		]);
	});
});
