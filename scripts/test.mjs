// `npm test`: every check of the project, one layer after the other, on a clean clone too. Plain
// JavaScript without imports from node_modules, because there may be none yet.
//
// A failing layer does not keep the others from running. The last line says what came out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

const reports = mkdtempSync(join(tmpdir(), 'veryfi-tests-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

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
	jest('e2e', ['--runInBand', 'test/e2e']),
];

headline('packages');
const bootstrap = run(process.execPath, ['scripts/bootstrap.mjs']);
if (bootstrap !== 0) process.exit(bootstrap);

const results = LAYERS.map(({ name, measure }) => {
	headline(name);
	const start = Date.now();
	const counts = measure();
	return { name, ...counts, seconds: (Date.now() - start) / 1000 };
});

summarize(results);

/** A command that passes or fails as a whole counts as one test. */
function check(name, command, args) {
	const measure = () =>
		run(command, args) === 0
			? { passed: 1, failed: 0, skipped: 0 }
			: { passed: 0, failed: 1, skipped: 0 };
	return { name, measure };
}

/** Test files in a folder, counted from jest's own report. */
function jest(name, args) {
	const outputFile = join(reports, `${name}.json`);
	const measure = () => {
		const status = run(process.execPath, [
			'node_modules/jest/bin/jest.js',
			'--ci',
			'--json',
			`--outputFile=${outputFile}`,
			...args,
		]);
		return count(outputFile, status);
	};
	return { name, measure };
}

function count(outputFile, status) {
	let report;
	try {
		report = JSON.parse(readFileSync(outputFile, 'utf8'));
	} catch {
		console.log('jest wrote no report; that counts as one failure.');
		return { passed: 0, failed: 1, skipped: 0 };
	}
	// A file that cannot even be loaded has no tests in the report.
	const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
	return {
		passed: report.numPassedTests,
		failed: failed === 0 && status !== 0 ? 1 : failed,
		skipped: report.numPendingTests + report.numTodoTests,
		skippedNames: report.testResults.flatMap(({ assertionResults }) =>
			assertionResults
				.filter(({ status }) => status === 'pending' || status === 'todo')
				.map(({ fullName }) => fullName),
		),
	};
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

function summarize(layers) {
	headline('summary');
	console.log('layer         passed  failed  skipped   seconds');
	for (const { name, passed, failed, skipped, seconds } of layers) {
		const numbers = [passed, failed, skipped].map((number) => String(number).padStart(8)).join('');
		console.log(`${name.padEnd(12)}${numbers}${seconds.toFixed(1).padStart(12)}`);
	}
	const skippedNames = layers.flatMap(({ name, skippedNames = [] }) =>
		skippedNames.map((test) => `${name}: ${test}`),
	);
	if (skippedNames.length > 0) {
		console.log(`\nSKIPPED, NOT PROVED BY THIS RUN:\n  ${skippedNames.join('\n  ')}`);
	}

	const sum = (key) => layers.reduce((total, layer) => total + layer[key], 0);
	const skipped = sum('skipped');
	console.log(
		`\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
	);
	process.exitCode = sum('failed') > 0 ? 1 : 0;
}
