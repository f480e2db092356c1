import { spawn, spawnSync } from 'node:child_process';

/** Commands under way, each in a process group of its own. */
const groups = new Set();
process.on('exit', () => groups.forEach(endGroup));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/**
 * Runs a command and keeps what it prints. It ends at the latest with this process, together with what it started.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} options
 * @param {number} options.limit milliseconds after which it is ended, with status 1 and a last line that says so
 * @param {boolean} [options.isQuiet] keeps only what it prints to standard error
 * @param {NodeJS.ProcessEnv} [options.env] what its environment has besides this one's
 * @returns {Promise<{ status: number, output: string }>}
 */
export async function run(command, args, { limit, isQuiet = false, env = {} }) {
	const child = spawn(command, args, {
		stdio: ['ignore', isQuiet ? 'ignore' : 'pipe', 'pipe'],
		shell: process.platform === 'win32',
		detached: process.platform !== 'win32',
		env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...env },
	});
	groups.add(child);
	const printed = [];
	for (const stream of [child.stdout, child.stderr])
		stream?.on('data', (data) => printed.push(data));
	let timer;
	const status = await new Promise((resolve) => {
		const fail = (message) => {
			printed.push(Buffer.from(`${message}\n`));
			resolve(1);
		};
		timer = setTimeout(
			() => fail(`Ended after ${limit / 1000} s, the most that it may take.`),
			limit,
		);
		child.on('error', ({ message }) => fail(message));
		child.on('close', (code) => resolve(code ?? 1));
	});
	clearTimeout(timer);
	endGroup(child);
	groups.delete(child);
	return { status, output: Buffer.concat(printed).toString() };
}

/** What still runs of a command. An n8n is in a group of its own, and ends when whoever started it is gone. */
function endGroup({ pid }) {
	if (pid === undefined) return;
	if (process.platform === 'win32') return void spawnSync('taskkill', ['/pid', pid, '/T', '/F']);
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nobody left in the group.
	}
}
