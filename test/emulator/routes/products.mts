import type { FastifyInstance } from 'fastify';
import { fail, TEXT } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import { dateTime } from '../clock.mts';
import type { Context } from '../context.mts';
import { present, viewOf } from '../presentation.mts';
import { processLater, processNow } from '../processing.mts';
import { productEvents, productJob } from '../productJob.mts';
import { PRODUCTS, type Product } from '../products.mts';
import { listProducts } from '../productList.mts';
import { FILE_SOURCES, sourceOf } from '../sources.mts';
import { validate, type Fields, type Rule, type Schema } from '../validation.mts';
import { findDocument, readable } from './documents.mts';
import { tagRoutes } from './tags.mts';

const MEGABYTES = 20;

/** Body fields that all products take. */
export const SHARED: Schema = {
	...FILE_SOURCES,
	external_id: { type: 'string' },
	meta: { type: 'object' },
};

const pagesRule = ([, most]: Product['pages']): Rule => ({ type: 'integer', min: 1, max: most });
const ASYNC: Schema = { auto_delete: { type: 'boolean' } };

/** Process, process asynchronously, list, get, update, delete and tags of every product in the table. */
export function productRoutes(app: FastifyInstance, context: Context): void {
	for (const product of PRODUCTS) {
		routesOf(app, context, product, `/${product.path}`);
		if (product.formerPath === undefined) continue;
		const former = `/${product.formerPath}`;
		routesOf(app, context, product, former);
	}
	app.addHook('preHandler', async ({ routeOptions }) => {
		const [, name] = /partner\/(parse|document-to-markdown)\b/.exec(routeOptions.url ?? '') ?? [];
		const { markdownPath } = context.switches;
		if (name && markdownPath !== 'both' && name !== markdownPath) throw fail(404, TEXT.notFound);
	});
}

function routesOf(app: FastifyInstance, context: Context, product: Product, base: string): void {
	const { switches, store } = context;
	type Route = { Params: { id: string } };
	const schema: Schema = {
		...SHARED,
		...product.options,
		max_pages_to_process: pagesRule(product.pages),
	};
	const ignoreUnknown = () => switches.unknownFields === 'ignore';

	app.post(base, async (request, reply) => {
		const body = bodyOf(request);
		const options = validate(body.fields, schema, {
			isForm: body.isForm,
			ignoreUnknown: ignoreUnknown(),
		});
		const job = productJob(context, product, sourceOf(context, body, options, MEGABYTES), options);
		await processNow(context, job);
		if (options.auto_delete || product.isPostOnly) store.documents.delete(job.document.id);
		return reply.status(switches.syncStatus).send(present(context, job.document, viewOf(options)));
	});
	if (product.isPostOnly) return;

	if (product.isAsync) {
		app.post(`${base}/async`, async (request, reply) => {
			const body = bodyOf(request);
			const options = validate(
				body.fields,
				{ ...schema, ...ASYNC },
				{ isForm: body.isForm, ignoreUnknown: ignoreUnknown() },
			);
			const job = productJob(
				context,
				product,
				sourceOf(context, body, options, MEGABYTES),
				options,
			);
			const events = productEvents(context, product);
			processLater(context, job, { events, autoDelete: options.auto_delete === true });
			return reply.status(switches.asyncStatus).send({ id: job.document.id });
		});
	}

	app.get(base, async (request) => listProducts(context, product, request.query as Fields));

	app.get<Route>(`${base}/:id`, async (request) => {
		const document = readable(context, request.params.id, product.path);
		if (document.deleteOnGet && document.state === 'processed') store.documents.delete(document.id);
		return present(context, document, viewOf(request.query as Fields));
	});

	app.put<Route>(`${base}/:id`, async (request) => {
		const document = findDocument(context, request.params.id, product.path);
		const { id: _id, meta, ...changes } = bodyOf(request).fields;
		const writable = Object.entries(changes).filter(([name]) => name in document.fields);
		Object.assign(document.fields, Object.fromEntries(writable), {
			meta: { ...(document.fields.meta as Fields), ...(meta as Fields | undefined) },
			[product.path === 'parse' ? 'updated' : 'updated_date']: dateTime(),
		});
		return present(context, document, viewOf({}));
	});

	app.delete<Route>(`${base}/:id`, async (request) => {
		store.documents.delete(findDocument(context, request.params.id, product.path).id);
		return switches.deleteAnswer === 'message'
			? { status: 'ok', message: 'Document has been deleted' }
			: { status: 'ok' };
	});

	if (!product.hasTags) return;
	tagRoutes(
		app,
		context,
		base,
		(id) => findDocument(context, id, product.path),
		({ fields }) => (fields.meta as { tags: Array<{ id: number; name: string }> }).tags,
	);
}
