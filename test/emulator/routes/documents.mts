import type { FastifyInstance } from 'fastify';
import { documentNotFound } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import type { Context } from '../context.mts';
import { DOCUMENT_EVENTS, documentJob } from '../documentJob.mts';
import { DOCUMENT_UPDATE, updateDocument } from '../documentUpdate.mts';
import { checkEnrichments, enrichLater } from '../enrichments.mts';
import { present, viewOf } from '../presentation.mts';
import { processLater, processNow } from '../processing.mts';
import { searchDocuments } from '../search.mts';
import { FILE_SOURCES, sourceOf } from '../sources.mts';
import type { StoredDocument } from '../store.mts';
import { validate, type Fields, type Schema } from '../validation.mts';

const MEGABYTES = 20;

const DOCUMENT_TYPES = [
	'check',
	'credit_note',
	'invoice',
	'long_receipt',
	'other',
	'purchase_order',
	'receipt',
	'statement',
	'w8',
	'w9',
	'remittance_advice',
	'contract',
] as const;

const PROCESS: Schema = {
	...FILE_SOURCES,
	async: { type: 'boolean' },
	external_id: { type: 'string' },
	tags: { type: 'strings' },
	categories: { type: 'strings' },
	max_pages_to_process: { type: 'integer', min: 1, max: 15 },
	boost_mode: { type: 'boolean' },
	auto_delete: { type: 'boolean' },
	bounding_boxes: { type: 'boolean' },
	confidence_details: { type: 'boolean' },
	detailed: { type: 'boolean' },
	parse_address: { type: 'boolean' },
	compute: { type: 'boolean' },
	country: { type: 'string', minLength: 2, maxLength: 2 },
	document_type: { type: 'string', oneOf: DOCUMENT_TYPES },
	crop_document: { type: 'boolean' },
	detect_blur: { type: 'boolean' },
	device_data: { type: 'object' },
	allowed_async_enrichments: { type: 'strings', nullable: true },
	thinking: { type: 'string' },
	thinking_llm_version: { type: 'string' },
	emailed_receipt_id: { type: 'integer' },
	receipt_id: { type: 'integer' },
};

/** Receipts and invoices: process, search, get, update, delete. */
export function documentRoutes(app: FastifyInstance, context: Context): void {
	const { switches, store } = context;
	const strict = () => ({ ignoreUnknown: switches.unknownFields === 'ignore' });

	app.post('/documents', async (request, reply) => {
		const body = bodyOf(request);
		const options = validate(body.fields, PROCESS, { ...strict(), isForm: body.isForm });
		checkEnrichments(options);
		const source = sourceOf(context, body, options, MEGABYTES);
		const job = documentJob(context, source, options);
		if (options.async) {
			processLater(context, job, {
				events: DOCUMENT_EVENTS,
				autoDelete: options.auto_delete === true,
			});
			return reply.status(switches.asyncStatus).send({ id: job.document.id });
		}
		await processNow(context, job);
		if (options.auto_delete) store.documents.delete(job.document.id);
		enrichLater(context, job.document, options);
		return reply.status(switches.syncStatus).send(present(context, job.document, viewOf(options)));
	});

	app.get('/documents', async (request) => searchDocuments(context, request.query as Fields));

	app.get<{ Params: { id: string } }>('/documents/:id', async (request) => {
		const document = readable(context, request.params.id);
		if (document.deleteOnGet && document.state === 'processed') store.documents.delete(document.id);
		return present(context, document, viewOf(request.query as Fields));
	});

	app.put<{ Params: { id: string } }>('/documents/:id', async (request) => {
		const document = findDocument(context, request.params.id);
		const { fields, isForm } = bodyOf(request);
		updateDocument(
			context,
			document,
			validate(fields, DOCUMENT_UPDATE, { isForm, ignoreUnknown: true }),
		);
		return present(context, document, viewOf({}));
	});

	app.delete<{ Params: { id: string } }>('/documents/:id', async (request) => {
		store.documents.delete(findDocument(context, request.params.id).id);
		return switches.deleteAnswer === 'message'
			? { status: 'ok', message: 'Document has been deleted' }
			: { status: 'ok' };
	});
}

/** @throws ApiError 404 */
export function findDocument(context: Context, id: string, product = 'documents'): StoredDocument {
	const document = context.store.documents.get(Number(id));
	if (document?.product !== product) throw documentNotFound();
	return document;
}

/** Like findDocument, but unfinished and failed documents show what the switches say. */
export function readable(context: Context, id: string, product = 'documents'): StoredDocument {
	const document = findDocument(context, id, product);
	const { inProgressGet, failedGet } = context.switches;
	const isHidden =
		(document.state === 'in_progress' && inProgressGet === 'not_found') ||
		(document.state === 'failed' && failedGet === 'not_found');
	if (isHidden) throw documentNotFound();
	return document;
}
