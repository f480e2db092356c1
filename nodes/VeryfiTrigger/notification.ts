import type { IDataObject } from 'n8n-workflow';

import type { DocumentedName } from './events';
import type { DocumentId } from './execute/documentIds';

/** What comes with a document that is finished; of a PDF that was split, the ids of all that came of it. */
interface DocumentData extends IDataObject {
	id?: DocumentId | DocumentId[];
	/** When Veryfi processed it, in its own notation (`YYYY-MM-DD HH:MM:SS`). */
	created?: string;
}

interface FailedData extends DocumentData {
	/** Why processing failed; Veryfi says it since 2023, and not for sets. */
	error?: string;
}

interface SetData extends DocumentData {
	/** The set that the documents were split from. */
	parent_id?: DocumentId;
	/** Empty where splitting failed. */
	id?: DocumentId[];
}

/** As Veryfi's pages show it; a delivery may leave out any member (an older edition shows `id` alone). */
type DataOf<Name extends string> = Name extends `${string}_set.${string}`
	? SetData
	: Name extends `${string}.failed`
		? FailedData
		: DocumentData;

/** The name of an event: one that Veryfi documents, or any other, which only its deliveries can tell. */
export type EventName = DocumentedName | (string & Record<never, never>);

/** What webhook() hands to execute(): the delivery as Veryfi sent it, verified. */
export type Notification =
	| { [Name in DocumentedName]: { event: Name; data: DataOf<Name> } }[DocumentedName]
	| { event: EventName; data: IDataObject };
