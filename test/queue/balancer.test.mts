import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { STAGE_TIMEOUT_MS } from '../e2e/stage.mts';
import { Balancer } from '../host/balancer.mts';
import { createCertificate } from '../host/certificate.mts';
import { freePorts } from '../host/ports.mts';
import { printReport } from '../host/progress.mts';
import { Janitor } from '../host/queue/janitor.mts';
import { createNginx } from '../host/queue/nginx.mts';

// nginx is downloaded where it is missing.
jest.setTimeout(STAGE_TIMEOUT_MS);

/** Stands for a process of n8n. */
class Process {
	/** Paths of the requests that it got, health checks aside. */
	readonly got: string[] = [];

	state: 'ready' | 'starting' | 'breaking off' = 'ready';

	private server: Server | undefined;

	constructor(
		readonly name: string,
		readonly port: number,
	) {}

	async start(): Promise<void> {
		this.server = createServer((incoming, response) => {
			const path = incoming.url ?? '';
			if (path === '/healthz/readiness') {
				response.writeHead(this.state === 'starting' ? 503 : 200).end();
				return;
			}
			this.got.push(`${incoming.method} ${path}`);
			if (this.state === 'breaking off') response.destroy();
			else
				incoming
					.resume()
					.on('end', () =>
						response.end(this.state === 'ready' ? this.name : 'n8n is starting up. Please wait'),
					);
		}).listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
	}

	async stop(): Promise<void> {
		const { server } = this;
		this.server = undefined;
		server?.closeAllConnections();
		await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
	}
}

interface Running {
	url: string;
	cert: string;
	stop: () => Promise<void>;
}

type Upstreams = { main: number; webhooks: number[] };

const ways: Array<[name: string, start: (to: Upstreams, folder: string) => Promise<Running>]> = [
	[
		'the load balancer of the tests',
		async (upstreams, folder) => {
			const certificate = await createCertificate(folder);
			const [port] = await freePorts(1);
			const balancer = await Balancer.start(certificate, upstreams, port);
			return {
				url: balancer.url,
				cert: certificate.cert,
				stop: async () => {
					await balancer.stop();
					await rm(folder, { recursive: true });
				},
			};
		},
	],
	[
		'nginx as deploy/ configures it',
		async (upstreams, folder) => {
			const janitor = new Janitor(folder);
			const nginx = await createNginx(folder, upstreams, janitor, printReport);
			await nginx.start();
			return {
				url: nginx.url,
				cert: nginx.cert,
				stop: async () => {
					await nginx.stop();
					await janitor.dismiss();
				},
			};
		},
	],
];

