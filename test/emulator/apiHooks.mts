import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authenticate } from './auth.mts';
import { jsonBody, loggedBody, readForm } from './body.mts';
import type { Context } from './context.mts';
import type { RequestFault } from './faults.mts';
import { redactHeaders, type LoggedRequest } from './requestLog.mts';
import { checkRequestSignature } from './requestSignature.mts';

/** What the hooks of one API request share. */
interface Trace {
	entry: LoggedRequest;
	fault: RequestFault;
}

/** Log, faults, credentials and limits: the same for every API route. */
export function addApiHooks(app: FastifyInstance, context: Context): void {
	const traces = new WeakMap<FastifyRequest, Trace>();
	const { switches, credentials, faults, limiter, requests, background, clock } = context;

	app.addHook('onRequest', async (request, reply) => {
		reply.header('x-veryfi-trace-id', randomUUID());
		const entry: LoggedRequest = {
			method: request.method,
			path: pathOf(request),
			query: request.query as Record<string, unknown>,
			headers: redactHeaders(request.headers),
			body: undefined,
			status: 0,
			at: clock.now(),
		};
		requests.push(entry);
		traces.set(request, { entry, fault: faults.forRequest(entry.method, entry.path) });
		const isRedirected = switches.trailingSlash === 'redirected' && entry.path.endsWith('/');
		if (isRedirected) return reply.redirect(withoutSlash(request.url), 301);
	});

	app.addHook('preHandler', async (request, reply) => {
		const { entry, fault } = traces.get(request) as Trace;
		const hasBody = request.body !== undefined || request.isMultipart();
		const body = request.isMultipart() ? await readForm(request) : jsonBody(request.body);
		request.body = body;
		if (hasBody) entry.body = loggedBody(body);

		// It counts when it arrives, however long the answer takes.
		limiter.check(entry, switches);
		if (fault.delay) await background.stall(fault.delay);
		if (fault.drop) return drop(reply);
		if (fault.status !== undefined) {
			const answer = fault.body ?? { status: 'fail', error: `Emulated fault ${fault.status}` };
			const headers =
				fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
			return reply.status(fault.status).headers(headers).send(answer);
		}
		authenticate(request.headers, entry.path, credentials, switches);
		checkRequestSignature(request.headers, body.sent, credentials, switches);
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const { entry, fault } = traces.get(request) as Trace;
		if (fault.loseAnswer) return drop(reply);
		// Before the client can have the answer: a test that looks then finds the status.
		entry.status = reply.statusCode;
		limiter.noteAnswer(entry, switches, clock.now());
		if (fault.emptyBody) return '';
		if (fault.brokenJson && typeof payload === 'string') {
			return payload.slice(0, Math.max(1, Math.floor(payload.length / 2)));
		}
		return payload;
	});
}

/** Breaks the connection; the client sees it reset, and Fastify must not answer any more. */
function drop(reply: FastifyReply): void {
	reply.hijack();
	reply.raw.socket?.destroy();
}

const withoutSlash = (url: string) => url.replace(/\/+(?=\?|$)/, '');

/** The path without the query. */
export const pathOf = (request: FastifyRequest) => request.url.split('?', 1)[0];
