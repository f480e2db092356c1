import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** `PYTHON=/path/to/python3.13` puts the question to another CPython. */
const PYTHON = process.env.PYTHON ?? 'python3';

/**
 * Runs one of the scripts beside this file and returns what it prints.
 *
 * @throws Error when there is no Python, for then nothing would be proved, or when the script fails
 */
export async function python(script: string, args: string[] = [], input = ''): Promise<string> {
	const path = fileURLToPath(new URL(script, import.meta.url));
	const child = spawn(PYTHON, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
	const closed = once(child, 'close');
	child.stdin.on('error', () => child.kill()); // It died early; its exit code says so below.
	child.stdin.end(input);
	const [output, status] = await Promise.all([
		text(child.stdout),
		closed.catch((error: Error) => error),
	]);
	if (status instanceof Error) {
		throw new Error(
			`Cannot run "${PYTHON}" (${status.message}). These tests compare the signature check with CPython, so they cannot pass without it. Install Python 3 (for example "apt-get install python3") or set PYTHON to its path.`,
		);
	}
	const [code] = status as [number | null];
	if (code !== 0) throw new Error(`${PYTHON} ${script} ended with ${code}`);
	return output;
}

/** What CPython signs for each body: a signature, or `-` where it cannot read the body. */
export async function pythonSignatures(bodies: Buffer[], secret: string): Promise<string[]> {
	const input = bodies.map((body) => body.toString('base64')).join('\n');
	const answers = (await python('./sign.py', [secret], input)).trimEnd().split('\n');
	if (answers.length !== bodies.length) {
		throw new Error(`Python answered ${answers.length} of ${bodies.length} bodies`);
	}
	return answers;
}
