import type { Context } from './context.mts';
import { detailDocument } from './evidence.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

/** Fields of the other products that do not come from the paper. */
const NOT_EXTRACTED = new Set([
	'id',
	'external_id',
	'created_date',
	'updated_date',
	'created',
	'updated',
	'pdf_url',
	'img_url',
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
	if (switches.documentStatus === 'absent' && document.product === 'documents') {
		delete fields.status;
	}
	if (switches.tagsAs === 'strings' && Array.isArray(fields.tags)) {
		fields.tags = (fields.tags as Array<{ name: string }>).map(({ name }) => name);
	}
	if (!view.confidence && !view.boxes) return fields;
	if (document.product === 'documents') detailDocument(fields, document, view);
	else detailProduct(fields, view);
	return fields;
}

/** Everything scalar that came from the paper; the emulator notes no places for these products. */
function detailProduct(fields: Fields, { confidence, boxes }: View): void {
	for (const [name, value] of Object.entries(fields)) {
		const isScalar = value === null || typeof value !== 'object';
		if (!isScalar || NOT_EXTRACTED.has(name)) continue;
		const found = value !== null && value !== '';
		fields[name] = {
			value,
			...(confidence ? { score: found ? 0.98 : null, ocr_score: found ? 0.99 : null } : {}),
			...(boxes ? { bounding_box: null, bounding_region: null, rotation: 0 } : {}),
		};
	}
}
