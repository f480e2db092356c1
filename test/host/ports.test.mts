import { createServer } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { evaluate } from './evaluate.mts';
import { FIRST_PORT, freePorts, LAST_PORT } from './ports.mts';

/** Where Linux begins to take ports of outgoing connections from, as it comes; others begin higher. */
const EPHEMERAL = 32_768;

/** What an expression with the functions of `ports.mts` gives in a process of its own. */
async function inAnotherProcess(expression: string): Promise<unknown> {
	const path = JSON.stringify(require.resolve('./ports.mts'));
	const code = `import { freePorts, take } from ${path}; const answer = ${expression};`;
	return await evaluate(code, ['--import', 'tsx']);
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
});
