import type { Fields } from './validation.mts';

export type State = 'in_progress' | 'processed' | 'failed';

/** A document of any product as the account holds it. */
export interface StoredDocument {
	id: number;
	/** The product's base path without the slash, e.g. `documents`. */
	product: string;
	state: State;
	/** The document object as GET returns it once processed (without confidence details). */
	fields: Fields;
	/** Where the values stand on the paper, by field name: for bounding boxes. */
	boxes: Record<string, Box>;
	/** From 0 to 1 by field name, e.g. `vendor.name`: where the account is less sure than usual. */
	scores?: Record<string, number>;
	/** The first file handed in, for the links in the document. */
	file?: { fileName: string; bytes: Buffer };
	/** The first GET that reads the document removes it. */
	deleteOnGet: boolean;
	/** Why processing failed. */
	error?: string;
}

/** `[page, x1, y1, x2, y2]`, page from 0, the rest as parts (0 to 1) of the page. */
export type Box = [number, number, number, number, number];

/** A request to split one file into several documents. */
export interface StoredSet {
	id: number;
	/** The set route's path without the slash, e.g. `w2s-set`. */
	product: string;
	state: State;
	documentIds: number[];
	pageBreaks: number[];
	createdDate: string;
	/** Why splitting failed. */
	error?: string;
}

/** What the account holds. */
export class Store {
	readonly documents = new Map<number, StoredDocument>();
	readonly sets = new Map<number, StoredSet>();
	readonly blocklist = new Set<string>();
	private readonly tagIds = new Map<string, number>();
	private lastId = 250_100_000;
	private lastRowId = 9_000_000;
	private lastTagId = 500;

	nextId(): number {
		return ++this.lastId;
	}

	/** Ids of line items and tax lines. */
	nextRowId(): number {
		return ++this.lastRowId;
	}

	/** Tags belong to the account: the same name has the same id on every document. */
	tag(name: string): { id: number; name: string } {
		const id = this.tagIds.get(name) ?? ++this.lastTagId;
		this.tagIds.set(name, id);
		return { id, name };
	}

	clear(): void {
		this.documents.clear();
		this.sets.clear();
		this.blocklist.clear();
		this.tagIds.clear();
	}
}
