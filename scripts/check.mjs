// `npm run check`: what tells within a minute whether a change is all right: types, lint and format, the unit tests, and
// the tests of the engine layer that load a file which differs from the last commit. The comparisons with CPython in
// bulk, and everything that starts an n8n, are left to `npm test`.
import { spawn } from 'node:child_process';

const JEST = 'node_modules/jest/bin/jest.js';
const ENGINE = '**/test/engine/**/*.test.mts';

/** Run side by side; the two of a row one after the other. */
const ROWS = [
	[
		['npx', 'tsc', '--noEmit'],
		['npx', 'oxlint'],
		['npx', 'oxfmt', '--check', '.'],
		['npx', 'n8n-node', 'lint'],
	],
	[
		[process.execPath, JEST, 'test/unit', '--testPathIgnorePatterns', 'cpython', 'deliveryFuzz'],
		// Not by its folder: jest looks for changes only where it is given no path.
		[process.execPath, JEST, '--onlyChanged', '--passWithNoTests', '--testMatch', ENGINE],
	],
];

const failed = (await Promise.all(ROWS.map(oneByOne))).flat();
for (const command of failed) console.error(`Failed: ${command.join(' ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** @returns the commands that failed */
async function oneByOne(commands) {
	const failures = [];
	for (const command of commands) if ((await run(command)) !== 0) failures.push(command);
	return failures;
}

function run([program, ...args]) {
	return new Promise((resolve) => {
		const child = spawn(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
		child.on('error', () => resolve(1));
		child.on('close', resolve);
	});
}
