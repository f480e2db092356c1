/** What n8n has to load must not grow unnoticed. Bounds are generous: raise them with a reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';
import { buildSync, transformSync } from 'esbuild';

const KILOBYTE = 1024;

const shipped = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
);
const compiledSize = (path: string) =>
	transformSync(readFileSync(path, 'utf8'), { loader: 'ts', format: 'cjs' }).code.length;

// 450 kB did until files could be downloaded, and the trigger had filters and told who took its webhook.
it('the compiled code stays below 500 kB', () => {
	const sizes = shipped.filter((path) => path.endsWith('.ts')).map(compiledSize);
	expect(sizes.length).toBeGreaterThan(50);
	expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500 * KILOBYTE);
});

it('the library for ZIPs, bundled, stays below 40 kB', () => {
	const { outputFiles } = buildSync({
		entryPoints: ['nodes/Veryfi/upload/zip.ts'],
		bundle: true,
		write: false,
		platform: 'neutral',
		format: 'cjs',
	});
	expect(outputFiles[0].contents.length).toBeLessThan(40 * KILOBYTE);
});

it('no file of the nodes is larger than 60 kB', () => {
	const large = shipped.filter(
		(path) => /\.(ts|svg|json)$/.test(path) && readFileSync(path).length > 60 * KILOBYTE,
	);
	expect(large).toEqual([]);
});
