/** Scores of a receipt or invoice and where its values stand, in the shapes of real answers. */
import type { View } from './presentation.mts';
import type { Box, StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** Members that stay as they are: they do not come from the paper, or hold others. */
const BARE = new Set(
	[
		'id external_id status created_date updated_date reference_number model notes ocr_text',
		'accounting_entry_type duplicate_of exch_rate is_approved is_document is_duplicate img_blur',
		'img_file_name img_url img_thumbnail_url pdf_url total_pages custom_fields barcodes is_blurry',
		'payment_links tags warnings meta line_items tax_lines vendor vendors bill_to ship_to payment',
		'vendor.external_id vendor.external_ids vendor.bank_breakdown vendor.parsed_address vendor.lat',
		'vendor.lng vendor.logo vendor.map_url bill_to.parsed_address ship_to.parsed_address',
		'payment.display_name',
	].flatMap((names) => names.split(' ')),
);

/** Members of rows that stay as they are. */
const BARE_IN_ROWS = new Set(['id', 'order', 'type', 'text', 'tags', 'custom_fields']);

/** Values that are known rather than read: they come without a score. */
const KNOWN = new Set(['vendor.address', 'vendor.category', 'vendor.type']);

const USUAL_SCORE = 0.98;

/**
 * Puts scores and places to a document's values. Rows stay bare: theirs come in `line_items_with_scores` and
 * `tax_lines_with_scores`.
 *
 * @param fields  a copy of the document's members; changed in place
 */
export function detailDocument(fields: Fields, document: StoredDocument, view: View): void {
	const source = new Evidence(document, view);
	detailMembers(fields, '', source);
	for (const name of ['vendor', 'bill_to', 'ship_to', 'payment']) {
		if (fields[name]) detailMembers(fields[name] as Fields, `${name}.`, source);
	}
	for (const name of ['vendors', 'tracking_numbers', 'weights']) {
		const values = fields[name] as unknown[] | undefined;
		if (Array.isArray(values)) fields[name] = values.map((value) => source.of(value, name));
	}
	for (const name of ['line_items', 'tax_lines']) {
		const rows = (fields[name] ?? []) as Fields[];
		fields[`${name}_with_scores`] = rows.map((row, number) =>
			detailedRow(row, `${name}.${number}`, source),
		);
	}
	detailLanguages(fields.meta as Fields, source);
	if (view.confidence) fields.confidence_details = true;
}

function detailMembers(owner: Fields, prefix: string, source: Evidence): void {
	for (const [name, value] of Object.entries(owner)) {
		const place = `${prefix}${name}`;
		if (!BARE.has(place) && !Array.isArray(value)) owner[name] = source.of(value, place);
	}
}

const detailedRow = (row: Fields, place: string, source: Evidence): Fields =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			BARE_IN_ROWS.has(name) ? value : source.inRow(value, `${place}.${name}`),
		]),
	);

function detailLanguages(meta: Fields, source: Evidence): void {
	const detail = (owner: Fields) => {
		if (!Array.isArray(owner.language)) return;
		owner.language = owner.language.map((value: unknown) => source.of(value, 'language'));
	};
	detail(meta);
	for (const page of (meta.pages ?? []) as Fields[]) detail(page);
}

/** What is known of one document's values, as far as it was asked for. */
class Evidence {
	/** A document that was put into the account by hand stands on no paper. */
	private readonly isSeeded: boolean;

	constructor(
		private readonly document: StoredDocument,
		private readonly view: View,
	) {
		this.isSeeded = Object.keys(document.boxes).length === 0;
	}

	/** Values that are absent have a score as well: that of being absent. */
	of(value: unknown, place: string): Fields {
		const isAbsent = value === null || value === '';
		const isKnown = KNOWN.has(place) && !this.isSeeded;
		return {
			value,
			...this.enriched(value, place),
			...(isKnown ? {} : this.score(isAbsent ? 1 : USUAL_SCORE, place)),
			...this.place(value, place),
			...(place === 'vendor.name' && this.view.boxes ? { rotation: 0 } : {}),
		};
	}

	/** In rows only what is printed has a score. */
	inRow(value: unknown, place: string): Fields {
		const isScored = this.isPrinted(value, place) || this.document.scores?.[place] !== undefined;
		return {
			value,
			...(isScored ? this.score(USUAL_SCORE, place) : {}),
			...this.place(value, place),
		};
	}

	private score(usual: number, place: string): Fields {
		return this.view.confidence ? { score: this.document.scores?.[place] ?? usual } : {};
	}

	private isPrinted(value: unknown, place: string): boolean {
		if (value === null || value === '') return false;
		return this.isSeeded || this.document.boxes[place] !== undefined;
	}

	/** How well a value was read, and where it stands. */
	private place(value: unknown, place: string): Fields {
		if (!this.isPrinted(value, place)) return {};
		const box = this.document.boxes[place];
		return {
			// A date is not as it was read, so how well it was read says nothing about it.
			...(this.view.confidence && place !== 'date' ? { ocr_score: 0.99 } : {}),
			...(this.view.boxes && box
				? { bounding_box: box, bounding_region: region(box), rotation: 0 }
				: {}),
		};
	}

	/** A date on paper without a time gets one. */
	private enriched(value: unknown, place: string): Fields {
		const isMade = place === 'date' && typeof value === 'string' && value.endsWith(' 00:00:00');
		return isMade ? { enriched: true } : {};
	}
}

/** The four corners, clockwise from the top left. */
const region = ([, x1, y1, x2, y2]: Box) => [x1, y1, x2, y1, x2, y2, x1, y2];
