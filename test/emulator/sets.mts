import { ApiError } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import { emptyDocument } from './documents.mts';
import { extractDocument } from './extraction.mts';
import { acceptDocument, finish, processingDelay } from './processing.mts';
import { emptyProduct, productValues } from './productJob.mts';
import { PRODUCTS, type Product } from './products.mts';
import { readInvoice } from './reading/invoice.mts';
import { readFiles, type Reading } from './reading/readFiles.mts';
import { fetchSource, type Source } from './sources.mts';
import type { StoredSet } from './store.mts';
import type { Switches } from './switches.mts';
import type { Fields } from './validation.mts';

/** A route that splits one file into several documents. */
export interface SetKind {
	/** Path under `/api/v8/partner/`. */
	path: string;
	formerPath?: string;
	/** Product of the documents that come out; undefined for receipts and invoices. */
	product?: Product;
	pages: (switches: Switches) => number;
	/** Where the ids stand. */
	idsKey: (switches: Switches) => string;
	showsPageBreaks: boolean;
	/** Whether a page begins a document of its own. */
	beginsAt: (reading: Reading, page: number) => boolean;
}

export const SETS: readonly SetKind[] = [
	{
		path: 'documents-set',
		formerPath: 'documents-set-async',
		pages: ({ splitPageLimit }) => splitPageLimit,
		idsKey: ({ documentsSetKey }) => documentsSetKey,
		showsPageBreaks: false,
		beginsAt: beginsInvoice,
	},
	...PRODUCTS.flatMap((product): SetKind[] =>
		product.setPages === undefined
			? []
			: [
					{
						path: `${product.path}-set`,
						formerPath: product.formerPath && `${product.formerPath}-set`,
						product,
						pages: product.setPages,
						idsKey: () => 'document_ids',
						showsPageBreaks: product.showsPageBreaks === true,
						beginsAt: () => true,
					},
				],
	),
];

/** A page with a number or date of its own begins an invoice, one with only lines and sums goes on. */
function beginsInvoice(reading: Reading, page: number): boolean {
	const lines = reading.lines.filter((line) => line.page === page);
	if (page === 0 || lines.length === 0) return true;
	const { invoiceNumber, date } = readInvoice(lines);
	return invoiceNumber !== undefined || date !== undefined;
}

/** Splits in the background and tells the webhook which documents came out. */
export function splitLater(
	context: Context,
	kind: SetKind,
	set: StoredSet,
	source: Source,
	options: Fields,
): void {
	const { background, store } = context;
	background.run(async () => {
		await processingDelay(context);
		if (background.stopped || !store.sets.has(set.id)) return;
		try {
			const most =
				(options.max_pages_to_process as number | undefined) ?? kind.pages(context.switches);
			const reading = await readFiles(await fetchSource(source), most, context.switches);
			for (const part of partsOf(kind, reading)) {
				set.pageBreaks.push(part.firstPage + 1);
				set.documentIds.push(createPart(context, kind, part.reading, options));
			}
			set.state = 'processed';
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			set.state = 'failed';
			set.error = error.body.error as string;
		}
		tell(context, kind, set);
	});
}

function partsOf(kind: SetKind, reading: Reading) {
	const starts = Array.from({ length: reading.processedPages }, (_, page) => page).filter((page) =>
		kind.beginsAt(reading, page),
	);
	return starts.map((firstPage, number) => {
		const end = starts[number + 1] ?? reading.processedPages;
		const lines = reading.lines
			.filter(({ page }) => page >= firstPage && page < end)
			.map((line) => ({ ...line, page: line.page - firstPage }));
		const pages = reading.pages.slice(firstPage, end);
		return {
			firstPage,
			reading: {
				...reading,
				pages,
				lines,
				hasText: lines.length > 0,
				processedPages: pages.length,
			},
		};
	});
}

function createPart(
	context: Context,
	{ product }: SetKind,
	reading: Reading,
	options: Fields,
): number {
	const id = context.store.nextId();
	const empty = product
		? emptyProduct(context, product, id, options)
		: emptyDocument(context, id, options);
	const document = acceptDocument(context, product?.path ?? 'documents', id, empty);
	finish(
		document,
		product
			? productValues(context, product, id, reading, options)
			: extractDocument(context, id, reading, options),
	);
	return id;
}

/** Set events carry the set as parent_id; the older form of `/documents-set` is a document event with a list. */
function tell({ courier, switches }: Context, { product }: SetKind, set: StoredSet): void {
	const created = dateTime();
	const outcome = set.state === 'processed' ? 'created' : 'failed';
	if (product) {
		courier.notify(`${product.event}_set.${outcome}`, {
			parent_id: set.id,
			id: set.documentIds,
			created,
		});
		return;
	}
	const name = switches.documentsSetEvent.replace('.created', `.${outcome}`);
	if (switches.documentsSetEvent !== 'document.created') {
		courier.notify(name, { parent_id: set.id, id: set.documentIds, created });
	} else if (outcome === 'created') {
		courier.notify(name, { id: set.documentIds, created });
	} else {
		courier.notify(name, {
			id: set.id,
			created,
			...(switches.failedWithError ? { error: set.error } : {}),
		});
	}
}
