import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

/** What npm's output says, and what to tell the person who waits. First match wins. */
const CAUSES: Array<[RegExp, string]> = [
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i,
		'The npm registry could not be reached. Check the network and the registry setting (npm ping), then run the command again.',
	],
	[/ENOSPC/, 'The disk is full. Free some space, then run the command again.'],
	[
		/E401|E403/,
		'The npm registry refused access. Check the registry credentials in .npmrc, then run the command again.',
	],
	[
		/E404|ETARGET|notarget/,
		'The npm registry does not have a package or version that is needed. Check that the registry setting names a complete registry.',
	],
];

/**
 * Runs npm in `folder`, keeps its output in a log file, and explains a failure.
 *
 * @param env additions to the environment, e.g. a PATH that starts with another Node
 */
export async function npm(
	folder: string,
	args: string[],
	env: NodeJS.ProcessEnv = {},
): Promise<void> {
	const logPath = join(tmpdir(), `veryfi-npm-${process.pid}-${Date.now()}.log`);
	const log = createWriteStream(logPath);
	const child = spawn('npm', [...args, '--no-audit', '--no-fund', '--loglevel=warn'], {
		cwd: folder,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	// A Ctrl-C in the terminal reaches npm by itself, any other end of this process does not.
	const stop = () => child.kill();
	process.once('exit', stop);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });
	const status = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	process.off('exit', stop);
	log.end();
	await finished(log);
	if (status === 0) return;

	const output = await readFile(logPath, 'utf8');
	const cause =
		CAUSES.find(([pattern]) => pattern.test(output))?.[1] ??
		'The end of its output follows; the rest is in the log.';
	throw new Error(
		`npm ${args[0]} failed. ${cause}\nLog: ${logPath}\n${output.trimEnd().split('\n').slice(-12).join('\n')}`,
	);
}
