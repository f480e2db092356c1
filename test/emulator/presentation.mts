import type { Context } from './context.mts';
import type { Box, StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** Fields that are extracted from paper and so carry a score and a place. */
const EXTRACTED = [
	'date',
	'due_date',
	'invoice_number',
	'purchase_order_number',
	'account_number',
	'currency_code',
	'subtotal',
	'tax',
	'total',
	'discount',
	'shipping',
	'tip',
	'category',
	'document_type',
] as const;
const EXTRACTED_PARTY = [
	'name',
	'address',
	'phone_number',
	'email',
	'web',
	'vat_number',
	'iban',
] as const;
const EXTRACTED_ITEM = [
	'description',
	'quantity',
	'price',
	'total',
	'tax',
	'tax_rate',
	'sku',
] as const;

/** Fields of the other products that do not come from the paper. */
const NOT_EXTRACTED = new Set([
	'id',
	'external_id',
	'created_date',
	'updated_date',
	'created',
	'updated',
	'pdf_url',
	'img_thumbnail_url',
	'text',
	'blueprint_name',
	'template_name',
	'status',
	'markdown',
	'md_storage_path',
	'document_type',
	'check_type',
]);

export interface View {
	confidence: boolean;
	boxes: boolean;
}

/** `confidence_details` and `bounding_boxes` as they come in a query or a body. */
export const viewOf = (options: Fields): View => ({
	confidence: isTrue(options.confidence_details),
	boxes: isTrue(options.bounding_boxes),
});

const isTrue = (value: unknown) =>
	value === true || value === 'true' || value === 'True' || value === '1';

/** A document as the API shows it: plain values, or objects with score and place on the paper. */
export function present({ switches }: Context, document: StoredDocument, asked: View): Fields {
	const fields = structuredClone(document.fields);
	const view = { ...asked, confidence: asked.confidence && switches.confidenceDetails };
	if (switches.documentStatus === 'absent' && document.product === 'documents')
		delete fields.status;
	if (switches.tagsAs === 'strings' && Array.isArray(fields.tags)) {
		fields.tags = (fields.tags as Array<{ name: string }>).map(({ name }) => name);
	}
	if (!view.confidence && !view.boxes) return fields;
	if (document.product === 'documents') detailDocument(fields, document, view);
	else detailProduct(fields, view);
	return fields;
}

function detailDocument(fields: Fields, { boxes, scores = {} }: StoredDocument, view: View): void {
	const detail = (owner: Fields, name: string, key = name) => {
		if (owner[name] !== undefined) {
			owner[name] = detailed(owner[name], boxes[key], view, scores[key]);
		}
	};
	for (const name of EXTRACTED) detail(fields, name);
	for (const party of ['vendor', 'bill_to', 'ship_to']) {
		const owner = fields[party] as Fields | undefined;
		if (owner) for (const name of EXTRACTED_PARTY) detail(owner, name, `${party}.${name}`);
	}
	((fields.line_items as Fields[] | undefined) ?? []).forEach((item, number) => {
		for (const name of EXTRACTED_ITEM) detail(item, name, `line_items.${number}`);
	});
}

/** Everything scalar that came from the paper; the emulator notes no places for these products. */
function detailProduct(fields: Fields, view: View): void {
	for (const [name, value] of Object.entries(fields)) {
		const isScalar = value === null || typeof value !== 'object';
		if (isScalar && !NOT_EXTRACTED.has(name)) fields[name] = detailed(value, undefined, view);
	}
}

function detailed(value: unknown, box: Box | undefined, view: View, score = 0.98): Fields {
	const found = value !== null && value !== '';
	return {
		value,
		...(view.confidence ? { score: found ? score : null, ocr_score: found ? 0.99 : null } : {}),
		...(view.boxes
			? { bounding_box: box ?? null, bounding_region: box ? region(box) : null, rotation: 0 }
			: {}),
	};
}

/** The four corners, clockwise from the top left. */
const region = ([, x1, y1, x2, y2]: Box) => [x1, y1, x2, y1, x2, y2, x1, y2];
