import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Room for what Docker says while it builds. */
const OUTPUT_BYTES = 1e8;

/**
 * Runs a shell command and gives what it prints.
 *
 * @param folder where to run it
 * @throws Error with the end of what it said
 */
export async function run(command: string, folder = '.'): Promise<string> {
	try {
		const { stdout } = await promisify(execFile)('sh', ['-ec', command], {
			cwd: folder,
			maxBuffer: OUTPUT_BYTES,
		});
		return stdout.trim();
	} catch (error) {
		const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
		throw new Error(`${command} failed.\n${`${stdout}\n${stderr}`.trim().slice(-3000)}`);
	}
}
