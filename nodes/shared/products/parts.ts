import type { IDataObject } from 'n8n-workflow';

import type { Needed } from '../api/answerShape';
import { listIn, listOf } from '../api/answerShape';
import { isObject } from '../objects';

/** A list that a document has, whose entries have ids and routes of their own. */
export interface Part {
	/** Of one entry, in Title Case. */
	name: string;
	/** In running text, without article. */
	one: string;
	many: string;
	/** Below the path of the document. */
	path: string;
	/** Where answers have the list. */
	listKeys: string[];
	/** Members that say best which entry it is. */
	titleMembers: string[];
	/** An id as Veryfi gives them. */
	exampleId: string;
}

/** Everything that documents have lists of, by the resource. */
export const parts = {
	lineItem: {
		name: 'Line Item',
		one: 'line item',
		many: 'line items',
		path: 'line-items',
		listKeys: ['line_items'],
		titleMembers: ['description', 'total'],
		exampleId: '9000001',
	},
	taxLine: {
		name: 'Tax Line',
		one: 'tax line',
		many: 'tax lines',
		path: 'tax-lines',
		// Veryfi documents it clearly for line items only.
		listKeys: ['tax_lines', 'results'],
		titleMembers: ['name', 'code', 'total'],
		exampleId: '9000001',
	},
	tag: {
		name: 'Tag',
		one: 'tag',
		many: 'tags',
		path: 'tags',
		listKeys: ['tags'],
		titleMembers: ['name'],
		exampleId: '501',
	},
} satisfies Record<string, Part>;

/** @returns undefined for a resource that is no part of a document */
export const findPart = (resource: string): Part | undefined =>
	(parts as Record<string, Part>)[resource];

/** Where one entry is, below the path of a document. In the editor the document may have been changed after it. */
export const entryAt = (
	document: string,
	{ name, one, path }: Part,
	id: string,
): { path: string; notFound: string } => ({
	path: `${document}/${path}/${id}`,
	notFound: `Check 'Document' and '${name}': the ${one} must be one of that document.`,
});

const isName = (entry: unknown): entry is string => typeof entry === 'string';

/** What a request for the entries asks for. Some tags are just their names there. */
export const entriesOf = ({ many, listKeys }: Part): Needed =>
	listOf(many, listKeys, (entry) => isObject(entry) || isName(entry));

/** The entries in an answer of Veryfi; none where it has no such list. */
export const entriesIn = ({ listKeys }: Part, answer: unknown): IDataObject[] =>
	(listIn(answer, listKeys) ?? []).map((entry) =>
		isName(entry) ? { name: entry } : (entry as IDataObject),
	);
