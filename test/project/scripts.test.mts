/** The scripts that change files of the project or never end, each in a clone. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { CARRIERS } from '../examples/code.mts';
import { PATIENCE_MS, projectRoot, waitFor } from '../host/index.mts';
import { cloneInto } from './clone.mts';

let scratch: string;
let clone: string;

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'veryfi-scripts-'));
	clone = await cloneInto(scratch);
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Without what jest has set: some programs behave otherwise in tests. */
const { NODE_ENV: _, JEST_WORKER_ID: __, ...env } = process.env;

const run = async (command: string) => {
	const [program, ...args] = command.split(' ');
	const options = { cwd: clone, env, timeout: STAGE_TIMEOUT_MS };
	await promisify(execFile)(program, args, options).catch(({ message, stdout }) => {
		throw new Error(`${message}\n${stdout}`);
	});
};

const cloned = (path: string) => readFileSync(join(clone, path), 'utf8');
const here = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

describe('npm run examples:code', () => {
	const CODE = 'examples/code/bill.cjs';
	const MARK = '// A change to the code.';
	const examples = CARRIERS.map((name) => `examples/${name}.json`);

	it('copies a change to the code into every example that carries it', async () => {
		await appendFile(join(clone, CODE), `${MARK}\n`);
		await run('npm run examples:code');
		expect(examples.filter((example) => !cloned(example).includes(MARK))).toEqual([]);
	});

	it('gives back the examples as they are here, when the change is taken back', async () => {
		await writeFile(join(clone, CODE), here(CODE));
		await run('npm run examples:code');
		expect(examples.filter((example) => cloned(example) !== here(example))).toEqual([]);
	});
});

it('npm run lint:fix tidies up a file', async () => {
	const file = 'nodes/shared/slashes.ts';
	await writeFile(join(clone, file), here(file).replaceAll('\t', '        '));
	expect(cloned(file)).not.toBe(here(file));
	await run('npm run lint:fix');
	expect(cloned(file)).toBe(here(file));
});

it('npm run dev builds, and builds again what is changed', async () => {
	const watching = spawn('npm', ['run', 'dev'], {
		cwd: clone,
		env,
		detached: true,
		stdio: 'ignore',
	});
	const ended = once(watching, 'exit');
	const built = (text: string) => {
		const file = 'dist/nodes/shared/slashes.js';
		return waitFor(
			file,
			PATIENCE_MS,
			() => existsSync(join(clone, file)) && cloned(file).includes(text),
		);
	};
	try {
		await built('exports');
		await appendFile(join(clone, 'nodes/shared/slashes.ts'), "export const changed = 'changed';\n");
		await built("'changed'");
	} finally {
		process.kill(-watching.pid!);
		await ended;
	}
});

it('npm run bench -- signature keeps its figures', async () => {
	await run('npm run bench -- signature');
	const { rows } = JSON.parse(cloned('bench-results/signature.json')) as { rows: unknown[] };
	expect(rows).not.toEqual([]);
});

it('npm run docs:speed writes a table anew from the figures, and leaves those that have none', async () => {
	const page = 'docs/speed.md';
	await mkdir(join(clone, 'bench-results'), { recursive: true });
	await writeFile(
		join(clone, 'bench-results/package.json'),
		JSON.stringify({
			title: 'A title',
			at: '2031-12-24T00:00:00.000Z',
			machine: { node: 'v20', cpu: 'a processor', cores: 3 },
			rows: [{ files: 987654 }],
		}),
	);
	await run('npm run docs:speed');
	const [, table] = /<!-- bench:package -->\n([\s\S]*?)<!-- end -->/.exec(cloned(page)) ?? [];
	expect(table).toBe(
		'A title.\n\n| files |\n| --: |\n| 987654 |\n\nMeasured on 2031-12-24: 3 cores, a processor.\n',
	);
	const others = (text: string) => text.replace(/<!-- bench:package -->[\s\S]*?<!-- end -->/, '');
	expect(others(cloned(page))).toBe(others(here(page)));
});

it(
	'npm run docs:screenshots takes every picture that the pages show',
	async () => {
		const pictures = 'docs/images';
		await rm(join(clone, pictures), { recursive: true });
		await run('npm run docs:screenshots');
		expect(readdirSync(join(clone, pictures))).toEqual(readdirSync(join(projectRoot, pictures)));
	},
	STAGE_TIMEOUT_MS,
);
