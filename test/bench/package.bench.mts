import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { projectRoot } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { median, range } from './figures.mts';

const run = promisify(execFile);

/** Loads n8n-workflow first, as n8n itself has, then the package, and tells milliseconds. */
const LOAD = `
require('n8n-workflow');
const began = performance.now();
const { Veryfi, VeryfiTrigger, VeryfiAsyncApi } = require(process.cwd());
new Veryfi(); new VeryfiTrigger(); new VeryfiAsyncApi();
console.log(performance.now() - began);
`;

export default {
	sizes: { full: { loads: 15 }, quick: { loads: 1 } },
	title: ({ loads }) =>
		`The package: files, size in kB, and what loading both nodes and the credential takes in a fresh process (median of ${loads})`,
	async run({ loads }) {
		const options = { cwd: projectRoot };
		const { stdout } = await run(
			'npm',
			['pack', '--dry-run', '--json', '--ignore-scripts'],
			options,
		);
		const [{ entryCount, unpackedSize, size }] = JSON.parse(stdout) as Array<{
			entryCount: number;
			unpackedSize: number;
			size: number;
		}>;
		const durations: number[] = [];
		for (let count = 0; count < loads; count++) {
			durations.push(Number((await run(process.execPath, ['-e', LOAD], options)).stdout));
		}
		return [
			{
				files: entryCount,
				'unpacked, kB': Math.round(unpackedSize / 1024),
				'packed, kB': Math.round(size / 1024),
				'load, ms': Number(median(durations).toFixed(1)),
				range: range(durations),
			},
		];
	},
} satisfies Bench<{ loads: number }>;
