import type { FastifyInstance } from 'fastify';
import { fail, TEXT } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import type { Context } from '../context.mts';
import type { StoredDocument } from '../store.mts';
import type { Switches } from '../switches.mts';
import { validate, type Schema } from '../validation.mts';

interface Tag {
	id: number;
	name: string;
}

const ONE: Schema = { name: { type: 'string', required: true, minLength: 1 } };
const MANY: Schema = { tags: { type: 'strings', required: true, minLength: 1 } };

/** What adding one tag is answered with. */
const ADDED: Record<Switches['addTagAnswer'], (tag: Tag, all: Tag[]) => object> = {
	tag: (tag) => tag,
	tags: (_tag, tags) => ({ tags }),
	status: () => ({ status: 'ok', message: 'Tag has been added' }),
};

/**
 * Tags of one document: the same five routes under every product.
 *
 * @param find  gives the document of the path, or throws 404
 * @param tagsOf  the document's own list
 */
export function tagRoutes(
	app: FastifyInstance,
	context: Context,
	base: string,
	find: (id: string) => StoredDocument,
	tagsOf: (document: StoredDocument) => Tag[],
): void {
	const { switches, store } = context;
	const path = `${base}/:id/tags`;
	type Route = { Params: { id: string; tagId: string } };
	const options = ({ isForm }: { isForm: boolean }) => ({
		isForm,
		ignoreUnknown: switches.unknownFields === 'ignore',
	});
	const add = (document: StoredDocument, name: string): Tag => {
		const tag = store.tag(name);
		if (!tagsOf(document).some(({ id }) => id === tag.id)) tagsOf(document).push(tag);
		return tag;
	};
	const unlinked = () => (switches.unlinkAnswer === 'status' ? { status: 'ok' } : {});

	app.get<Route>(path, async (request) => ({ tags: tagsOf(find(request.params.id)) }));

	app.put<Route>(path, async (request) => {
		const document = find(request.params.id);
		const body = bodyOf(request);
		const { name } = validate(body.fields, ONE, options(body)) as { name: string };
		const tag = add(document, name);
		return ADDED[switches.addTagAnswer](tag, tagsOf(document));
	});

	app.post<Route>(path, async (request) => {
		const document = find(request.params.id);
		const body = bodyOf(request);
		const { tags } = validate(body.fields, MANY, options(body)) as { tags: string[] };
		for (const name of tags) add(document, name);
		return switches.addTagsAnswer === 'status'
			? { status: 'ok', message: 'Tags have been added' }
			: { tags: tagsOf(document) };
	});

	app.delete<Route>(path, async (request) => {
		tagsOf(find(request.params.id)).length = 0;
		return unlinked();
	});

	app.delete<Route>(`${path}/:tagId`, async (request) => {
		const tags = tagsOf(find(request.params.id));
		const position = tags.findIndex(({ id }) => String(id) === request.params.tagId);
		if (position < 0) throw fail(404, TEXT.notFound);
		tags.splice(position, 1);
		return unlinked();
	});
}
