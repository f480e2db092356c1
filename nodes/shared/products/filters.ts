import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collection } from '../fields/collection';
import type { Given } from '../fields/dates';
import { dayOf, toDate } from '../fields/dates';
import type { Item } from '../fields/item';
import type { Parameter } from '../fields/parameter';
import { fieldName } from '../fields/parameter';
import * as kinds from '../fields/parameterKinds';
import { isGiven } from '../fields/values';

/** A filter of a list: what the user sees and the query parameter that it becomes. */
interface Filter {
	field: INodeProperties;
	wire: string;
	read: (value: unknown, displayName: string, timezone: string) => unknown;
}

const filter = (name: string, { wire, parse, field }: Parameter): Filter => ({
	wire,
	read: parse,
	field: { ...field, name },
});

const text = (name: string, ...words: Parameters<typeof kinds.text>): Filter =>
	filter(name, kinds.text(...words));

/** A day is a whole day: what is up to it is up to its end. */
const BOUNDS = {
	gte: { title: 'From', isAtEnd: false },
	lte: { title: 'To', isAtEnd: true },
};

/** What a range is made of. */
interface Scale {
	/** Writes one of its bounds. */
	write: (given: Given, isAtEnd: boolean) => string;
	/** In running text. */
	one: string;
	/** What the fields of the bounds have beside that. */
	field?: Partial<INodeProperties>;
}

/** Points in time: Veryfi's time stamps are UTC, a day is one in the workflow's time zone. */
const times: Scale = {
	write({ time, hasTime }, isAtEnd) {
		const moment = !hasTime && isAtEnd ? time.endOf('day') : time;
		return moment.toUTC().toFormat('yyyy-MM-dd HH:mm:ss');
	},
	one: 'time',
};

/** Days on paper, some of which come with the time of day. */
const days: Scale = {
	write: (given, isAtEnd) => `${dayOf(given)} ${isAtEnd ? '23:59:59' : '00:00:00'}`,
	one: 'day',
	field: kinds.dayOnly,
};

const range = (
	wire: string,
	displayName: string,
	what: string,
	{ write, one, field }: Scale,
): Filter[] =>
	Object.entries(BOUNDS).map(([bound, { title, isAtEnd }]) => ({
		wire: `${wire}__${bound}`,
		read: (...given) => write(toDate(...given), isAtEnd),
		field: {
			displayName: `${displayName} ${title}`,
			name: fieldName(`${wire}__${bound}`),
			type: 'dateTime',
			default: '',
			description: `Only documents ${what} at this ${one} or ${isAtEnd ? 'before' : 'after'}`,
			...field,
		},
	}));

const search = (displayName: string, where: string) =>
	text(
		'query',
		'q',
		displayName,
		`Only documents in whose ${where} this occurs; case-sensitive, * stands for any characters`,
		'e.g. Office*',
	);

const query = search('Search Text', 'text or fields');

const externalId = (wire: string) =>
	text(
		'externalId',
		wire,
		'External ID',
		'Only documents with this external ID',
		'e.g. expense-4711',
	);

const documentFilters: Filter[] = [
	// Veryfi's list has no filter for the vendor alone.
	search('Vendor or Other Text', "text or fields, such as the vendor's name,"),
	externalId('external_id'),
	text('tag', 'tag', 'Tag', 'Only documents with this tag', 'e.g. march'),
	text(
		'owner',
		'owner',
		'Owner',
		'Only documents of the API user with this name',
		'e.g. nathan.smith',
	),
	text('deviceId', 'device_id', 'Device ID', 'Only documents from this device', 'e.g. device-1'),
	text(
		'deviceUserUuid',
		'device_user_uuid',
		'Device User UUID',
		'Only documents from this user of a device',
		'e.g. user-7',
	),
	filter(
		'status',
		kinds.choice(
			'status',
			'Status',
			'Only documents with this status',
			{
				archived: 'Archived',
				in_progress: 'In Progress',
				processed: 'Processed',
				reimbursed: 'Reimbursed',
				reviewed: 'Reviewed',
			},
			'processed',
		),
	),
	...range('created', 'Created', 'that were created', times),
	...range('updated', 'Updated', 'that were updated', times),
	...range('date', 'Document Date', 'whose own date is', days),
];

const commonFilters: Filter[] = [
	query,
	externalId('meta.external_id'),
	filter(
		'tags',
		kinds.list(
			'meta.tags',
			'Tags',
			'Only documents with these tags, separated by commas',
			'e.g. march, travel',
		),
	),
	...range('created_date', 'Created', 'that were created', times),
	...range('updated_date', 'Updated', 'that were updated', times),
];

const blueprintFilters: Filter[] = [
	text(
		'blueprintName',
		'blueprint_name',
		'Blueprint',
		'Only documents that were extracted with this blueprint',
		'e.g. us_driver_license',
	),
];

const FILTERS = {
	documents: documentFilters,
	common: commonFilters,
	anyDocuments: [...blueprintFilters, ...commonFilters],
	none: [],
} satisfies Record<string, Filter[]>;

/** Names the filters that a list has. */
export type FilterKind = keyof typeof FILTERS;

/** The collection of all filters that Veryfi documents for a list. */
export const filtersCollection = (kind: FilterKind): INodeProperties =>
	collection(
		'Filters',
		'filters',
		'Add Filter',
		FILTERS[kind].map(({ field }) => field),
	);

/** The query parameter by which a list finds an external ID; undefined where it has none. */
export const externalIdFilter = (kind: FilterKind): string | undefined =>
	(FILTERS[kind] as Filter[]).find(({ field }) => field.name === 'externalId')?.wire;

/**
 * The query for the filters that the user chose. Empty ones count as not chosen.
 *
 * @throws NodeOperationError when a filter cannot be read
 */
export function readFilterQuery(item: Item, kind: FilterKind): IDataObject {
	const chosen = item.collection('filters');
	const result: IDataObject = {};
	for (const { field, wire, read } of FILTERS[kind] as Filter[]) {
		const value = chosen[field.name];
		if (!isGiven(value)) continue;
		result[wire] = item.reading(() => read(value, field.displayName, item.timezone)) as string;
	}
	return result;
}
