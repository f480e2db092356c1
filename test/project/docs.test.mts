import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../host/index.mts';
import { COMMANDS } from './commands.mts';
import { knownSettings } from './knownSettings.mts';
import { anchors, commands, inlineCodes, links, page, pages } from './markdown.mts';

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
	version: string;
	scripts: Record<string, string>;
};

const has = (path: string) => existsSync(join(projectRoot, path));

describe.each(pages.map((page) => [page.path, page] as const))('%s', (path, page) => {
	it('links to what exists', () => {
		const broken = links(page).filter((link) => {
			if (link.startsWith('https://')) return false;
			const [file, anchor] = link.split('#');
			const target = file === '' ? path : join(dirname(path), file);
			if (!has(target)) return true;
			return anchor !== undefined && !anchorsOf(target).includes(anchor);
		});
		expect(broken).toEqual([]);
	});

	it('names commands of which it is known who runs them', () => {
		expect(commands(page).filter((command) => !isTest(command) && !COMMANDS[command])).toEqual([]);
	});

	it('names files of the nodes that exist', () => {
		const files = inlineCodes(page).filter((code) => /^nodes\/[\w/.]+$/.test(code));
		expect(files.filter((file) => !has(file))).toEqual([]);
	});

	it('names scripts that package.json has', () => {
		const scripts = [...page.text.matchAll(/npm run (?:--silent )?([a-z][\w:]*)/g)];
		expect(scripts.map(([, name]) => name).filter((name) => !manifest.scripts[name])).toEqual([]);
	});
});

/** `npx jest <beginning of a path> ...` */
function isTest(command: string): boolean {
	const [, paths] = /^npx jest (test\/\S+(?: test\/\S+)*)$/.exec(command) ?? [];
	if (!paths) return false;
	return paths.split(' ').every((beginning) => allTests.some((test) => test.startsWith(beginning)));
}

const allTests = readdirSync(join(projectRoot, 'test'), { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.test.mts'))
	.map((path) => join('test', path));

const anchorsOf = (path: string) => {
	const found = pages.find((page) => page.path === path);
	return found ? anchors(found) : [];
};

describe('the table of commands', () => {
	it('has no command that no page names', () => {
		const named = new Set(pages.flatMap(commands));
		expect(Object.keys(COMMANDS).filter((command) => !named.has(command))).toEqual([]);
	});

	it('names files that really run the command', () => {
		const wrong = Object.entries(COMMANDS).filter(
			([, proof]) =>
				'file' in proof &&
				!(
					has(proof.file) &&
					readFileSync(join(projectRoot, proof.file), 'utf8').includes(proof.text)
				),
		);
		expect(wrong).toEqual([]);
	});
});

it(
	'every environment variable that a page names is one of Node, of n8n or of ours',
	async () => {
		const named = new Set(
			pages
				.flatMap(inlineCodes)
				.flatMap((code) => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/.exec(code) ?? []),
		);
		expect(named.size).toBeGreaterThan(5);
		const known = await knownSettings();
		const ours = ['contract', 'deploy', 'scripts', 'test/host']
			.flatMap((folder) => filesIn(join(projectRoot, folder)))
			.map((file) => readFileSync(file, 'utf8'));
		const unknown = [...named].filter(
			(name) =>
				!name.startsWith('NODE_') && !known.has(name) && !ours.some((text) => text.includes(name)),
		);
		expect(unknown).toEqual([]);
	},
	15 * 60_000,
);

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((path) => join(folder, path))
		.filter((path) => statSync(path).isFile());

it('the page of the examples has every example', () => {
	const examples = readdirSync(join(projectRoot, 'examples')).filter((file) =>
		file.endsWith('.json'),
	);
	const shown = links(page('docs/examples.md'));
	expect(examples.filter((file) => !shown.includes(`../examples/${file}`))).toEqual([]);
});

it('the changelog tells of this version', () => {
	const headings = [...page('CHANGELOG.md').text.matchAll(/^## \[?([^\]\s]+)/gm)];
	expect(headings.map(([, version]) => version)).toContain(manifest.version);
});
