import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ranges that operating systems take ports of outgoing connections from. A server that is killed and started
 * again finds its port free: no connection took it meanwhile.
 */
export const FIRST_PORT = 10_000;
export const LAST_PORT = 29_999;

/** Of Linux; other systems begin higher. */
const FIRST_OUTGOING_PORT = 32_768;

/** Every worker of jest keeps to ports of its own: a server that is being restarted must find its port free. */
const SHARES = 16;
const PORTS_OF_A_SHARE = Math.floor((LAST_PORT + 1 - FIRST_PORT) / SHARES);
const SHARE = Number(process.env.JEST_WORKER_ID ?? 0) % SHARES;

/** Tries before a machine counts as having no free port. */
const MOST_TRIES = 1_000;

/** Given out by this process, whether or not anybody listens there yet. */
const given = new Set<number>();

/** Returns `count` different TCP ports of 127.0.0.1 that are free at this moment. */
export async function freePorts(count: number): Promise<number[]> {
	const ports: number[] = [];
	while (ports.length < count) {
		ports.push(await freePort(() => FIRST_PORT + SHARE + SHARES * randomInt(PORTS_OF_A_SHARE)));
	}
	return ports;
}

/** Returns a free TCP port that {@link freePorts} never gives: whoever keeps it finds it free hours later, too. */
export const freePortToKeep = (): Promise<number> =>
	freePort(() => randomInt(LAST_PORT + 1, FIRST_OUTGOING_PORT));

async function freePort(next: () => number): Promise<number> {
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		const port = next();
		if (given.has(port) || !(await isFree(port))) continue;
		given.add(port);
		return port;
	}
	throw new Error(`No free port was found from ${FIRST_PORT} on.`);
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
