import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { FIRST_PORT, freePorts, freePortToKeep, LAST_PORT } from './ports.mts';

/** Where Linux begins to take ports of outgoing connections from, as it comes; others begin higher. */
const EPHEMERAL = 32_768;

/** What an expression with the functions of `ports.mts` gives in a process of its own. */
async function inAnotherProcess(expression: string): Promise<unknown> {
	const program = `
		import { freePorts, take } from ${JSON.stringify(require.resolve('./ports.mts'))};
		console.log(JSON.stringify(${expression}));
	`;
	const args = ['--import', 'tsx', '--input-type=module', '-e', program];
	const { stdout } = await promisify(execFile)(process.execPath, args);
	return JSON.parse(stdout) as unknown;
}

describe('free ports', () => {
	it('are different ones that a server can listen at', async () => {
		const ports = await freePorts(50);

		const servers = await Promise.all(
			ports.map(
				(port) =>
					new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
						const server = createServer();
						server.once('error', reject);
						server.listen(port, '127.0.0.1', () => resolve(server));
					}),
			),
		);
		servers.forEach((server) => server.close());
		expect(new Set(ports).size).toBe(50);
	});

	it('are never given out twice', async () => {
		const ports = [await freePorts(400), await freePorts(400)].flat();
		expect(new Set(ports).size).toBe(800);
	});

	it('are none that another process has been given, until that has ended', async () => {
		const ports = await freePorts(3);
		expect(await inAnotherProcess(`await Promise.all(${JSON.stringify(ports)}.map(take))`)).toEqual(
			[false, false, false],
		);

		const [port] = (await inAnotherProcess('await freePorts(1)')) as number[];
		expect(await inAnotherProcess(`await take(${port})`)).toBe(true);
	});

	it('are none that an outgoing connection takes', async () => {
		expect(LAST_PORT).toBeLessThan(EPHEMERAL);
		for (const port of await freePorts(100)) {
			expect(port).toBeGreaterThanOrEqual(FIRST_PORT);
			expect(port).toBeLessThanOrEqual(LAST_PORT);
		}
	});

	it('to keep are none that others are given, nor one that an outgoing connection takes', async () => {
		for (let count = 0; count < 50; count++) {
			const port = await freePortToKeep();
			expect(port).toBeGreaterThan(LAST_PORT);
			expect(port).toBeLessThan(EPHEMERAL);
		}
	});
});
