import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packPackage, type Packed } from '../host/package.mts';
import { projectRoot } from '../host/index.mts';

const KILOBYTE = 1024;

/** What n8n has for every node that it loads. */
const GIVEN_BY_N8N = ['n8n-workflow'];

let scratch: string;
let packed: Packed;
let paths: string[];
let manifest: Record<string, unknown> & { n8n: { nodes: string[]; credentials: string[] } };

/** A file of the package, as text. */
const read = (path: string) => readFileSync(join(scratch, 'package', path), 'utf8');

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'veryfi-packed-'));
	packed = await packPackage(scratch);
	execFileSync('tar', ['-xzf', packed.path, '-C', scratch]);
	paths = packed.files.map(({ path }) => path);
	manifest = JSON.parse(read('package.json'));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Everything below the folders of the sources, as it is called after the build. */
const built = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
		.filter((path) => /\.(ts|svg|json)$/.test(path))
		.map((path) => `dist/${folder}/${path.replace(/\.ts$/, '.js')}`),
);

describe('the packed package', () => {
	it('consists of the built nodes and credential, their icons and descriptions, and six other files', () => {
		const others = [
			'CHANGELOG.md',
			'LICENSE.md',
			'README.md',
			'dist/third-party-licenses.txt',
			'index.js',
			'package.json',
		];
		expect(paths.sort()).toEqual([...built, ...others].sort());
	});

	// 150 kB did until files could be downloaded, and the trigger had filters.
	it('is smaller than 170 kB, and than 600 kB unpacked', () => {
		expect(packed.size).toBeLessThan(170 * KILOBYTE);
		expect(packed.unpackedSize).toBeLessThan(600 * KILOBYTE);
	});

	it('brings no other package along, and runs nothing when it is installed', () => {
		for (const key of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'overrides',
		]) {
			expect(manifest).not.toHaveProperty(key);
		}
		const scripts = Object.keys(manifest.scripts as object);
		expect(scripts.filter((name) => /install|prepare|^(pre|post)/.test(name))).toEqual([]);
	});

	it('needs nothing at run time but itself, cryptography and what n8n gives', () => {
		const needed = new Set<string>();
		for (const path of paths.filter((path) => path.endsWith('.js'))) {
			for (const [, name] of read(path).matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
				if (!name.startsWith('.')) needed.add(name);
				else expect(resolvedFrom(path, name)).toBeDefined();
			}
		}
		expect([...needed].sort()).toEqual(['crypto', ...GIVEN_BY_N8N]);
		expect(builtinModules).toContain('crypto');
	});

	it('brings the license of every library that is bundled into it', () => {
		const bundled = paths.flatMap((path) =>
			[...read(path).matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm)].map(
				([, name]) => name,
			),
		);
		expect([...new Set(bundled)]).toEqual(['fflate']);
		const folder = join(projectRoot, 'node_modules', 'fflate');
		const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
			version: string;
		};
		const license = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
		expect(read('dist/third-party-licenses.txt')).toBe(`fflate ${version}\n\n${license}\n`);
	});

	it('has every node and credential that its package.json tells n8n of, with their icons', () => {
		for (const path of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
			expect(paths).toContain(path);
			const icons = [...read(path).matchAll(/['"]file:([^'"]+)['"]/g)].map(([, icon]) =>
				join(dirname(path), icon),
			);
			expect(icons).not.toEqual([]);
			for (const icon of icons) expect(paths).toContain(icon);
		}
	});

	it('names no source map', () => {
		const mapped = paths.filter((path) => /sourceMappingURL/.test(read(path)));
		expect(mapped).toEqual([]);
	});

	it('is what the strict rules of n8n for verified packages ask for', () => {
		expect(manifest).toMatchObject({
			license: 'MIT',
			keywords: expect.arrayContaining(['n8n-community-node-package']),
			repository: { type: 'git', url: expect.stringMatching(/^git\+https:/) },
			author: { name: expect.any(String), email: expect.any(String) },
			n8n: { n8nNodesApiVersion: 1, strict: true },
			peerDependencies: { 'n8n-workflow': '*' },
		});
	});
});

/** What a relative `require` finds, if anything. */
const resolvedFrom = (path: string, name: string) =>
	[name, `${name}.js`, `${name}/index.js`]
		.map((candidate) => join(scratch, 'package', dirname(path), candidate))
		.find((candidate) => existsSync(candidate) && candidate.endsWith('.js'));
