import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Room for what a build says. */
const OUTPUT_BYTES = 1e8;

/**
 * Runs lines of the shell, the first that fails ends them, and gives what they print.
 *
 * @param folder where to run them
 * @param env all that they find in their environment
 * @throws Error with the end of what it said
 */
export async function runShell(
	command: string,
	folder = '.',
	env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
	try {
		const { stdout } = await promisify(execFile)('sh', ['-ec', command], {
			cwd: folder,
			env,
			maxBuffer: OUTPUT_BYTES,
		});
		return stdout.trim();
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		throw new Error(`${command} failed.\n${`${stdout}\n${stderr}`.trim().slice(-3000)}`);
	}
}
