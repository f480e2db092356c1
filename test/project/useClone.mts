import { afterAll, beforeAll } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { projectRoot } from '../host/index.mts';
import { cloneInto } from './clone.mts';

/** Without what jest has set: some programs behave otherwise in tests. */
const { NODE_ENV: _, JEST_WORKER_ID: __, ...env } = process.env;

/** A file as it is in the project. */
export const here = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

/** A clone of the project, for the tests of a file that change files of it. */
export class Clone {
	constructor(readonly folder: string) {}

	readonly env = env;

	/** @throws Error with what the command printed, where it fails */
	async run(command: string): Promise<void> {
		const [program, ...args] = command.split(' ');
		const options = { cwd: this.folder, env, timeout: STAGE_TIMEOUT_MS };
		await promisify(execFile)(program, args, options).catch(({ message, stdout }) => {
			throw new Error(`${message}\n${stdout}`);
		});
	}

	path(path: string): string {
		return join(this.folder, path);
	}

	read(path: string): string {
		return readFileSync(this.path(path), 'utf8');
	}
}

/** @param use gets the clone before the first test */
export function useClone(use: (clone: Clone) => void): void {
	let scratch: string;
	beforeAll(async () => {
		scratch = await mkdtemp(join(tmpdir(), 'veryfi-scripts-'));
		use(new Clone(await cloneInto(scratch)));
	});
	afterAll(() => rm(scratch, { recursive: true, force: true }));
}
