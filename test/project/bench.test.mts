/** Whether the benches run and print what docs/benchmark-tables.md shows. What they measure in so short a time is not looked at. */
import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { projectRoot } from '../host/index.mts';
import { sized } from '../sized.mts';
import { page } from './markdown.mts';

/** Benches that are left out, and what tests most of what they do. */
const NOT_RUN = {
	triggerQueue: 'It measures as the bench "trigger" does, on what test/queue starts for its tests.',
	triggerGrowth: 'It limits processes by control groups, which not every machine lets it do.',
};

const SUFFIX = '.bench.mts';
const all = readdirSync(join(projectRoot, 'test/bench'))
	.filter((file) => file.endsWith(SUFFIX))
	.map((file) => file.slice(0, -SUFFIX.length))
	.filter((name) => !(name in NOT_RUN));

/** This one needs no n8n, and is over in seconds. */
const benches = sized(['signature'], all);

/** Memory and processor time can be read on Linux only. */
const NO_FIGURE = ['', 'undefined', 'Infinity', ...(process.platform === 'linux' ? ['NaN'] : [])];

async function runQuickly(name: string): Promise<string> {
	const { stdout } = await promisify(execFile)(
		process.execPath,
		['--import', 'tsx', 'test/bench/bench.mts', '--quick', name],
		{ cwd: projectRoot, timeout: STAGE_TIMEOUT_MS },
	);
	return stdout;
}

/** The cells of each row of what console.table printed, without the index; the columns first. */
const printed = (output: string): string[][] =>
	output
		.split('\n')
		.filter((line) => line.startsWith('│'))
		.map((line) => line.split('│').slice(2, -1))
		.map((cells) => cells.map((cell) => cell.trim()));

/** The columns of a bench's table in docs/benchmark-tables.md, if there is one. */
function documented(name: string): string[] | undefined {
	const { text } = page('docs/benchmark-tables.md');
	const [, table] = text.split(`<!-- bench:${name} -->`);
	const line = table?.split('\n').find((line) => line.startsWith('| '));
	return line
		?.split('|')
		.slice(1, -1)
		.map((cell) => cell.trim());
}

const results = (name: string) => {
	const file = join(projectRoot, 'bench-results', `${name}.json`);
	return existsSync(file) && statSync(file).mtimeMs;
};

it.concurrent.each(benches)(
	'the bench "%s", in its smallest size, ends well, prints its figures and keeps those of a whole run',
	async (name) => {
		const before = results(name);
		const [columns, ...rows] = printed(await runQuickly(name));
		expect(rows).not.toEqual([]);
		expect(rows.flat().filter((cell) => NO_FIGURE.includes(cell))).toEqual([]);
		const shown = documented(name);
		if (shown) expect(columns).toEqual(shown);
		expect(results(name)).toBe(before);
	},
	STAGE_TIMEOUT_MS,
);
