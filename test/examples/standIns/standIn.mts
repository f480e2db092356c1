import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Pause, Road, StoredFile } from '../ledger.mts';

/** A record as it goes over the wire. */
export type Fields = Record<string, unknown>;

/** Codes that every stand-in takes; the real systems refuse a currency that is not set up, and so do they. */
export const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY'];

/** An answer that is not 2xx. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: unknown,
	) {
		super(JSON.stringify(body));
	}
}

/** To be awaited between what a request finds and what it writes, as two requests may work at the same time. */
export type Commit = () => Promise<unknown>;

/**
 * A server on a free port of 127.0.0.1; a thrown {@link Refusal} is its answer.
 *
 * @param routes gets, besides, what makes the {@link Commit} of a request
 */
export async function listen(
	routes: (app: FastifyInstance, commitOf: (request: FastifyRequest) => Commit) => void,
): Promise<Road> {
	const app = Fastify({ bodyLimit: 32 * 1024 * 1024, forceCloseConnections: true });
	await app.register(multipart);
	app.setErrorHandler((error, _request, reply) =>
		error instanceof Refusal
			? reply.status(error.status).send(error.body)
			: reply.status(500).send({ message: String(error) }),
	);
	let lost: { request: RegExp; times: number } | undefined;
	let refused: RegExp | undefined;
	let pause: Pause = () => undefined;
	app.addHook('preHandler', async (request) => {
		const text = textOf(request);
		if (refused?.test(text)) throw new Refusal(503, { message: 'Try again later' });
		await pause('arrival', text);
	});
	app.addHook('onSend', async (request, reply) => {
		const text = textOf(request);
		await pause('answer', text);
		if (lost?.request.test(text) && lost.times-- > 0) reply.raw.destroy();
	});
	routes(app, (request) => async () => await pause('commit', textOf(request)));
	await app.listen({ port: 0, host: '127.0.0.1' });
	const { port } = app.server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		loseAnswersTo: (request, times = Infinity) => void (lost = { request, times }),
		refuse: (request) => void (refused = request),
		pause: (wanted) => void (pause = wanted),
		behave: () => {
			lost = refused = undefined;
			pause = () => undefined;
		},
		stop: () => app.close(),
	};
}

/**
 * Answers a request whose key was seen before with the answer that the first one got, without working on it
 * again. What was refused does not count.
 *
 * @param answered the answers that are remembered, by key
 */
export function repeatAnswers(
	app: FastifyInstance,
	answered: Map<string, unknown>,
	keyOf: (request: FastifyRequest) => string | undefined,
): void {
	app.addHook('preHandler', async (request, reply) => {
		const before = answered.get(keyOf(request) ?? '');
		if (before) return await reply.type('application/json').send(before);
	});
	app.addHook('onSend', async (request, reply, answer) => {
		const key = keyOf(request);
		if (key && reply.statusCode < 300) answered.set(key, answer);
	});
}

function textOf({ method, url, body, headers }: FastifyRequest): string {
	const isFile = Buffer.isBuffer(body) && headers['content-type'] !== 'application/json';
	const text = isFile ? '' : Buffer.isBuffer(body) ? body.toString() : (JSON.stringify(body) ?? '');
	return `${method} ${decodeURIComponent(url)} ${text}`;
}

/** The parts of a multipart body, by name. */
export async function readParts(
	request: FastifyRequest,
): Promise<{ values: Record<string, string>; files: Record<string, StoredFile> }> {
	const values: Record<string, string> = {};
	const files: Record<string, StoredFile> = {};
	for await (const part of request.parts()) {
		if (part.type === 'field') values[part.fieldname] = String(part.value);
		else {
			const { filename: name, mimetype: mimeType } = part;
			files[part.fieldname] = { name, mimeType, bytes: await part.toBuffer() };
		}
	}
	return { values, files };
}

/** Rounds as a bookkeeper does: half a cent away from zero, whatever binary digits it has. */
export const round = (value: number, digits = 2): number =>
	Math.sign(value) *
	Number(`${Math.round(Number(`${Math.abs(value).toFixed(8)}e${digits}`))}e-${digits}`);

export const sumOf = (values: number[]): number =>
	round(values.reduce((sum, value) => sum + value, 0));
