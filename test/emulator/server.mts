import { randomUUID } from 'node:crypto';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError, fail, TEXT } from './apiError.mts';
import { authenticate } from './auth.mts';
import { bodyOf, jsonBody, loggedBody, readForm } from './body.mts';
import type { Context } from './context.mts';
import type { RequestFault } from './faults.mts';
import { redactHeaders, type LoggedRequest } from './requestLog.mts';
import { checkRequestSignature } from './requestSignature.mts';
import { classifyRoutes } from './routes/classify.mts';
import { documentRoutes, findDocument } from './routes/documents.mts';
import { platformRoutes, v1Routes } from './routes/platform.mts';
import { productRoutes } from './routes/products.mts';
import { rowRoutes } from './routes/rows.mts';
import { setRoutes } from './routes/sets.mts';
import { tagRoutes } from './routes/tags.mts';
import { webhookRoutes } from './routes/webhooks.mts';

/** Base64 makes a file of 50 MB a body of 67 MB; anything much larger is refused unread. */
const LARGEST_BODY = 72 * 1024 * 1024;

/** What the hooks of one API request share. */
interface Trace {
	entry: LoggedRequest;
	fault: RequestFault;
}

/**
 * Puts the HTTP server together. It does not listen yet.
 *
 * @param control  adds the routes under `/_emulator`
 */
export function createServer(
	context: Context,
	control: (app: FastifyInstance) => void,
): FastifyInstance {
	const app = fastify({
		bodyLimit: LARGEST_BODY,
		forceCloseConnections: true,
		routerOptions: { ignoreTrailingSlash: true },
	});
	app.setErrorHandler((error: Error, _request, reply) => answerError(error, reply));
	const routes = new KnownRoutes();
	app.addHook('onRoute', ({ method, url }) => routes.add([method].flat(), url));
	app.removeContentTypeParser('text/plain');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);

	app.register(
		async (scope) => {
			scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) =>
				done(null, bytes),
			);
			scope.addHook('preHandler', async (request) => {
				if (!Buffer.isBuffer(request.body)) request.body = jsonBody(request.body);
			});
			control(scope);
		},
		{ prefix: '/_emulator' },
	);
	app.register(
		async (scope) => {
			await scope.register(multipart, {
				limits: { fileSize: LARGEST_BODY, fieldSize: LARGEST_BODY },
			});
			scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _bytes, done) =>
				done(null, undefined),
			);
			addApiHooks(scope, context);
			scope.setNotFoundHandler((request) => {
				throw routes.has(pathOf(request))
					? fail(405, 'Method not allowed.')
					: fail(404, TEXT.notFound);
			});
			await scope.register(async (v8) => apiRoutes(v8, context), { prefix: '/v8/partner' });
			await scope.register(async (v1) => v1Routes(v1), { prefix: '/v1' });
		},
		{ prefix: '/api' },
	);
	return app;
}

/** Tells a wrong method from a wrong path. */
class KnownRoutes {
	private readonly patterns: RegExp[] = [];

	add(methods: string[], url: string): void {
		if (methods.includes('HEAD') || methods.includes('OPTIONS')) return;
		this.patterns.push(new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}/?$`));
	}

	has(path: string): boolean {
		return this.patterns.some((pattern) => pattern.test(path));
	}
}

function apiRoutes(app: FastifyInstance, context: Context): void {
	documentRoutes(app, context);
	classifyRoutes(app, context);
	setRoutes(app, context);
	platformRoutes(app, context);
	// In a scope of its own: its hook looks at no other route.
	app.register(async (scope) => productRoutes(scope, context));
	rowRoutes(app, context);
	tagRoutes(
		app,
		context,
		'/documents',
		(id) => findDocument(context, id),
		({ fields }) => fields.tags as Array<{ id: number; name: string }>,
	);
	// In a scope of its own: only these routes ask for an admin.
	app.register(async (scope) => webhookRoutes(scope, context));
}

/** Log, faults, credentials and limits: the same for every API route. */
function addApiHooks(app: FastifyInstance, context: Context): void {
	const traces = new WeakMap<FastifyRequest, Trace>();
	const { switches, credentials, faults, limiter, requests, background } = context;

	app.addHook('onRequest', async (request, reply) => {
		reply.header('x-veryfi-trace-id', randomUUID());
		const entry: LoggedRequest = {
			method: request.method,
			path: pathOf(request),
			query: request.query as Record<string, unknown>,
			headers: redactHeaders(request.headers),
			body: undefined,
			status: 0,
			at: Date.now(),
		};
		requests.push(entry);
		traces.set(request, { entry, fault: faults.forRequest(entry.method, entry.path) });
	});

	app.addHook('preHandler', async (request, reply) => {
		const { entry, fault } = traces.get(request) as Trace;
		const hasBody = request.body !== undefined || request.isMultipart();
		const body = request.isMultipart() ? await readForm(request) : jsonBody(request.body);
		request.body = body;
		if (hasBody) entry.body = loggedBody(body);

		if (fault.delay) await background.sleep(fault.delay);
		if (fault.drop) return drop(reply);
		if (fault.status !== undefined) {
			const answer = fault.body ?? { status: 'fail', error: `Emulated fault ${fault.status}` };
			const headers =
				fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
			return reply.status(fault.status).headers(headers).send(answer);
		}
		limiter.check(entry, switches);
		authenticate(request.headers, entry.path, credentials, switches);
		checkRequestSignature(request.headers, bodyOf(request).sent, credentials, switches);
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { fault } = traces.get(request) as Trace;
		if (fault.loseAnswer) return drop(reply);
		if (fault.emptyBody) return '';
		if (fault.brokenJson && typeof payload === 'string') {
			return payload.slice(0, Math.max(1, Math.floor(payload.length / 2)));
		}
		return payload;
	});

	app.addHook('onResponse', async (request, reply) => {
		const { entry } = traces.get(request) as Trace;
		entry.status = reply.statusCode;
		limiter.noteAnswer(entry);
	});
}

/** Breaks the connection; the client sees it reset, and Fastify must not answer any more. */
function drop(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.destroy();
}

function parseJson(
	request: FastifyRequest,
	text: string | Buffer,
	done: (error: Error | null, body?: unknown) => void,
): void {
	if (text.length === 0) return done(null, undefined);
	try {
		done(null, JSON.parse(text.toString()));
	} catch {
		// Some SDKs send a body with DELETE; it means nothing, so it cannot be wrong.
		if (request.method === 'DELETE') return done(null, undefined);
		done(new ApiError(400, { status: 'fail', error: TEXT.malformed, details: [] }));
	}
}

function answerError(error: Error & { statusCode?: number }, reply: FastifyReply) {
	if (error instanceof ApiError)
		return reply.status(error.status).headers(error.headers).send(error.body);
	const status = error.statusCode ?? 500;
	const text = status === 413 ? TEXT.bodyTooBig : error.message;
	return reply.status(status).send({ status: 'fail', error: text });
}

const pathOf = (request: FastifyRequest) => request.url.split('?', 1)[0];
