/** The programs beside this file that compare the signature check with CPython in bulk. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Milliseconds that a comparison with CPython may take. The whole sizes take ten minutes on a busy machine; only one that
 * hangs takes so long.
 */
export const COMPARISON_TIMEOUT_MS = 3_600_000;

/** Enough for bodies that were found wrong. */
const MAX_OUTPUT_BYTES = 2 ** 28;

/**
 * Runs a comparison in a process of its own.
 *
 * @param script e.g. `./crossCheck.mts`
 * @returns the outcome, which it prints as JSON
 */
export async function outcomeOf<Outcome>(script: string): Promise<Outcome> {
	const path = fileURLToPath(new URL(script, import.meta.url));
	const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', path], {
		maxBuffer: MAX_OUTPUT_BYTES,
	});
	return JSON.parse(stdout) as Outcome;
}
