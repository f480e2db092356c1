import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** Enough to see what was expected and what came; the whole message stands further up. */
const MESSAGE_LINES = 8;

/**
 * Reads the report that jest wrote with `--outputFile`.
 *
 * @param {string} path
 * @param {number} status how jest ended; not 0 counts as a failure even if the report has none
 * @param {string[]} underWay test files that had begun and not ended when jest ended
 */
export function readJestReport(path, status, underWay) {
	let files;
	try {
		files = JSON.parse(readFileSync(path, 'utf8')).testResults;
	} catch {
		const why = ['jest wrote no report', ...underWay.map((file) => `${file} had not ended`)];
		return { passed: 0, failed: [why.join('\n    ')], skipped: [] };
	}
	const tests = files.flatMap(({ assertionResults }) => assertionResults);
	const failed = files.flatMap(failuresOf);
	if (failed.length === 0 && status !== 0) failed.push(`jest ended with status ${status}`);
	return {
		passed: tests.filter(({ status }) => status === 'passed').length,
		failed,
		skipped: tests
			.filter(({ status }) => status === 'pending' || status === 'todo')
			.map(({ fullName }) => fullName),
	};
}

/** A file that cannot be loaded, or cannot clean up behind itself, fails without a test that does. */
function failuresOf({ name, status, message, assertionResults }) {
	const file = relative(process.cwd(), name);
	const failed = assertionResults.filter((test) => test.status === 'failed');
	if (failed.length === 0) return status === 'failed' ? [`${file}\n${beginningOf(message)}`] : [];
	return failed.map(
		({ fullName, failureMessages }) =>
			`${file}: ${fullName}\n${beginningOf(failureMessages.join('\n'))}\n${alone(file, fullName)}`,
	);
}

/** How to run a test by itself, in the size that it failed in. */
function alone(file, fullName) {
	const size = process.env.TEST_ALL === '1' ? 'TEST_ALL=1 ' : '';
	const name = fullName.replace(/[.*+?^${}()|[\]\\]/g, '.').replaceAll("'", '.');
	return `    Alone: ${size}npx jest ${file} -t '${name}'`;
}

const beginningOf = (message) =>
	stripVTControlCharacters(message)
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^\s+at .*[:(]/.test(line))
		.slice(0, MESSAGE_LINES)
		.map((line) => `    ${line.slice(0, 200)}`)
		.join('\n');
