/** The scripts that change files of the project or never end, each in a clone. */
import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { CARRIED } from '../examples/code.mts';
import { PATIENCE_MS, waitFor } from '../host/index.mts';
import { here, useClone, type Clone } from './useClone.mts';

let clone: Clone;

useClone((made) => (clone = made));

describe('npm run examples:code', () => {
	const CODE = 'examples/code/bill.cjs';
	const MARK = '// A change to the code.';
	const examples = Object.keys(CARRIED).map((name) => `examples/${name}.json`);

	it('copies a change to the code into every example that carries it', async () => {
		await appendFile(clone.path(CODE), `${MARK}\n`);
		await clone.run('npm run examples:code');
		expect(examples.filter((example) => !clone.read(example).includes(MARK))).toEqual([]);
	});

	it('gives back the examples as they are here, when the change is taken back', async () => {
		await writeFile(clone.path(CODE), here(CODE));
		await clone.run('npm run examples:code');
		expect(examples.filter((example) => clone.read(example) !== here(example))).toEqual([]);
	});
});

it('npm run dev builds, and builds again what is changed', async () => {
	const watching = spawn('npm', ['run', 'dev'], {
		cwd: clone.folder,
		env: clone.env,
		detached: true,
		stdio: 'ignore',
	});
	const ended = once(watching, 'exit');
	const built = (text: string) => {
		const file = 'dist/nodes/shared/api/slashes.js';
		return waitFor(
			file,
			PATIENCE_MS,
			() => existsSync(clone.path(file)) && clone.read(file).includes(text),
		);
	};
	try {
		await built('exports');
		await appendFile(
			clone.path('nodes/shared/api/slashes.ts'),
			"export const changed = 'changed';\n",
		);
		await built("'changed'");
	} finally {
		process.kill(-watching.pid!);
		await ended;
	}
});

it('npm run docs:speed writes a table anew from the figures, and leaves those that have none', async () => {
	const page = 'docs/benchmark-tables.md';
	await mkdir(clone.path('bench-results'), { recursive: true });
	await writeFile(
		clone.path('bench-results/package.json'),
		JSON.stringify({
			title: 'A title',
			at: '2031-12-24T00:00:00.000Z',
			machine: { node: 'v20', cpu: 'a processor', cores: 3 },
			rows: [{ files: 987654 }],
		}),
	);
	await clone.run('npm run docs:speed');
	const [, table] = /<!-- bench:package -->\n([\s\S]*?)<!-- end -->/.exec(clone.read(page)) ?? [];
	expect(table).toBe(
		'A title.\n\n| files |\n| --: |\n| 987654 |\n\nMeasured on 2031-12-24: 3 cores, a processor.\n',
	);
	const others = (text: string) => text.replace(/<!-- bench:package -->[\s\S]*?<!-- end -->/, '');
	expect(others(clone.read(page))).toBe(others(here(page)));
});
