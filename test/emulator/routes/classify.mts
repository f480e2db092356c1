import type { FastifyInstance } from 'fastify';
import { fail, invalid, TEXT } from '../apiError.mts';
import { bodyOf, type Body } from '../body.mts';
import type { Context } from '../context.mts';
import { extractDocument } from '../extraction.mts';
import { DOCUMENT_EVENTS, documentJob } from '../documentJob.mts';
import { extractProduct, PRODUCTS } from '../products.mts';
import { processLater } from '../processing.mts';
import { classify } from '../reading/classify.mts';
import { readFiles, type Reading } from '../reading/readFiles.mts';
import { SETS } from '../sets.mts';
import { FILE_SOURCES, fetchSource, sourceOf } from '../sources.mts';
import { validate, type Fields, type Schema } from '../validation.mts';

const MEGABYTES = 20;
const PAGES = 50;
const CLASSIFY: Schema = {
	...FILE_SOURCES,
	external_id: { type: 'string' },
	document_types: { type: 'list', minLength: 1 },
};
const EXTRACT: Schema = {
	...CLASSIFY,
	document_types: { ...CLASSIFY.document_types, required: true },
};
const SPLIT: Schema = {
	...FILE_SOURCES,
	external_id: { type: 'string' },
	split_on_blank_pages: { type: 'boolean' },
};
const BULK: Schema = {
	file_urls: { type: 'strings', required: true, minLength: 1, maxLength: 100 },
};

/** Classify, classify and extract, split to page ranges, and bulk submission. */
export function classifyRoutes(app: FastifyInstance, context: Context): void {
	const { switches, store } = context;
	const read = async (body: Body, schema: Schema, megabytes = MEGABYTES) => {
		const ignoreUnknown = switches.unknownFields === 'ignore';
		const options = validate(body.fields, schema, { isForm: body.isForm, ignoreUnknown });
		const files = await fetchSource(sourceOf(context, body, options, megabytes));
		return { options, reading: await readFiles(files, PAGES, switches) };
	};

	app.post('/classify', async (request) => {
		const body = bodyOf(request);
		const isByUrl = 'file_url' in body.fields || 'file_urls' in body.fields;
		if (isByUrl && switches.classifyUrl === 'refused') throw fail(400, TEXT.empty);
		const { options, reading } = await read(body, CLASSIFY);
		const { type, score } = classify(reading, typeNames(options.document_types));
		const id = store.nextId();
		return { ...(switches.classifyId ? { id } : {}), document_type: { value: type, score } };
	});

	app.post('/extract', async (request) => {
		const { options, reading } = await read(bodyOf(request), EXTRACT);
		const { type, score } = classify(reading, typeNames(options.document_types));
		const id = store.nextId();
		return {
			id,
			document_type: { value: type, score },
			score,
			extraction: extraction(context, id, type, reading, options),
			extraction_error: null,
		};
	});

	app.post('/split', async (request) => {
		const { reading } = await read(bodyOf(request), SPLIT, switches.splitMegabytes);
		const starts = reading.pages
			.map((_, page) => page)
			.filter((page) => SETS[0].beginsAt(reading, page));
		return {
			id: store.nextId(),
			total_pages: reading.pages.length,
			page_ranges: starts.map((first, number) => ({
				start_page: first + 1,
				end_page: starts[number + 1] ?? reading.pages.length,
			})),
		};
	});

	app.post('/documents/bulk', async (request, reply) => {
		if (!switches.bulkEnabled) throw fail(403, 'Bulk processing is not enabled for this account.');
		const body = bodyOf(request);
		const { file_urls } = validate(body.fields, BULK, { isForm: body.isForm });
		const jobs = (file_urls as string[]).map((file_url) =>
			documentJob(context, sourceOf(context, body, { file_url }, MEGABYTES), {}),
		);
		for (const job of jobs)
			processLater(context, job, { events: DOCUMENT_EVENTS, autoDelete: false });
		return reply.status(201).send({ ids: jobs.map(({ document }) => document.id) });
	});
}

/** Types are names, or objects that have one. */
function typeNames(types: unknown): string[] {
	return ((types ?? []) as Array<string | { name?: string; value?: string }>).map(
		(type, number) => {
			const name = typeof type === 'string' ? type : (type.name ?? type.value);
			if (typeof name === 'string') return name;
			throw invalid([
				{ type: 'string_type', loc: ['document_types', number], msg: 'A name is required' },
			]);
		},
	);
}

function extraction(
	context: Context,
	id: number,
	type: string,
	reading: Reading,
	options: Fields,
): Fields {
	const product = PRODUCTS.find(({ event }) => event === type);
	if (product) return extractProduct(product, reading, options, context.switches);
	return extractDocument(context, id, reading, {}).fields;
}
