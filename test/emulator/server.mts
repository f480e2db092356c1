import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiError, fail, TEXT } from './apiError.mts';
import { addApiHooks, pathOf } from './apiHooks.mts';
import { jsonBody } from './body.mts';
import type { Context } from './context.mts';
import { KnownRoutes } from './knownRoutes.mts';
import { classifyRoutes } from './routes/classify.mts';
import { documentRoutes, findDocument } from './routes/documents.mts';
import { platformRoutes, v1Routes } from './routes/platform.mts';
import { productRoutes } from './routes/products.mts';
import { rowRoutes } from './routes/rows.mts';
import { setRoutes } from './routes/sets.mts';
import { tagRoutes } from './routes/tags.mts';
import { webhookRoutes } from './routes/webhooks.mts';
import type { Switches } from './switches.mts';

/** Base64 makes a file of 50 MB a body of 67 MB; anything much larger is refused unread. */
const LARGEST_BODY = 72 * 1024 * 1024;

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
	const { switches } = context;
	app.setErrorHandler((error: Error, _request, reply) => answerError(error, reply, switches));
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
			scope.get('/v8/partner/documents/schema', async () => routes.describe());
			await scope.register(async (v8) => apiRoutes(v8, context), { prefix: '/v8/partner' });
			await scope.register(async (v1) => v1Routes(v1), { prefix: '/v1' });
		},
		{ prefix: '/api' },
	);
	return app;
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

function answerError(
	error: Error & { statusCode?: number },
	reply: FastifyReply,
	{ errorKey }: Switches,
) {
	const { status, body, headers } = asApiError(error);
	const { error: text, ...rest } = body;
	const isGeneral = body.status === 'fail' && text !== undefined;
	return reply
		.status(status)
		.headers(headers)
		.send(isGeneral ? { ...rest, [errorKey]: text } : body);
}

function asApiError(error: Error & { statusCode?: number }): ApiError {
	if (error instanceof ApiError) return error;
	const status = error.statusCode ?? 500;
	return fail(status, status === 413 ? TEXT.bodyTooBig : error.message);
}
