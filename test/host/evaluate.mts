import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs code in a process of its own.
 *
 * @param code an ECMAScript module with a constant `answer`
 * @param nodeArgs options of Node, e.g. `--import`, `tsx` for code that imports TypeScript
 * @returns the answer, as JSON carries it
 */
export async function evaluate(code: string, nodeArgs: string[] = []): Promise<unknown> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		...nodeArgs,
		'--input-type=module',
		'--eval',
		`${code}\nprocess.stdout.write(JSON.stringify(answer));`,
	]);
	return JSON.parse(stdout);
}
