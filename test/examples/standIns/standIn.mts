import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { AddressInfo } from 'node:net';

/** A record as it goes over the wire. */
export type Fields = Record<string, unknown>;

/** Codes that every stand-in takes; the real systems refuse a currency that is not set up, and so do they. */
export const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY'];

/** A file that was attached to a bill. */
export interface StoredFile {
	name: string;
	mimeType: string;
	bytes: Buffer;
}

/** A bill as every system has it, however it calls its fields. Money as that system returns it. */
export interface BookedBill {
	/** What the vendor owes, and not what is owed to it. */
	isCredit: boolean;
	vendor: string;
	number: string;
	date: string;
	dueDate: string;
	currency: string;
	lines: Array<{ description: string; quantity: number; unitPrice: number; amount: number }>;
	tax: number;
	total: number;
	/** Where the reference to Veryfi stands. */
	note: string;
	files: StoredFile[];
}

/** Where a request can be made to wait: when it comes, before others see what it has written, before its answer. */
export type Point = 'arrival' | 'commit' | 'answer';

/**
 * Decides how long a request waits at a point.
 *
 * @param request method, address and body, e.g. `POST /bill {"DocNumber":"A-1"}`
 * @returns what to wait for, if anything
 */
export type Pause = (point: Point, request: string) => Promise<unknown> | undefined;

/** What stands in for an accounting system: answers as its API documents, and can be looked into. */
export interface StandIn {
	readonly url: string;
	readonly bills: BookedBill[];
	/** Names of the vendors it knows, oldest first. */
	readonly vendors: string[];
	/** Puts a vendor there as if somebody had entered it by hand. */
	addVendor(name: string, taxId?: string): void;
	/**
	 * From now on works on such requests, and then breaks the connection instead of answering.
	 *
	 * @param request to be found in method, address and body, e.g. `POST /bill {"DocNumber":"A-1"}`
	 * @param times how many of them
	 */
	loseAnswersTo(request: RegExp, times?: number): void;
	/** From now on lets requests wait. Those that wait already go on as they would have. */
	pause(pause: Pause): void;
	/** From now on answers 503 to such requests, and does nothing. */
	refuse(request: RegExp): void;
	/** Ends what {@link loseAnswersTo}, {@link pause} and {@link refuse} began. */
	behave(): void;
	/** Lets the time pass for which the system remembers the keys of requests, if it does. */
	forgetKeys?(): void;
	/** Forgets bills, vendors and files. */
	reset(): void;
	stop(): Promise<void>;
}

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
): Promise<Pick<StandIn, 'url' | 'loseAnswersTo' | 'pause' | 'refuse' | 'behave' | 'stop'>> {
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

function textOf({ method, url, body }: FastifyRequest): string {
	const text = Buffer.isBuffer(body) ? '' : (JSON.stringify(body) ?? '');
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
