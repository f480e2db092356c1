import { afterEach, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { N8nClient } from './client.mts';

const answers = {
	noDatabase: [503, JSON.stringify({ code: 503, message: 'Database is not ready!' })],
	busy: [503, JSON.stringify({ code: 503, message: 'Busy' })],
	noSession: [401, JSON.stringify({ status: 'error', message: 'Unauthorized' })],
	published: [200, JSON.stringify({ data: { status: 'published', triggers: [] } })],
} as const;

let server: Server;
let client: N8nClient;

/** Starts what answers as n8n does, with one of these after the other. */
async function start(...names: Array<keyof typeof answers>): Promise<void> {
	const left = names.map((name) => answers[name]);
	await serve(() => left.shift() ?? [404, '']);
}

async function serve(answer: (request: IncomingMessage) => readonly [number, string]) {
	server = createServer((request, response) => {
		const [status, body] = answer(request);
		response.writeHead(status, { 'content-type': 'application/json' }).end(body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	client = new N8nClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '');
}

afterEach(async () => {
	await client.close();
	server.close();
});

it('asks again where n8n has no answer of its database', async () => {
	await start('noDatabase', 'noDatabase', 'published');
	expect(await client.publicationStatus('1')).toMatchObject({ status: 'published' });
});

it('does not ask again where n8n refuses for another reason', async () => {
	await start('busy', 'published');
	await expect(client.publicationStatus('1')).rejects.toThrow(/503.*Busy/s);
});

it('calls again over a new connection where n8n has closed those that were idle', async () => {
	const used = new Set<Socket>();
	await serve(({ socket }) => {
		// The client sees no more of a connection that was closed just before it wrote.
		if (used.has(socket)) for (const each of used) each.resetAndDestroy();
		used.add(socket);
		return answers.published;
	});
	for (let call = 1; call <= 3; call++) {
		expect(await client.publicationStatus('1')).toMatchObject({ status: 'published' });
		await client.run('1', 'Start');
	}
});

it('does not call for ever where every connection is closed', async () => {
	let calls = 0;
	await serve(({ socket }) => {
		calls++;
		socket.resetAndDestroy();
		return answers.published;
	});
	await expect(client.run('1', 'Start')).rejects.toMatchObject({ code: 'ECONNRESET' });
	expect(calls).toBe(2);
});

it.each([
	[503, false],
	[200, true],
])('whose readiness is %i, but whose editor answers, is ready: %s', async (status, expected) => {
	await serve(({ url }) => (url === '/healthz/readiness' ? [status, ''] : answers.noSession));
	expect(await client.isReady()).toBe(expected);
});

it('lists every execution: those that wait, and those that failed before they started, too', async () => {
	const second = (count: number) => new Date(Date.UTC(2026, 10, 30) + count * 1_000).toISOString();
	const executions = Array.from({ length: 350 }, (_, index) => {
		const status = index % 50 === 25 ? 'error' : index > 300 ? 'new' : 'success';
		const startedAt = status === 'success' ? second(index + 60) : null;
		return { id: String(index + 1), workflowId: '1', status, startedAt, createdAt: second(index) };
	});
	const began = ({ startedAt, createdAt }: (typeof executions)[0]) => startedAt ?? createdAt;
	await serve(({ url = '' }) => {
		const { searchParams: query } = new URL(url, 'http://localhost');
		const { status, startedBefore } = JSON.parse(query.get('filter')!) as {
			status?: string[];
			startedBefore?: string;
		};
		const results = executions
			.filter((one) => !status || status.includes(one.status))
			.filter((one) => !startedBefore || (one.startedAt && one.startedAt <= startedBefore))
			.filter((one) => Number(one.id) < Number(query.get('cursor') ?? Infinity))
			.sort((one, other) => began(other).localeCompare(began(one)))
			.slice(0, Number(query.get('limit')));
		const nextCursor = results.at(-1)?.id ?? null;
		return [200, JSON.stringify({ data: { results, nextCursor } })];
	});
	const found = (await client.allExecutions('1')).map(({ id }) => Number(id));
	expect(found.reverse()).toEqual(executions.map(({ id }) => Number(id)));
});
