// `npm test`: every check of the project, on a clean clone too. `npm run test:all` besides runs what takes long
// (CONTRIBUTING.md has the table). Plain JavaScript without imports from node_modules, because there may be none yet.
//
// Lanes of layers run side by side: one computes, the others mostly wait for the programs that they start. A failing
// layer does not keep the others from running. The end tells what failed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { filesUnderWay } from './filesUnderWay.mjs';
import { readJestReport } from './jestReport.mjs';
import { summarize } from './summary.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const reports = mkdtempSync(join(tmpdir(), 'veryfi-tests-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const isWhole = process.argv.includes('--all');
if (isWhole) process.env.TEST_ALL = '1';

/** A real n8n for each file: it waits most of the time, but takes half a gigabyte. */
const TWO_AT_ONCE = ['--maxWorkers=2'];

const INSTALL_N8N = ['--import', 'tsx', 'test/host/install.main.mts'];

/** Milliseconds between two lines that tell what is still running. */
const HEARTBEAT = 30_000;

/** Milliseconds that a layer may take: twice what the longest needs, so that only one that stands still is ended. */
const limit = (isWhole ? 120 : 35) * 60_000;

const COMPUTING = [
	check('lint', 'npm', ['run', '--silent', 'lint']),
	jest('emulator', ['test/emulator']),
	jest('engine', ['test/engine']),
];

/** Contract, unit and host need no n8n: they make these lanes about as long as each other. */
const IN_N8N = [
	[jest('e2e', [...TWO_AT_ONCE, 'test/e2e']), jest('contract', [...TWO_AT_ONCE, 'test/contract'])],
	[
		jest('examples', [...TWO_AT_ONCE, 'test/examples']),
		jest('unit', ['test/unit']),
		jest('host', ['test/host', 'test/samples']),
	],
	[
		process.platform === 'linux'
			? jest('queue', ['--runInBand', 'test/queue'])
			: skip('queue', 'n8n in queue mode runs on Linux only here'),
		jest('browser', ['--runInBand', 'test/browser']),
		jest('project', ['--runInBand', 'test/project']),
	],
];

const WAITING = [
	check('build', 'npm', ['run', '--silent', 'build']),
	// Not the script of that name, which builds once more.
	check('scan', process.execPath, ['--import', 'tsx', 'scripts/scan.mts']),
	// Waits for the installation that began below, or tells why there is none.
	check('n8n', process.execPath, INSTALL_N8N),
	IN_N8N,
];

console.log(headline('packages'));
const { status } = spawnSync(process.execPath, ['scripts/bootstrap.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

// Minutes of downloading the first time, which the layers without n8n need not wait for.
const installation = spawn(process.execPath, INSTALL_N8N, { stdio: 'ignore' });
process.on('exit', () => installation.kill());

/** Names of the layers under way, by when they began. */
const running = new Map();
const heart = setInterval(() => console.log(`... ${underWay()}`), HEARTBEAT);
const results = await sideBySide([COMPUTING, WAITING]);
clearInterval(heart);

console.log(headline('summary'));
summarize(results);
process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0;

/** Runs lanes of layers at the same time and gives their results, lane by lane. */
async function sideBySide(lanes) {
	return (await Promise.all(lanes.map(oneByOne))).flat();
}

/** Runs the layers of a lane; one of them may be lanes again. */
async function oneByOne(lane) {
	const done = [];
	for (const layer of lane) {
		done.push(...(await (Array.isArray(layer) ? sideBySide(layer) : runLayer(layer))));
	}
	return done;
}

async function runLayer({ name, measure }) {
	const start = Date.now();
	running.set(name, start);
	const { output, ...counts } = await measure();
	running.delete(name);
	console.log(`\n${headline(name)}\n${output}`);
	return [{ name, ...counts, seconds: (Date.now() - start) / 1000 }];
}

function underWay() {
	const tell = ([name, start]) => {
		const seconds = Math.round((Date.now() - start) / 1000);
		const files = filesUnderWay(listOf(name)).map((file) => basename(file, '.test.mts'));
		return `${name} (${[`${seconds} s so far`, ...files].join(', ')})`;
	};
	return [...running].map(tell).join(', ');
}

/** A command that passes or fails as a whole counts as one test. */
function check(name, command, args) {
	const line = [command, ...args].join(' ');
	const measure = async () => {
		const { status, output } = await run(command, args, { limit });
		return status === 0
			? { output, passed: 1, failed: [], skipped: [] }
			: { output, passed: 0, failed: [`${line} ended with status ${status}`], skipped: [] };
	};
	return { name, measure };
}

/** Where a layer of jest keeps the names of the test files under way. */
function listOf(name) {
	return join(reports, `${name}.txt`);
}

/** Test files in a folder, counted from jest's own report. */
function jest(name, args) {
	const report = join(reports, `${name}.json`);
	const measure = async () => {
		const program = [
			'node_modules/jest/bin/jest.js',
			'--reporters=default',
			'--reporters=<rootDir>/scripts/filesUnderWay.mjs',
			'--ci',
			'--json',
			`--outputFile=${report}`,
		];
		const { status, output } = await run(process.execPath, [...program, ...args], {
			limit,
			// To standard output jest prints where its report is.
			isQuiet: true,
			env: { FILES_UNDER_WAY: listOf(name) },
		});
		return { output, ...readJestReport(report, status, filesUnderWay(listOf(name))) };
	};
	return { name, measure };
}

/** A layer that this machine cannot run. */
function skip(name, why) {
	return { name, measure: async () => ({ output: why, passed: 0, failed: [], skipped: [why] }) };
}

function headline(name) {
	return `=== ${name} ${'='.repeat(70 - name.length)}`;
}
