import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureCached } from './cache.mts';
import { libraryPath, unpackDebian } from './debian.mts';
import type { Report } from './progress.mts';

/** A CPython that can be started. */
interface Python {
	command: string;
	/** What it needs in its environment besides. */
	env: Record<string, string>;
}

/**
 * Runs CPython and returns what it prints: the machine's `python3`, else Debian's, which is unpacked into the
 * cache and not installed. `PYTHON=/path/to/python3.13` names another.
 *
 * @param args e.g. the path of a program
 * @param input what it reads from standard input
 * @throws Error when there is no CPython, for then nothing would be proved, or when the program fails
 */
export async function runPython(args: string[], input: string): Promise<string> {
	const { command, env } = await ensurePython();
	const child = spawn(command, args, {
		stdio: ['pipe', 'pipe', 'inherit'],
		env: { ...process.env, ...env },
	});
	const closed = once(child, 'close');
	child.stdin.on('error', () => child.kill()); // It died early; its exit code says so below.
	child.stdin.end(input);
	const [output, [code]] = await Promise.all([text(child.stdout), closed]);
	if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}`);
	return output;
}

async function ensurePython(): Promise<Python> {
	const { PYTHON } = process.env;
	const command = PYTHON ?? 'python3';
	const problem = await problemOf(command);
	if (!problem) return { command, env: {} };
	const cannot = `Cannot run "${command}" (${problem.message}). Signatures are compared with CPython, so these tests cannot pass without it. Install Python 3 (for example "apt-get install python3") or set PYTHON to its path.`;
	if (PYTHON) throw new Error(cannot);
	const folder = await ensureCached({ name: 'python3', gigabytes: 1, fill: unpack }, report).catch(
		(error: Error) => {
			throw new Error(`${cannot}\n${error.message}`);
		},
	);
	return {
		command: join(folder, PROGRAM),
		env: { PYTHONHOME: join(folder, 'usr'), LD_LIBRARY_PATH: await libraryPath(folder) },
	};
}

/** In the folder that it is unpacked into. */
const PROGRAM = join('usr', 'bin', 'python3');

async function unpack(folder: string): Promise<void> {
	await unpackDebian('python3', folder, report);
	if (!existsSync(join(folder, PROGRAM))) {
		throw new Error("Debian's package is installed, but its python3 is not on the PATH.");
	}
}

/** Not on standard output, which belongs to the results of who asks. */
const report: Report = (line) => console.error(`  ${line}`);

async function problemOf(command: string): Promise<Error | undefined> {
	const child = spawn(command, ['--version'], { stdio: 'ignore' });
	return await once(child, 'close').then(
		() => undefined,
		(error: Error) => error,
	);
}
