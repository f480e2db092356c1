import { ApiError } from './apiError.mts';
import type { UploadedFile } from './body.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { emptyDocument, extractDocument } from './documents.mts';
import { readFiles } from './reading/readFiles.mts';
import { fetchSource, type Source } from './sources.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

const DEFAULT_PAGES = 15;

/** Makes an entry for a document whose file is still to be read. */
export function acceptDocument(context: Context, options: Fields): StoredDocument {
	const id = context.store.nextId();
	const document: StoredDocument = {
		id,
		product: 'documents',
		state: 'in_progress',
		fields: emptyDocument(context, id, options),
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
export async function process(
	context: Context,
	document: StoredDocument,
	source: Source,
	options: Fields,
): Promise<void> {
	try {
		const files: UploadedFile[] = await fetchSource(source);
		const reading = await readFiles(
			files,
			(options.max_pages_to_process as number) ?? DEFAULT_PAGES,
		);
		const { fields, boxes } = extractDocument(context, document.id, reading, options);
		const meta = { ...(document.fields.meta as Fields), ...(fields.meta as Fields) };
		Object.assign(document.fields, fields, { meta, status: 'processed', updated_date: dateTime() });
		document.boxes = boxes;
		document.state = 'processed';
	} catch (error) {
		document.state = 'failed';
		document.error = error instanceof ApiError ? (error.body.error as string) : String(error);
		throw error;
	}
}

/** Processes in the background and tells the webhook how it went. */
export function processLater(
	context: Context,
	document: StoredDocument,
	source: Source,
	options: Fields,
): void {
	const { background, switches, courier, store } = context;
	background.run(async () => {
		const [least, most = least] = switches.processingDelay;
		await background.sleep(least + Math.random() * (most - least));
		if (background.stopped || !store.documents.has(document.id)) return;
		try {
			await process(context, document, source, options);
		} catch (error) {
			// Anything but a refusal of the file is a bug of the emulator: idle() reports it.
			if (!(error instanceof ApiError)) throw error;
			const reason = switches.failedWithError ? { error: document.error } : {};
			courier.notify('document.failed', { id: document.id, created: dateTime(), ...reason });
			return;
		}
		if (options.auto_delete) {
			if (switches.autoDelete === 'extraction') store.documents.delete(document.id);
			else document.deleteOnGet = true;
		}
		courier.notify('document.created', { id: document.id, created: dateTime() });
	});
}
