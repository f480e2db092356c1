/** `npm run contract` as a person runs it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { readOptions } from '../../contract/options.mts';
import { type Emulator, startEmulator } from '../emulator/index.mts';
import { freePorts } from '../host/ports.mts';

const folder = mkdtempSync(join(tmpdir(), 'veryfi-contract-'));
const report = join(folder, 'contract-report.json');
let veryfi: Emulator;
let planting: Server;

beforeAll(async () => {
	veryfi = await startEmulator({
		...ACCOUNT,
		allowInsecureWebhooks: true,
		processingDelay: [1000],
	});
	planting = createServer((incoming, answer) => void plant(incoming, answer)).listen(
		0,
		'127.0.0.1',
	);
	await once(planting, 'listening');
});
afterAll(async () => {
	planting.close();
	await veryfi.stop();
	rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
	veryfi.reset();
	rmSync(report, { force: true });
});

/** With characters that look different in a URL, in JSON and in base64. */
const ACCOUNT = {
	clientId: 'vrfClientIdOfOurs77',
	clientSecret: 'cs+ecret/with "quotes" & more=',
	username: 'kim.of+accounts',
	apiKey: '9f8e7d6c5b4a39281706f5e4d3c2b1a0',
};

/** The same as the program gets it. */
const CREDENTIALS = {
	VERYFI_CLIENT_ID: ACCOUNT.clientId,
	VERYFI_CLIENT_SECRET: ACCOUNT.clientSecret,
	VERYFI_USERNAME: ACCOUNT.username,
	VERYFI_API_KEY: ACCOUNT.apiKey,
};

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** How an answer may have a secret in it. */
const NOTATIONS: Array<(secret: string) => string> = [
	(secret) => secret,
	(secret) => encodeURIComponent(secret),
	(secret) => encodeURIComponent(secret).toLowerCase(),
	base64,
	(secret) => Buffer.from(secret).toString('base64url'),
	(secret) => encodeURIComponent(base64(secret)),
	(secret) => base64(`apikey ${secret}:x`),
	(secret) => base64(`${secret}:y`),
	(secret) => Buffer.from(secret).toString('hex'),
	(secret) => JSON.stringify(secret).slice(1, -1),
];

const planted = Object.values(ACCOUNT).flatMap((secret) =>
	NOTATIONS.map((notation) => notation(secret)),
);

/** A header cannot hold everything, but this. */
const inHeader = encodeURIComponent(planted.join(' '));

/** Stands before the emulator and puts the secrets into every answer: in texts, in names, in headers. */
const plant = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	const { host: _host, connection: _connection, ...headers } = incoming.headers;
	const { statusCode, body } = await request(`${veryfi.baseUrl}${incoming.url}`, {
		method: incoming.method as 'GET',
		headers,
		body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
	});
	const text = await body.text();
	const more = Object.fromEntries(planted.map((form) => [form, form]));
	const message = planted.join(' ');
	answer.writeHead(statusCode, { 'x-planted': inHeader, 'retry-after': '1' });
	if (text === '') answer.end();
	else answer.end(JSON.stringify({ ...JSON.parse(text), message, status: message, ...more }));
};

/** Starts the program and waits for its end, or for a text and interrupts it then. */
async function run(
	args: string[],
	{ baseUrl, input, until }: { baseUrl?: string; input?: string; until?: RegExp } = {},
) {
	const { VERYFI_CLIENT_ID: _, ...env } = process.env;
	const child = spawn(
		process.execPath,
		[
			...['--import', 'tsx', 'contract/contract.main.mts', '--report', report, ...args],
			...(baseUrl ? ['--base-url', baseUrl] : []),
		],
		{ env: baseUrl ? { ...env, ...CREDENTIALS } : env },
	);
	const output = { text: '' };
	let isInterrupted = false;
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => {
			output.text += chunk.toString();
			if (isInterrupted || !until?.test(output.text)) return;
			isInterrupted = true;
			child.kill('SIGINT');
		});
	child.stdin.end(input ?? '');
	const [code] = (await once(child, 'close')) as [number | null];
	return { code, text: output.text };
}

const only = (...names: string[]) => names.flatMap((name) => ['--only', name]);
const readReport = () => JSON.parse(readFileSync(report, 'utf8'));

it('runs against an emulator of its own without an account', async () => {
	const { code, text } = await run(only('sync-status', 'event-document', 'private-url'));
	expect(code).toBe(0);
	expect(text).toMatch(/^as assumed +Processing at once is answered 201/m);
	expect(text).toMatch(/^not tried +Which regional hosts there are/m);
	expect(readReport()).toMatchObject({ service: 'emulator', withWebhook: true, documents: 2 });
});

