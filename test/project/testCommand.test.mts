/** What the commands that run tests do about a layer that does not end, and about names. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE_MS, projectRoot, waitFor } from '../host/index.mts';
import { evaluate } from '../host/evaluate.mts';
import { isRunning } from '../host/isRunning.mts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'veryfi-layer-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// The scripts are modules of Node, which jest does not load: they run in a process of their own.
it('a command that takes too long is ended with what it started, and its output is kept', async () => {
	const child =
		"require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])";
	const code = `console.log(${child}.pid); setInterval(() => {}, 1000)`;
	const { status, output } = (await evaluate(`
		import { run } from './scripts/command.mjs';
		const answer = await run(process.execPath, ['-e', ${JSON.stringify(code)}], { limit: 5000 });
	`)) as { status: number; output: string };
	expect(status).toBe(1);
	const [, pid] = /^(\d+)\nEnded after 5 s, the most that it may take\.\n$/.exec(output) ?? [];
	await waitFor('the end of what it started', PATIENCE_MS, () => !isRunning(Number(pid)));
});

it('the files that a layer of tests was at are named when it is ended', async () => {
	const list = join(folder, 'files.txt');
	const { underWay, result } = (await evaluate(`
		import Reporter, { filesUnderWay } from './scripts/filesUnderWay.mjs';
		import { readJestReport } from './scripts/jestReport.mjs';
		process.env.FILES_UNDER_WAY = ${JSON.stringify(list)};
		const reporter = new Reporter();
		for (const path of ['test/a.test.mts', 'test/b.test.mts']) reporter.onTestFileStart({ path });
		reporter.onTestFileResult({ path: 'test/a.test.mts' });
		const underWay = filesUnderWay(${JSON.stringify(list)});
		const answer = { underWay, result: readJestReport(${JSON.stringify(join(folder, 'no.json'))}, 1, underWay) };
	`)) as { underWay: string[]; result: object };
	expect(underWay).toEqual(['test/b.test.mts']);
	expect(result).toEqual({
		passed: 0,
		failed: ['jest wrote no report\n    test/b.test.mts had not ended'],
		skipped: [],
	});
});

it.each([
	['', "npx jest test/a.test.mts -t 'a sum of 3'"],
	['1', "TEST_ALL=1 npx jest test/a.test.mts -t 'a sum of 3'"],
])(
	'a test that failed is told with what runs it alone, in its size (TEST_ALL=%s)',
	async (whole, command) => {
		const report = join(folder, 'report.json');
		const test = { status: 'failed', fullName: 'a sum of 3', failureMessages: ['Error: 4'] };
		const file = { name: join(projectRoot, 'test/a.test.mts'), assertionResults: [test] };
		writeFileSync(report, JSON.stringify({ testResults: [file] }));
		const { failed } = (await evaluate(`
		import { readJestReport } from './scripts/jestReport.mjs';
		process.env.TEST_ALL = '${whole}';
		const answer = readJestReport(${JSON.stringify(report)}, 1, []);
	`)) as { failed: string[] };
		expect(failed).toEqual([`test/a.test.mts: a sum of 3\n    Error: 4\n    Alone: ${command}`]);
	},
);

it('every file that other versions of n8n are tested with is there: jest says nothing of one that is not', () => {
	const script = readFileSync(join(projectRoot, 'scripts', 'e2e.mjs'), 'utf8');
	const [, list] = /const CORE = \[([^\]]+)\]/.exec(script)!;
	const names = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name);
	expect(names).toContain('mainJob');
	const fileOf = (name: string) => join(projectRoot, 'test', 'e2e', `${name}.test.mts`);
	expect(names.filter((name) => !existsSync(fileOf(name)))).toEqual([]);
});
