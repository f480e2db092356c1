import { describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { PATIENCE_MS, projectRoot, waitFor } from '../host/index.mts';

// PostgreSQL and Redis are downloaded where they are missing.
jest.setTimeout(STAGE_TIMEOUT_MS);

/** Starts the databases in a process of their own and gives what it said. */
async function startDatabases() {
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(projectRoot, 'test', 'queue', 'databases.main.mts')],
		{ cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	const json = await waitFor('the databases', PATIENCE_MS, () => {
		if (child.exitCode !== null) throw new Error(`They did not start. ${output}`);
		return /^\{.*\}$/m.exec(output)?.[0];
	});
	return { child, ...(JSON.parse(json) as { folder: string; ports: number[] }) };
}

const isOpen = (port: number) =>
	new Promise<boolean>((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});

describe('a run that was interrupted', () => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
		it(`leaves no process and no file behind after ${signal}`, async () => {
			const { child, folder, ports } = await startDatabases();
			expect([existsSync(folder), await isOpen(ports[0]), await isOpen(ports[1])]).toEqual([
				true,
				true,
				true,
			]);
			child.kill(signal);
			await waitFor(
				'everything to be gone',
				PATIENCE_MS,
				async () => {
					const open = await Promise.all(ports.map(isOpen));
					return !existsSync(folder) && !open.includes(true);
				},
				async () => ({ folder: existsSync(folder), open: await Promise.all(ports.map(isOpen)) }),
			);
		});
	}
});