it('says what differs, with the switch of the emulator and the files of the package', async () => {
	veryfi.switches.syncStatus = 200;
	const { text } = await run(['--yes', ...only('sync-status')], { baseUrl: veryfi.baseUrl });
	veryfi.switches.syncStatus = 201;
	expect(text).toMatch(
		/^differs +Processing at once is answered 201 .*status 200\n.*syncStatus = 200/m,
	);
	expect(readReport().rows[0]).toMatchObject({
		probe: 'sync-status',
		verdict: 'differs',
		setting: '200',
		assumed: '201',
		emulatorSwitch: 'syncStatus',
		files: [expect.stringMatching(/^nodes\//)],
	});
});

it('asks before it does anything to an account', async () => {
	const { text, code } = await run(only('sync-status'), { baseUrl: veryfi.baseUrl, input: 'n\n' });
	expect(code).toBe(0);
	expect(text).toMatch(/at most 1 documents[^]*does not touch the webhook[^]*Nothing was done/);
	expect(veryfi.requests).toEqual([]);
});

it('goes on after a yes', async () => {
	await run(only('missing-credentials'), { baseUrl: veryfi.baseUrl, input: 'y\n' });
	expect(readReport().rows[0]).toMatchObject({ verdict: 'as assumed' });
});

it('shows no secret that Veryfi sends back, in whatever notation', async () => {
	const baseUrl = `http://127.0.0.1:${(planting.address() as AddressInfo).port}`;
	const [port] = await freePorts(1);
	const webhookUrl = `http://localhost:${port}/hook`;
	const { text } = await run(
		[
			...['--yes', '--webhook-url', webhookUrl],
			...only(
				'refusal',
				'missing-credentials',
				'manage-webhooks',
				'sync-status',
				'add-tags',
				'add-body',
				'event-document',
				'delete-answer',
			),
		],
		{ baseUrl },
	);
	const all = `${text}\n${readFileSync(report, 'utf8')}`;
	expect(all).toContain('[secret]');
	expect(planted.filter((form) => all.toLowerCase().includes(form.toLowerCase()))).toEqual([]);
	const { body } = veryfi.deliveries.find(({ event }) => event === 'subscription') ?? { body: '' };
	expect(body).toContain('secret');
	expect(all).not.toContain(JSON.parse(body).data.secret);
});

it('tidies up after Ctrl+C, and still writes the report', async () => {
	const [port] = await freePorts(1);
	const webhookUrl = `http://localhost:${port}/hook`;
	const { code, text } = await run(
		[
			'--yes',
			'--webhook-url',
			webhookUrl,
			...only('confirm-status', 'sync-status', 'event-document', 'q'),
		],
		{ baseUrl: veryfi.baseUrl, until: /Processing at once/ },
	);
	expect(code).toBe(130);
	expect(text).toContain('Interrupted. Tidying up');
	expect([...veryfi.documents.values()]).toEqual([]);
	expect(veryfi.webhooks.confirmed).toEqual([]);
	expect(readReport().rows.map(({ seen }: { seen: string }) => seen)).toContain('interrupted');
});

it('refuses a wrong option, says why and where the options are listed', async () => {
	const { code, text } = await run(['--only', 'no-such-probe']);
	expect(code).toBe(1);
	expect(text).toBe('--only no-such-probe: there is no such probe\nSee --help for the options.\n');
});

describe('a wrong option is explained:', () => {
	it.each([
		[['--webhook-url', 'https://a.example/hook'], 'of use with an account only'],
		[['--base-url', 'http://127.0.0.1:1'], `Set ${Object.keys(CREDENTIALS).join(', ')}`],
		[['--no-such-option'], "Unknown option '--no-such-option'"],
	])('%j', (args, reason) => {
		expect(() => readOptions(args, {})).toThrow(reason);
	});

	it.each([
		[['--base-url', 'nowhere'], '--base-url nowhere: a URL expected'],
		[['--webhook-url', 'hook'], '--webhook-url hook: a URL expected'],
		[
			['--webhook-url', 'https://a.example/hook', '--port', '0'],
			'--port 0: a port number expected',
		],
	])('%j, with an account', (args, reason) => {
		expect(() => readOptions(args, CREDENTIALS)).toThrow(reason);
	});
});

it('lists options and probes', async () => {
	const { code, text } = await run(['--help']);
	expect(code).toBe(0);
	for (const part of ['VERYFI_API_KEY', '--replace-webhook', 'sync-status'])
		expect(text).toContain(part);
});
