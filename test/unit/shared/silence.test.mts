/** Connections that really fail, and what is made of what Node.js says about them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, createServer, type RequestOptions, type Server as TlsServer } from 'node:https';
import {
	createServer as createPlainServer,
	type AddressInfo,
	type Server,
	type Socket,
} from 'node:net';

import { isUnsent, silenceOf } from '../../../nodes/shared/api/silence.ts';
import { selfSigned } from '../../host/certificate.mts';

const servers: Array<Server | TlsServer> = [];

async function portOf<T extends Server | TlsServer>(server: T): Promise<number> {
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

const behind = async (certificate: ReturnType<typeof selfSigned>) =>
	await portOf(createServer(certificate, (_request, response) => response.end('{}')));

const plain = async (use: (socket: Socket) => void) =>
	await portOf(createPlainServer((socket) => use(socket.on('error', () => socket.destroy()))));

const failureOf = async (options: RequestOptions) =>
	await new Promise<Error>((resolve, reject) => {
		const sent = request({ host: 'localhost', ...options }, () => reject(new Error('answered')));
		sent.on('error', resolve).end();
	});

let expired: ReturnType<typeof selfSigned>;
let early: ReturnType<typeof selfSigned>;
let other: ReturnType<typeof selfSigned>;

beforeAll(() => {
	expired = selfSigned(undefined, undefined, [-9, -2]);
	early = selfSigned(undefined, undefined, [2, 9]);
	other = selfSigned(['other.example.com']);
});
afterAll(() => servers.forEach((server) => server.close()));

describe('found out before anything is sent', () => {
	it.each<[string, () => Promise<RequestOptions>, object]>([
		[
			'a certificate that is not trusted',
			async () => ({ port: await behind(other) }),
			{ kind: 'certificate', detail: expect.stringContaining('self') },
		],
		[
			'a certificate of yesterday',
			async () => ({ port: await behind(expired), ca: expired.cert }),
			{ kind: 'certificate', detail: expect.stringContaining('expired') },
		],
		[
			'a certificate of tomorrow',
			async () => ({ port: await behind(early), ca: early.cert }),
			{ kind: 'certificate', detail: expect.stringContaining('not yet valid') },
		],
		[
			'a certificate of another host',
			async () => ({ port: await behind(other), ca: other.cert }),
			{ kind: 'certificate', detail: expect.stringContaining('other.example.com') },
		],
		[
			'TLS to a port without',
			async () => ({ port: await plain((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')) }),
			{ kind: 'noTls' },
		],
		[
			'TLS of versions that are not spoken',
			async () => {
				const options = { ...other, maxVersion: 'TLSv1.2' as const };
				const port = await portOf(createServer(options, (_, response) => response.end()));
				return { port, minVersion: 'TLSv1.3' };
			},
			{ kind: 'noTls' },
		],
		[
			'a connection that ends in the handshake',
			async () => ({ port: await plain((socket) => socket.on('data', () => socket.end())) }),
			{ kind: 'unreachable', mayPass: true },
		],
		[
			'a port that nobody listens at',
			async () => ({ port: 1 }),
			{ kind: 'unreachable', mayPass: true },
		],
		[
			'a name that nobody has',
			async () => ({ host: 'nowhere.invalid' }),
			{ kind: 'name', detail: 'nowhere.invalid' },
		],
	])('%s', async (_name, options, silence) => {
		const found = silenceOf(await failureOf(await options()));
		expect(found).toMatchObject(silence);
		expect(isUnsent(found)).toBe(true);
	});

	it('also where an HTTP client has wrapped it', async () => {
		const cause = await failureOf({ host: 'nowhere.invalid' });
		const wrapped = Object.assign(new Error('no', { cause }), { code: 'ERR_BAD_REQUEST' });
		expect(silenceOf({ errorResponse: wrapped })).toMatchObject({ kind: 'name' });
	});
});

describe('the causes of an error', () => {
	it.each([
		[4, 'name'],
		[5, 'lost'],
	])('are followed so far that what is wrapped %i times is: %s', (times, kind) => {
		let error: object = { code: 'ENOTFOUND' };
		for (let count = 0; count < times; count++) error = new Error('no', { cause: error });
		expect(silenceOf(error)).toMatchObject({ kind });
	});

	it('are not followed for ever where they go round in a circle', () => {
		const error = new Error('no');
		error.cause = error;
		expect(silenceOf(error)).toMatchObject({ kind: 'lost' });
	});
});

it.each([
	[
		'a connection that breaks afterwards',
		{ code: 'ECONNRESET', message: 'socket hang up' },
		'lost',
	],
	['TLS that breaks afterwards', { code: 'EPROTO', message: 'bad record mac' }, 'lost'],
	['a limit of time', { code: 'ECONNABORTED', message: 'timeout of 60000ms exceeded' }, 'timeout'],
	['nothing that is known', undefined, 'lost'],
])('%s may have come after the request', (_name, error, kind) => {
	const found = silenceOf(error);
	expect(found.kind).toBe(kind);
	expect(isUnsent(found)).toBe(false);
});
