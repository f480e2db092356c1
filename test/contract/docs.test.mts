import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { HELP } from '../../contract/options.mts';
import { documentsOf } from '../../contract/probe.mts';
import { PROBES } from '../../contract/probes/index.mts';
import { REQUESTS } from '../../contract/targets.mts';

const read = (path: string): string => readFileSync(path, 'utf8');
const firstScreen = (path: string): string => read(path).split('\n').slice(0, 25).join('\n');
const page = read('docs/contract.md');

it.each(['README.md', 'docs/contract.md', 'docs/how-it-works.md', 'docs/installation.md'])(
	'%s says in its first screen that this has not been run against Veryfi, and how to help',
	(path) => {
		expect(firstScreen(path)).toMatch(/has not been run against live Veryfi yet/);
		expect(firstScreen(path)).toMatch(/npm run contract|\(contract\.md\)/);
	},
);

it('the pages tell how many documents and requests it takes', () => {
	const usual = PROBES.filter(({ experiment }) => experiment.flag === undefined);
	const text = `at most ${documentsOf(usual)}`;
	expect(page.toLowerCase()).toContain(`${text} documents`);
	expect(read('README.md')).toContain(`${text} small documents`);
	expect(page).toContain(`At most ${REQUESTS} requests`);
});

it('the page tells of every option', () => {
	const options = [...HELP.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, option]) => option);
	expect(options.length).toBeGreaterThan(5);
	const missing = options.filter(
		(option) => option !== '--help' && !page.includes(`\`${option}\``),
	);
	expect(missing).toEqual([]);
});

it('an issue template asks for the report', () => {
	const { body } = parse(read('.github/ISSUE_TEMPLATE/contract_report.yml')) as {
		body: Array<{ attributes: { label?: string } }>;
	};
	expect(body.map(({ attributes }) => attributes.label)).toContain('contract-report.json');
});