describe.each(ways)('%s', (_name, start) => {
	let processes: { main: Process; first: Process; second: Process };
	let running: Running;
	let agent: Agent;

	beforeAll(async () => {
		const [main, first, second] = await freePorts(3);
		processes = {
			main: new Process('main', main),
			first: new Process('first', first),
			second: new Process('second', second),
		};
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-balancer-'));
		running = await start({ main, webhooks: [first, second] }, folder);
		agent = new Agent({ connect: { ca: running.cert } });
	});

	afterAll(async () => {
		await agent?.destroy();
		await running?.stop();
		for (const process of Object.values(processes)) await process.stop();
	});

	beforeEach(async () => {
		for (const process of Object.values(processes)) {
			await process.stop();
			await process.start();
			process.state = 'ready';
			process.got.length = 0;
		}
	});

	/** Sends a request and gives who answered it, or the status where nobody did. */
	async function send(path: string, method: 'GET' | 'POST' = 'POST'): Promise<string | number> {
		const { statusCode, body } = await request(`${running.url}${path}`, {
			method,
			body: method === 'POST' ? '{"event":"document.created"}' : undefined,
			headers: { 'content-type': 'application/json' },
			dispatcher: agent,
		});
		const text = await body.text();
		return statusCode === 200 ? text : statusCode;
	}

	const sendFour = async () => {
		const answers = [];
		for (let turn = 0; turn < 4; turn++) answers.push(await send('/webhook/id/webhook'));
		return answers;
	};

	it('gives webhooks to the processors in turn, with method, path and query', async () => {
		expect((await sendFour()).sort()).toEqual(['first', 'first', 'second', 'second']);
		await send('/webhook/id/webhook?a=b', 'GET');
		expect([...processes.first.got, ...processes.second.got]).toContain(
			'GET /webhook/id/webhook?a=b',
		);
		expect(processes.main.got).toEqual([]);
	});

	it('gives them forms and what resumes a workflow that waits', async () => {
		const clicks = ['/webhook-waiting-slack', '/webhook-waiting-telegram'];
		for (const path of ['/webhook-waiting/1', ...clicks, '/form/id', '/form-waiting/1']) {
			expect([await send(path), await send(path)].sort()).toEqual(['first', 'second']);
		}
		expect(processes.main.got).toEqual([]);
	});

	it('gives MCP clients to one of them, and to another only while that one is not ready', async () => {
		expect([await send('/mcp/id'), await send('/mcp/id')]).toEqual(['first', 'first']);
		processes.first.state = 'starting';
		expect([await send('/mcp/id'), await send('/mcp/id')]).toEqual(['second', 'second']);
		processes.first.state = 'ready';
		expect(await send('/mcp/id')).toBe('first');
	});

	it('gives everything else to main', async () => {
		expect(await send('/webhook-test/id/webhook')).toBe('main');
		expect(await send('/rest/login')).toBe('main');
		expect(processes.main.got).toEqual(['POST /webhook-test/id/webhook', 'POST /rest/login']);
	});

	it('passes over a processor that is away', async () => {
		await processes.first.stop();
		expect(await sendFour()).toEqual(['second', 'second', 'second', 'second']);
	});

	it('passes over a processor that is starting, although it would answer 200', async () => {
		processes.first.state = 'starting';
		expect(await sendFour()).toEqual(['second', 'second', 'second', 'second']);
		expect(processes.first.got).toEqual([]);
	});

	it('answers 503 when no processor is ready, and goes on when one is', async () => {
		processes.first.state = 'starting';
		await processes.second.stop();
		expect(await sendFour()).toEqual([503, 503, 503, 503]);
		processes.first.state = 'ready';
		expect(await sendFour()).toEqual(['first', 'first', 'first', 'first']);
	});

	it('does not repeat a request that a processor had begun to work on', async () => {
		processes.first.state = 'breaking off';
		const answers = await sendFour();
		expect(answers.sort()).toEqual([502, 502, 'second', 'second']);
		expect(processes.first.got).toHaveLength(2);
		expect(processes.second.got).toHaveLength(2);
	});
});

describe('nginx as deploy/ configures it, but with a limit of two requests a minute and three at once', () => {
	let processes: Process[];
	let running: Running;
	let agent: Agent;

	beforeAll(async () => {
		const ports = await freePorts(3);
		processes = ports.map((port, index) => new Process(['main', 'first', 'second'][index], port));
		await Promise.all(processes.map(async (process) => await process.start()));
		const folder = await mkdtemp(join(tmpdir(), 'veryfi-limits-'));
		const janitor = new Janitor(folder);
		const [main, ...webhooks] = ports;
		const nginx = await createNginx(folder, { main, webhooks }, janitor, printReport, [
			['rate=100r/s', 'rate=2r/m'],
			['burst=1000', 'burst=2'],
		]);
		await nginx.start();
		const stop = async () => {
			await nginx.stop();
			await janitor.dismiss();
		};
		running = { url: nginx.url, cert: nginx.cert, stop };
		agent = new Agent({ connect: { ca: running.cert } });
	});

	afterAll(async () => {
		await agent?.destroy();
		await running?.stop();
		for (const process of processes) await process.stop();
	});

	const send = async (path: string, bytes: number) => {
		const { statusCode, body } = await request(`${running.url}${path}`, {
			method: 'POST',
			body: Buffer.alloc(bytes),
			dispatcher: agent,
		});
		await body.dump();
		return statusCode;
	};

	const MB = 1024 * 1024;

	it('takes 1 MB where Veryfi calls, and more elsewhere', async () => {
		expect(await send('/webhook/id/webhook', MB + 1)).toBe(413);
		expect(await send('/webhook/id/webhook', MB)).toBe(200);
		expect(await send('/webhook/id', 2 * MB)).toBe(200);
	});

	// n8n drops the slash, and takes these for the same address.
	it.each(['/webhook/id/webhook/', '/Webhook/id/webhook', '/webhook%2Fid/webhook%2F?a=b'])(
		'takes no more at %s',
		async (path) => expect(await send(path, MB + 1)).toBe(413),
	);

	it('answers 429 to too many requests for webhooks, and none for the editor', async () => {
		const statuses = [];
		for (let count = 0; count < 6; count++) statuses.push(await send('/webhook/id/webhook', 9));
		expect(statuses).toContain(429);
		for (const path of ['/form/id', '/WEBHOOK/id', '/Form/id', '/mcp/id', '/MCP/id'])
			expect([path, await send(path, 9)]).toEqual([path, 429]);
		expect(await send('/rest/login', 9)).toBe(200);
	});
});
