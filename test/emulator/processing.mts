import { ApiError } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { readFiles, type Reading } from './reading/readFiles.mts';
import { fetchSource, type Source } from './sources.mts';
import type { Box, StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** What processing needs to know about a document. */
export interface Job {
	document: StoredDocument;
	source: Source;
	maxPages: number;
	/** The values on the paper, and where they stand. */
	extract: (reading: Reading) => { fields: Fields; boxes: Record<string, Box> };
}

/** Makes an entry for a document whose file is still to be read. */
export function acceptDocument(
	context: Context,
	product: string,
	id: number,
	fields: Fields,
): StoredDocument {
	const document: StoredDocument = {
		id,
		product,
		state: 'in_progress',
		fields,
		boxes: {},
		deleteOnGet: false,
	};
	context.store.documents.set(id, document);
	return document;
}

/**
 * Reads the files and fills the document in.
 *
 * @throws ApiError 400 when the files cannot be fetched or read; the entry is then marked as failed
 */
async function process(
	{ switches }: Context,
	{ document, source, maxPages, extract }: Job,
): Promise<void> {
	try {
		const files = await fetchSource(source);
		document.file = files[0];
		finish(document, extract(await readFiles(files, maxPages, switches)));
	} catch (error) {
		document.state = 'failed';
		document.error = error instanceof ApiError ? (error.body.error as string) : String(error);
		throw error;
	}
}

/** Puts extracted values into a document. */
export function finish(
	document: StoredDocument,
	{ fields, boxes }: ReturnType<Job['extract']>,
): void {
	const meta = { ...(document.fields.meta as Fields), ...(fields.meta as Fields) };
	Object.assign(document.fields, fields, { meta, updated_date: dateTime() });
	document.boxes = boxes;
	document.state = 'processed';
}

/** Processes at once; a document that cannot be read leaves nothing behind. */
export async function processNow(context: Context, job: Job): Promise<void> {
	try {
		await process(context, job);
	} catch (error) {
		context.store.documents.delete(job.document.id);
		throw error;
	}
}

/**
 * Processes in the background and tells the webhook how it went.
 *
 * @param events  names for success and failure; undefined tells nobody
 */
export function processLater(
	context: Context,
	job: Job,
	{ events, autoDelete }: { events?: { created: string; failed: string }; autoDelete: boolean },
): void {
	const { background, switches, courier, store } = context;
	const { document } = job;
	background.run(async () => {
		await processingDelay(context);
		if (background.stopped || !store.documents.has(document.id)) return;
		try {
			await process(context, job);
		} catch (error) {
			// Anything but a refusal of the file is a bug of the emulator: idle() reports it.
			if (!(error instanceof ApiError)) throw error;
			const reason = switches.failedWithError ? { error: document.error } : {};
			if (events)
				courier.notify(events.failed, { id: document.id, created: dateTime(), ...reason });
			return;
		}
		if (autoDelete && switches.autoDelete === 'extraction') store.documents.delete(document.id);
		document.deleteOnGet = autoDelete;
		if (events) courier.notify(events.created, { id: document.id, created: dateTime() });
	});
}

/** Waits as long as asynchronous processing takes on this account. */
export async function processingDelay({ background, switches }: Context): Promise<void> {
	const [least, most = least] = switches.processingDelay;
	await background.sleep(least + Math.random() * (most - least));
}
