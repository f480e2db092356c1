import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { projectRoot } from '../host/index.mts';
import type { Bench } from './bench.mts';
import { median, range } from './figures.mts';

const run = promisify(execFile);
const LOADS = 15;

/** Loads n8n-workflow first, as n8n itself has, then the package, and tells milliseconds. */
const LOAD = `
require('n8n-workflow');
const began = performance.now();
const { Veryfi, VeryfiTrigger, VeryfiAsyncApi } = require(process.cwd());
new Veryfi(); new VeryfiTrigger(); new VeryfiAsyncApi();
console.log(performance.now() - began);
`;

export default {
	title: `The package: files, size in kB, and what loading both nodes and the credential takes in a fresh process (median of ${LOADS})`,
	async run() {
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
		const loads: number[] = [];
		for (let count = 0; count < LOADS; count++) {
			loads.push(Number((await run(process.execPath, ['-e', LOAD], options)).stdout));
		}
		return [
			{
				files: entryCount,
				'unpacked, kB': Math.round(unpackedSize / 1024),
				'packed, kB': Math.round(size / 1024),
				'load, ms': Number(median(loads).toFixed(1)),
				range: range(loads),
			},
		];
	},
} satisfies Bench;
