import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { collection } from '../../shared/fields/collection';
import type { Item } from '../../shared/fields/item';
import { isGiven, toBoolean, toList, toNumber } from '../../shared/fields/values';
import { at, tagNames } from '../../shared/output/bill';
import { failedChecksIn } from '../../shared/output/checks';
import { valueOf } from '../../shared/output/evidence';

/** A document as Veryfi returned it, and as it will come out. */
interface Fetched {
	record: IDataObject;
	shown: IDataObject;
}

/** What a document must be like to come out. */
interface Filter {
	field: INodeProperties;
	/**
	 * @param name the field's, for the error message
	 * @throws UserError for a value of the field that cannot be read
	 */
	fits: (fetched: Fetched, wanted: unknown, name: string) => boolean;
}

const textAt =
	(...places: string[]) =>
	(record: IDataObject): string =>
		String(valueOf(at(...places)(record)) ?? '').trim();

const documentType = textAt('document_type');
const externalId = textAt('external_id', 'meta.external_id');
const tags = ({ tags: own, meta }: IDataObject): string[] =>
	[...tagNames(own), ...tagNames((valueOf(meta) as IDataObject | undefined)?.tags)].map(String);

/** Whether one text is among others, in capitals or not. */
const isAmong = (text: string, others: string[]): boolean =>
	others.some((other) => other.toLowerCase() === text.toLowerCase());

const FILTERS: Filter[] = [
	{
		field: {
			displayName: 'Document Types',
			name: 'documentTypes',
			type: 'string',
			default: '',
			placeholder: 'e.g. invoice, credit_note',
			description: "Only documents of one of these types, in Veryfi's words, separated by commas",
		},
		fits: ({ record }, wanted, name) => isAmong(documentType(record), toList(wanted, name)),
	},
	{
		field: {
			displayName: 'External ID Begins With',
			name: 'externalIdPrefix',
			type: 'string',
			default: '',
			placeholder: 'e.g. travel-',
			description: 'Only documents whose external ID begins with this. One without does not fit.',
		},
		fits: ({ record }, wanted) => externalId(record).startsWith(String(wanted).trim()),
	},
	{
		field: {
			displayName: 'Is Duplicate',
			name: 'isDuplicate',
			type: 'boolean',
			default: false,
			description:
				'Whether only duplicates come out (on), or only what is none (off), as far as Veryfi tells',
		},
		fits: ({ record }, wanted, name) =>
			failedChecksIn(record).includes('duplicate') === toBoolean(wanted, name),
	},
	{
		field: {
			displayName: 'Minimum Total',
			name: 'minimumTotal',
			type: 'number',
			default: 0,
			typeOptions: { numberPrecision: 2 },
			description:
				'Only documents with at least this total, in their own currency. A document without a total does not match.',
		},
		fits: ({ record }, wanted, name) => {
			const total = valueOf(at('total')(record));
			return typeof total === 'number' && total >= toNumber(wanted, name);
		},
	},
	{
		field: {
			displayName: 'Needs Review',
			name: 'needsReview',
			type: 'boolean',
			default: true,
			description:
				'Whether only documents that need a review come out (on), or only others (off). The options Review Below Score and Review Warnings say which need one.',
		},
		fits: ({ shown }, wanted, name) => {
			if (typeof shown.needs_review !== 'boolean') {
				throw new UserError(
					`'${name}' needs one of the options 'Review Below Score' and 'Review Warnings'`,
				);
			}
			return shown.needs_review === toBoolean(wanted, name);
		},
	},
	{
		field: {
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. march, travel',
			description: 'Only documents that have all of these tags, separated by commas',
		},
		fits: ({ record }, wanted, name) =>
			toList(wanted, name).every((tag) => isAmong(tag, tags(record))),
	},
];

/** The menu of all filters, for documents that were fetched. */
export const filtersField: INodeProperties = {
	...collection(
		'Filters',
		'filters',
		'Add Filter',
		FILTERS.map(({ field }) => field),
	),
	displayOptions: { show: { fetchDocument: [true] } },
	description:
		'Only documents that match all of these come out. An execution without any ends here, without output. Events without a document always come out.',
};

/**
 * Whether a document fits all filters that the user chose. Empty ones count as not chosen.
 *
 * @throws NodeOperationError when a filter cannot be read
 */
export function fitsFilters(item: Item, fetched: Fetched): boolean {
	const chosen = item.collection('filters');
	return FILTERS.every(({ field, fits }) => {
		const wanted = chosen[field.name];
		return !isGiven(wanted) || item.reading(() => fits(fetched, wanted, field.displayName));
	});
}
