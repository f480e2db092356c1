import { fileURLToPath } from 'node:url';
import { runPython } from '../../host/python.mts';

/** Runs one of the scripts beside this file by CPython and returns what it prints. */
export const python = async (script: string, args: string[] = [], input = ''): Promise<string> =>
	await runPython([fileURLToPath(new URL(script, import.meta.url)), ...args], input);

/** What CPython signs for each body: a signature, or `-` where it cannot read the body. */
export async function pythonSignatures(bodies: Buffer[], secret: string): Promise<string[]> {
	const input = bodies.map((body) => body.toString('base64')).join('\n');
	const answers = (await python('./sign.py', [secret], input)).trimEnd().split('\n');
	if (answers.length !== bodies.length) {
		throw new Error(`Python answered ${answers.length} of ${bodies.length} bodies`);
	}
	return answers;
}
