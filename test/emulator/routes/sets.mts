import type { FastifyInstance } from 'fastify';
import { fail, TEXT } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import { dateTime } from '../clock.mts';
import type { Context } from '../context.mts';
import { pageOf } from '../productList.mts';
import { SETS, splitLater, type SetKind } from '../sets.mts';
import { sourceOf } from '../sources.mts';
import type { StoredSet } from '../store.mts';
import { validate, type Fields, type Schema } from '../validation.mts';
import { SHARED } from './products.mts';

/** Split, get and list for every kind of set. */
export function setRoutes(app: FastifyInstance, context: Context): void {
	for (const kind of SETS) {
		for (const path of [kind.path, kind.formerPath]) {
			if (path !== undefined) routesOf(app, context, kind, `/${path}`);
		}
	}
}

function routesOf(app: FastifyInstance, context: Context, kind: SetKind, base: string): void {
	const { switches, store } = context;
	const show = (set: StoredSet): Fields => ({
		id: set.id,
		[kind.idsKey(switches)]: set.documentIds,
		status: set.state === 'in_progress' ? switches.setInProgress : set.state,
		...(kind.showsPageBreaks ? { page_breaks: set.pageBreaks } : {}),
	});
	const schema = (): Schema => ({
		...SHARED,
		...kind.product?.options,
		tags: { type: 'strings' },
		categories: { type: 'strings' },
		max_pages_to_process: { type: 'integer', min: 1, max: kind.pages(switches) },
	});

	app.post(base, async (request, reply) => {
		const body = bodyOf(request);
		const options = validate(body.fields, schema(), {
			isForm: body.isForm,
			ignoreUnknown: switches.unknownFields === 'ignore',
		});
		const source = sourceOf(context, body, options, switches.splitMegabytes);
		const set: StoredSet = {
			id: store.nextId(),
			product: kind.path,
			state: 'in_progress',
			documentIds: [],
			pageBreaks: [],
			createdDate: dateTime(),
		};
		store.sets.set(set.id, set);
		splitLater(context, kind, set, source, options);
		return reply
			.status(switches.setStatusCode)
			.send(switches.setAnswer === 'id' ? { id: set.id } : show(set));
	});

	app.get(base, async (request) => {
		const sets = [...store.sets.values()].filter(({ product }) => product === kind.path).reverse();
		return pageOf(context, base, request.query as Fields, sets, show);
	});

	app.get<{ Params: { id: string } }>(`${base}/:id`, async ({ params }) => {
		const set = store.sets.get(Number(params.id));
		if (set?.product !== kind.path) throw fail(404, TEXT.notFound);
		return show(set);
	});
}
