/** What the user is told when Veryfi was not reached, or when somebody else has answered. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/shared/clock.ts';
import { selfSigned } from '../host/certificate.mts';
import { byId } from './actionStage.mts';
import { closeInTheEnd, type Engine, startEngine } from './harness/index.mts';

const KEY = 'key-of-the-account/+';
const keys = {
	clientId: 'client-of-the-account',
	clientSecret: 'secret-of-the-account',
	authentication: 'apiKey',
	username: 'nathan',
	apiKey: KEY,
};

const document = { resource: 'document', documentId: byId(1) };
const operations: Record<string, INodeParameters> = {
	get: { ...document, operation: 'get' },
	getMany: { ...document, operation: 'getMany' },
	submit: { ...document, operation: 'submit', source: 'url', fileUrl: 'https://example.com/a.pdf' },
	delete: { ...document, operation: 'delete' },
};

let engine: Engine;

beforeAll(async () => {
	engine = await startEngine();
});

/** Starts a server and counts what connects to it. */
async function listen(server: Server): Promise<{ port: number; connections: () => number }> {
	let count = 0;
	server.on('connection', (socket) => {
		count++;
		socket.on('error', () => socket.destroy());
		closeInTheEnd(async () => void socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closeInTheEnd(async () => void server.close());
	return { port: (server.address() as AddressInfo).port, connections: () => count };
}

const run = async (operation: string, baseUrl: string) => {
	const credentials = engine.credentials.set('veryfi', { ...keys, baseUrl });
	const { error } = await engine.run({
		type: 'veryfi',
		parameters: operations[operation],
		credentials,
	});
	expect(error?.context?.itemIndex).toBe(0);
	return error;
};

describe.each(Object.keys(operations))('%s says that nothing was sent, and why', (operation) => {
	it('where the certificate is not trusted, after one try', async () => {
		const server = createTlsServer(selfSigned(), (_request, response) => response.end('{}'));
		const { port, connections } = await listen(server);
		const error = await run(operation, `https://localhost:${port}`);
		expect(error?.message).toBe(
			`Veryfi could not be reached: n8n does not trust the certificate of localhost:${port} (self-signed certificate)`,
		);
		expect(error?.description).toMatch(/^Nothing was sent\. .*NODE_EXTRA_CA_CERTS/);
		expect(connections()).toBe(1);
	});

	it('where the port does without TLS, after one try', async () => {
		const server = createServer((socket) =>
			socket.on('data', () => socket.end('HTTP/1.1 400 No\r\n\r\n')),
		);
		const { port, connections } = await listen(server);
		const error = await run(operation, `https://localhost:${port}`);
		expect(error?.message).toContain(`localhost:${port} does not answer by https`);
		expect(error?.description).toMatch(/^Nothing was sent\. .*the port/);
		expect(connections()).toBe(1);
	});

	it('where the host name does not exist', async () => {
		const error = await run(operation, 'https://nowhere.invalid');
		expect(error?.message).toContain('the host name nowhere.invalid was not found');
		expect(error?.description).toMatch(/^Nothing was sent\. .*'Base URL'/);
	});

	it('where nobody listens', async () => {
		const error = await run(operation, 'http://127.0.0.1:1');
		expect(error?.message).toContain('there is no connection to 127.0.0.1:1');
		expect(error?.description).toMatch(/^Nothing was sent\. .*'Base URL'/);
	});

	it('where the connection ends before it is secure, after some tries', async () => {
		const { port, connections } = await listen(createServer((socket) => socket.end()));
		const error = await run(operation, `https://localhost:${port}`);
		expect(error?.description).toMatch(/^Nothing was sent\./);
		expect(connections()).toBe(4);
	});
});

describe('a proxy of the environment', () => {
	afterEach(() => {
		delete process.env.HTTPS_PROXY;
	});

	const refusing = async (head: string, body: string) => {
		const server = createHttpServer();
		server.on('connect', (_request, socket) => socket.end(`HTTP/1.1 ${head}\r\n\r\n${body}`));
		process.env.HTTPS_PROXY = `http://127.0.0.1:${(await listen(server)).port}`;
	};

	it.each(['getMany', 'submit'])(
		'that wants a password is told from Veryfi (%s)',
		async (operation) => {
			await refusing('407 Proxy Authentication Required', '<html>Log in</html>');
			const error = await run(operation, 'https://api.veryfi.test');
			expect(error?.message).toBe('A proxy or firewall, and not Veryfi, answered 407');
			expect(error?.description).toMatch(/^Nothing was sent to Veryfi\. .*password of the proxy/);
		},
	);

	it.each([
		['a page', '<html>Blocked</html>'],
		['nothing', ''],
	])('that refuses with %s is told from Veryfi', async (_name, body) => {
		await refusing('403 Forbidden', body);
		const error = await run('getMany', 'https://api.veryfi.test');
		expect(error?.message).toBe('A proxy or firewall, and not Veryfi, answered 403');
		expect(error?.description).toContain('to let this n8n reach api.veryfi.test');
	});

	it('that cannot reach Veryfi is told from Veryfi by its name', async () => {
		await refusing('503 No\r\nServer: squid/6.6\r\nX-Squid-Error: ERR_DNS_FAIL 0', '');
		const error = await run('submit', 'https://api.veryfi.test');
		expect(error?.message).toBe('A proxy or firewall, and not Veryfi, answered 503');
	});

	it('whose name does not exist is named', async () => {
		process.env.HTTPS_PROXY = 'http://proxy.invalid:3128';
		const error = await run('submit', 'https://api.veryfi.test');
		expect(error?.message).toContain('the host name proxy.invalid was not found');
		expect(error?.description).toMatch(/^Nothing was sent\. .*HTTPS_PROXY/);
	});
});

describe('an API that answers', () => {
	const answering = async (answer: RequestListener) => {
		const { port, connections } = await listen(createHttpServer(answer));
		return { baseUrl: `http://127.0.0.1:${port}`, connections };
	};
	const saying = async (status: number, error: string) =>
		await answering((_request, response) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ error }));
		});

	it('403 in its own words is Veryfi', async () => {
		const { baseUrl } = await saying(403, 'no');
		expect((await run('getMany', baseUrl))?.message).toBe('Veryfi answered 403: no');
	});

	it.each(['/api', '/gateway', '/v8'])(
		'404 below a base URL with the path %s names the base URL',
		async (path) => {
			const { baseUrl } = await saying(404, 'Not found');
			for (const operation of ['getMany', 'get', 'submit']) {
				const error = await run(operation, `${baseUrl}${path}`);
				expect(error?.description).toMatch(
					new RegExp(`^Check 'Base URL' in the credential: it has the path ${path}`),
				);
			}
		},
	);

	it('404 to what has no ID does not send the user to check an ID', async () => {
		const { baseUrl } = await saying(404, 'Not found');
		expect((await run('getMany', baseUrl))?.description).toMatch(/no Veryfi API at 127/);
		expect((await run('get', baseUrl))?.description).toMatch(/^Check the ID/);
	});

	it.each([
		['across the end of what is shown', (key: string) => 'x'.repeat(990) + key],
		['at the end of what is shown', (key: string) => 'x'.repeat(980) + key + 'x'],
		['in base64', (key: string) => Buffer.from(`nathan:${key}`).toString('base64')],
		['in base64 for URLs', (key: string) => Buffer.from(`nathan:${key}`).toString('base64url')],
		['URL-encoded', (key: string) => encodeURIComponent(key)],
		['URL-encoded in small letters', (key: string) => encodeURIComponent(key).toLowerCase()],
		['escaped for JSON', (key: string) => key.replaceAll('/', '\\/').replace('+', '\\u002B')],
	])('shows no part of a key that it repeats %s', async (_name, form) => {
		const { baseUrl } = await saying(400, `Bad key: ${form(KEY)}`);
		const error = await run('getMany', baseUrl);
		expect(error?.message).toMatch(/^Veryfi answered 400: Bad key/);
		expect(error?.message).not.toMatch(/key-of|a2V5LW9m|b2YtdGhl|y1vZi10/i);
	});

	it('429 with a date is asked again when that has come', async () => {
		const times: number[] = [];
		const { baseUrl } = await answering((_request, response) => {
			times.push(clock.now());
			const isFirst = times.length === 1;
			// Whole seconds, so that two are more than one.
			const later = new Date(Date.now() + 2_000).toUTCString();
			response.writeHead(isFirst ? 429 : 404, isFirst ? { 'retry-after': later } : {});
			response.end('{}');
		});
		await run('getMany', baseUrl);
		expect(times).toHaveLength(2);
		expect(times[1] - times[0]).toBeGreaterThan(950);
	});

	it('429 with a date that is far off fails at once', async () => {
		const later = new Date(Date.now() + 600_000).toUTCString();
		const { baseUrl, connections } = await answering((_request, response) =>
			response.writeHead(429, { 'retry-after': later }).end('{}'),
		);
		expect((await run('submit', baseUrl))?.message).toBe('Veryfi answered 429');
		expect(connections()).toBe(1);
	});
});

