import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isRunning } from './isRunning.mts';

/**
 * Below the ranges that operating systems take ports of outgoing connections from. A server that is killed and started
 * again finds its port free: no connection took it meanwhile.
 */
export const FIRST_PORT = 10_000;
export const LAST_PORT = 29_999;

/** Tries before a machine counts as having no free port. */
const MOST_TRIES = 1_000;

/** Has a file for every port that was given out, in which stands the process that was given it. */
const FOLDER = join(tmpdir(), `veryfi-ports-${userInfo().uid}`);

/** Returns `count` different TCP ports of 127.0.0.1 that are free at this moment, and that nobody else is given. */
export async function freePorts(count: number): Promise<number[]> {
	const ports: number[] = [];
	while (ports.length < count) {
		ports.push(await freePort());
	}
	return ports;
}

async function freePort(): Promise<number> {
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		const port = randomInt(FIRST_PORT, LAST_PORT + 1);
		if (await take(port)) return port;
	}
	throw new Error(`No free port was found from ${FIRST_PORT} on.`);
}

let swept: Promise<void> | undefined;

/**
 * Takes a port for as long as this process lives. Test files run in many processes, and a server that is killed has to
 * find its port free when it is started again.
 *
 * @returns whether nobody has it, neither with a server nor without
 */
export async function take(port: number): Promise<boolean> {
	await (swept ??= sweep());
	try {
		await writeFile(join(FOLDER, String(port)), String(process.pid), { flag: 'wx' });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
	return await isFree(port);
}

/** Gives back the ports of processes that have ended. */
async function sweep(): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	for (const name of await readdir(FOLDER)) {
		const file = join(FOLDER, name);
		// Another process may do the same at this moment.
		const owner = Number(await readFile(file, 'utf8').catch(() => ''));
		if (owner > 0 && !isRunning(owner)) await rm(file, { force: true });
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer().listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch {
		return false;
	}
	await new Promise((resolve) => server.close(resolve));
	return true;
}
