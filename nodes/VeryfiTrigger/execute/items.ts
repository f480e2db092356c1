import type { IDataObject } from 'n8n-workflow';

import { isAboutDocuments } from '../events';
import type { EventName, Notification } from '../notification';
import type { DocumentId } from './documentIds';
import { documentIds } from './documentIds';

/** One item of the trigger; where the document was fetched, its members are beside these (documentItem.ts). */
export interface EventItem extends IDataObject {
	event: EventName;
	documentId?: DocumentId;
	/** The set that the document was split from. */
	parentId?: DocumentId;
	/** When Veryfi processed the document, in its own notation (`YYYY-MM-DD HH:MM:SS`), unless the document says. */
	created?: string;
	/**
	 * Why processing failed, where Veryfi says so. Not called `error`: n8n takes an item with that key
	 * for a failure of the node, and tries the node again if it is set to.
	 */
	reason?: string;
	/** What Veryfi sent, where no document was fetched. */
	data?: IDataObject;
}

/**
 * The items of a notification, still without documents: one per document id, in Veryfi's order. An
 * event that names no document, or is about something unknown, becomes one item with all of its data.
 */
export function toItems({ event, data }: Notification): EventItem[] {
	const { ids, parentId } = documentIds(data);
	const common: EventItem = {
		event,
		...(parentId !== undefined && { parentId }),
		...(typeof data.created === 'string' && { created: data.created }),
		...(typeof data.error === 'string' && { reason: data.error }),
		data,
	};
	if (ids.length === 0 || !isAboutDocuments(event)) return [common];
	return ids.map((documentId) => ({ ...common, documentId }));
}
