// `npm test`: every check of the project, one layer after the other, on a clean clone too. Plain
// JavaScript without imports from node_modules, because there may be none yet.
//
// A failing layer does not keep the others from running. The end tells what failed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJestReport } from './jestReport.mjs';
import { summarize } from './summary.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const reports = mkdtempSync(join(tmpdir(), 'veryfi-tests-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

/** A real n8n for each file: it waits most of the time, but takes half a gigabyte. */
const TWO_AT_ONCE = ['--maxWorkers=2'];

const INSTALL_N8N = ['--import', 'tsx', 'test/host/install.main.mts'];

// Cheap checks first; what needs the build comes after it.
const LAYERS = [
	check('lint', 'npm', ['run', '--silent', 'lint']),
	check('types', 'npm', ['run', '--silent', 'types']),
	check('build', 'npm', ['run', '--silent', 'build']),
	// Not the script of that name, which builds once more.
	check('scan', process.execPath, ['--import', 'tsx', 'scripts/scan.mts']),
	jest('unit', ['test/unit']),
	jest('host', ['test/host', 'test/samples']),
	jest('emulator', ['test/emulator']),
	jest('engine', ['test/engine']),
	// Waits for the installation that began below, or tells why there is none.
	check('n8n', process.execPath, INSTALL_N8N),
	jest('project', ['--runInBand', 'test/project']),
	jest('e2e', [...TWO_AT_ONCE, 'test/e2e']),
	jest('examples', [...TWO_AT_ONCE, 'test/examples']),
	jest('browser', ['--runInBand', 'test/browser']),
	process.platform === 'linux'
		? jest('queue', ['--runInBand', 'test/queue'])
		: skip('queue', 'n8n in queue mode runs on Linux only here'),
];

headline('packages');
const bootstrap = run(process.execPath, ['scripts/bootstrap.mjs']);
if (bootstrap !== 0) process.exit(bootstrap);

// Minutes of downloading the first time, which the layers without n8n need not wait for.
const installation = spawn(process.execPath, INSTALL_N8N, { stdio: 'ignore' });
process.on('exit', () => installation.kill());

const results = LAYERS.map(({ name, measure }) => {
	headline(name);
	const start = Date.now();
	const counts = measure();
	return { name, ...counts, seconds: (Date.now() - start) / 1000 };
});

headline('summary');
summarize(results);
process.exitCode = results.some(({ failed }) => failed.length > 0) ? 1 : 0;

/** A command that passes or fails as a whole counts as one test. */
function check(name, command, args) {
	const measure = () => {
		const status = run(command, args);
		return status === 0
			? { passed: 1, failed: [], skipped: [] }
			: {
					passed: 0,
					failed: [`${command} ${args.join(' ')} ended with status ${status}`],
					skipped: [],
				};
	};
	return { name, measure };
}

/** Test files in a folder, counted from jest's own report. */
function jest(name, args) {
	const report = join(reports, `${name}.json`);
	const measure = () => {
		const program = ['node_modules/jest/bin/jest.js', '--ci', '--json', `--outputFile=${report}`];
		return readJestReport(report, run(process.execPath, [...program, ...args]));
	};
	return { name, measure };
}

/** A layer that this machine cannot run. */
function skip(name, why) {
	return { name, measure: () => ({ passed: 0, failed: [], skipped: [why] }) };
}

function run(command, args) {
	const { status, error } = spawnSync(command, args, {
		// jest prints its JSON to standard output as well; the file is enough.
		stdio: ['ignore', args.includes('--json') ? 'ignore' : 'inherit', 'inherit'],
		shell: process.platform === 'win32',
		env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
	});
	if (error) console.log(error.message);
	return status ?? 1;
}

function headline(name) {
	console.log(`\n=== ${name} ${'='.repeat(70 - name.length)}`);
}
