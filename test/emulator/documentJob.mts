import type { Context } from './context.mts';
import { emptyDocument } from './documents.mts';
import { extractDocument } from './extraction.mts';
import { acceptDocument, type Job } from './processing.mts';
import type { Source } from './sources.mts';
import type { Fields } from './validation.mts';

const DEFAULT_PAGES = 15;

/** A receipt or invoice to be processed. */
export function documentJob(context: Context, source: Source, options: Fields): Job {
	const id = context.store.nextId();
	return {
		document: acceptDocument(context, 'documents', id, emptyDocument(context, id, options)),
		source,
		maxPages: (options.max_pages_to_process as number | undefined) ?? DEFAULT_PAGES,
		extract: (reading) => extractDocument(context, id, reading, options),
	};
}

export const DOCUMENT_EVENTS = { created: 'document.created', failed: 'document.failed' };
