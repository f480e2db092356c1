/**
 * Runs the rules that n8n's reviewers run on a community package (@n8n/scan-community-package) over
 * the sources and over exactly what `npm pack` would publish. Unlike the scanner, which needs the
 * package to be on the registry, and which lets warnings pass, this works before publishing and
 * fails on warnings too.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// @ts-expect-error The scanner ships no types.
import * as scanner from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import { packPackage } from '../test/host/package.mts';

const { buildScanConfig, SOURCE_FILE_PATTERNS } = scanner as {
	buildScanConfig: () => Promise<ESLint.Options['overrideConfig']>;
	SOURCE_FILE_PATTERNS: string[];
};

async function scan(title: string, folder: string, patterns: string[]): Promise<boolean> {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	const count = (key: 'errorCount' | 'warningCount') =>
		results.reduce((sum, result) => sum + result[key], 0);
	const problems = count('errorCount') + count('warningCount');
	console.log(
		`${title}: ${results.length} files, ${count('errorCount')} errors, ${count('warningCount')} warnings`,
	);
	if (problems > 0) console.log(await (await eslint.loadFormatter('stylish')).format(results));
	return problems === 0 && results.length > 0;
}

const unpacked = mkdtempSync(join(tmpdir(), 'veryfi-scan-'));
try {
	const { path } = await packPackage(unpacked);
	execFileSync('tar', ['-xzf', path, '-C', unpacked]);

	const sourcesPass = await scan('Sources', process.cwd(), SOURCE_FILE_PATTERNS);
	const packagePass = await scan('Packed package', join(unpacked, 'package'), [
		'**/*.js',
		'**/*.ts',
		'**/*.json',
	]);
	if (!sourcesPass || !packagePass) process.exitCode = 1;
} finally {
	rmSync(unpacked, { recursive: true, force: true });
}
