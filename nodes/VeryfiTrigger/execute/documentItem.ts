import type { IDataObject } from 'n8n-workflow';

import type { EventItem } from './items';

/** Members of the trigger's own, and `error`, by which n8n takes an item for a failure. */
const TAKEN = new Set(['event', 'documentId', 'parentId', 'created', 'reason', 'data', 'error']);

/**
 * The item of a document: its members beside those of the event, so that the steps behind read it as they
 * do behind the Veryfi node. First what it is about, then the document in its own order; its `id`, which is
 * the documentId, comes last, where it takes no column from what an accountant looks for.
 *
 * A member whose name is taken comes out as `document_<name>`: a blueprint's fields are named by its user.
 * `created` is left out where the document has the same as `created_date`.
 *
 * @param document as it is to be shown; it is left as it is
 */
export function documentItem(
	{ event, documentId, parentId, created }: EventItem,
	{ id, ...members }: IDataObject,
): EventItem {
	const fields = Object.entries(members).map(([name, value]) => [freeName(name, members), value]);
	return {
		event,
		documentId,
		...(parentId !== undefined && { parentId }),
		...(created !== undefined && !members.created_date && { created }),
		...(Object.fromEntries(fields) as IDataObject),
		...(id !== undefined && { id }),
	};
}

function freeName(name: string, members: IDataObject): string {
	if (!TAKEN.has(name)) return name;
	let free = name;
	do free = `document_${free}`;
	while (free in members);
	return free;
}