describe('a file URL', () => {
	const urls: Array<[operation: string, field: string]> = [
		['submit', 'fileUrl'],
		['process', 'fileUrl'],
		['submitMany', 'fileUrls'],
	];
	const send = async (operation: string, field: string, url: string, baseUrl: string) => {
		const credentials = engine.credentials.set('veryfi', { ...keys, baseUrl });
		const parameters = { ...document, operation, source: 'url', [field]: url };
		return (await engine.run({ type: 'veryfi', parameters, credentials })).error;
	};

	it.each(urls)('of a private host is refused before anything is sent (%s)', async (...where) => {
		for (const url of [
			'http://localhost:1/x.pdf',
			'http://10.0.0.1/x.pdf',
			'https://[::ffff:192.168.1.1]/x.pdf',
			'https://files.local/x.pdf',
		]) {
			// Nobody has that name: what is sent fails otherwise.
			const error = await send(...where, url, 'https://nowhere.invalid.example.com');
			expect(error?.message).toMatch(/private host, which Veryfi cannot reach$/);
			expect(error?.context?.itemIndex).toBe(0);
		}
	});

	it.each(urls)('that is refused is shown without what may be secret (%s)', async (...where) => {
		for (const url of [
			'https://me:SECRET@10.0.0.1/x.pdf?signature=SECRET#SECRET',
			'ftp://me:SECRET@example.com/x.pdf?signature=SECRET',
			'https://me:SECRET@example.com:99999/?signature=SECRET',
			'data:text/plain,SECRET',
		]) {
			const error = await send(...where, url, 'https://nowhere.invalid.example.com');
			expect(error?.message).toMatch(/in 'File URLs?' (has a private host|is not a URL)/);
			expect(error?.message).not.toContain('SECRET');
		}
	});
});
