import type { IDataObject } from 'n8n-workflow';

/** A document's id as it is in the item: text where it is too large for a JavaScript number. */
export type DocumentId = number | string;

/** What a delivery says of the documents that it is about. */
export interface DocumentIds {
	/** The documents of the delivery, in Veryfi's order; empty where it names none. */
	ids: DocumentId[];
	/** The set that the documents were split from, where the delivery names it. */
	parentId?: DocumentId;
}

/** Reads `id`, which is one id or a list of them, and `parent_id`. Takes any shape of data. */
export function documentIds(data: IDataObject): DocumentIds {
	const { id, parent_id: parentId } = data;
	return {
		ids: (Array.isArray(id) ? id : [id]).filter(isDocumentId),
		...(isDocumentId(parentId) && { parentId }),
	};
}

/** Ids go into request paths, so text that could lead elsewhere is no id. */
function isDocumentId(value: unknown): value is DocumentId {
	return Number.isSafeInteger(value) || (typeof value === 'string' && /^[\w-]{1,64}$/.test(value));
}
