import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError, tryToParseDateTime } from 'n8n-workflow';

import { toList } from './values';

/** A filter of a list: what the user sees and the query parameter that it becomes. */
interface Filter {
	field: INodeProperties;
	wire: string;
	read?: (value: unknown, timezone: string) => unknown;
}

const text = (
	wire: string,
	name: string,
	displayName: string,
	description: string,
	placeholder: string,
): Filter => ({
	wire,
	field: { displayName, name, type: 'string', default: '', description, placeholder },
});

const FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** A point in time: Veryfi's time stamps are UTC. */
const moment = (value: unknown, timezone: string) =>
	tryToParseDateTime(value, timezone).toUTC().toFormat(FORMAT);

/** A day on paper, which has no time zone. */
const paperDate = (value: unknown, timezone: string) =>
	tryToParseDateTime(value, timezone).toFormat(FORMAT);

const BOUNDS = [
	{ suffix: 'gt', title: 'After', words: 'after this time' },
	{ suffix: 'gte', title: 'At or After', words: 'at or after this time' },
	{ suffix: 'lt', title: 'Before', words: 'before this time' },
	{ suffix: 'lte', title: 'At or Before', words: 'at or before this time' },
];

const range = (
	wire: string,
	displayName: string,
	what: string,
	read: NonNullable<Filter['read']>,
): Filter[] =>
	BOUNDS.map(({ suffix, title, words }) => ({
		wire: `${wire}__${suffix}`,
		read,
		field: {
			displayName: `${displayName} ${title}`,
			name: `${wire}_${suffix}`.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
			type: 'dateTime',
			default: '',
			description: `Only documents ${what} ${words}`,
		},
	}));

const query = text(
	'q',
	'query',
	'Search Text',
	'Only documents in whose text or fields this occurs; case-sensitive, * stands for any characters',
	'e.g. Office*',
);

const documentFilters: Filter[] = [
	query,
	text(
		'external_id',
		'externalId',
		'External ID',
		'Only documents with this external ID',
		'e.g. expense-4711',
	),
	text('tag', 'tag', 'Tag', 'Only documents with this tag', 'e.g. march'),
	text(
		'owner',
		'owner',
		'Owner',
		'Only documents of the API user with this name',
		'e.g. nathan.smith',
	),
	text('device_id', 'deviceId', 'Device ID', 'Only documents from this device', 'e.g. device-1'),
	text(
		'device_user_uuid',
		'deviceUserUuid',
		'Device User UUID',
		'Only documents from this user of a device',
		'e.g. user-7',
	),
	{
		wire: 'status',
		field: {
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'processed',
			description: 'Only documents with this status',
			options: [
				{ name: 'Archived', value: 'archived' },
				{ name: 'In Progress', value: 'in_progress' },
				{ name: 'Processed', value: 'processed' },
				{ name: 'Reimbursed', value: 'reimbursed' },
				{ name: 'Reviewed', value: 'reviewed' },
			],
		},
	},
	{
		wire: 'order_by',
		field: {
			displayName: 'Order By',
			name: 'orderBy',
			type: 'options',
			default: '-created',
			description: 'In which order to return the documents',
			options: [
				{ name: 'Newest First', value: '-created' },
				{ name: 'Oldest First', value: 'created' },
			],
		},
	},
	...range('created', 'Created', 'that were created', moment),
	...range('updated', 'Updated', 'that were updated', moment),
	...range('date', 'Document Date', 'whose own date is', paperDate),
];

const commonFilters: Filter[] = [
	query,
	text(
		'meta.external_id',
		'externalId',
		'External ID',
		'Only documents with this external ID',
		'e.g. expense-4711',
	),
	{
		...text(
			'meta.tags',
			'tags',
			'Tags',
			'Only documents with these tags, separated by commas',
			'e.g. march, travel',
		),
		read: (value) => toList(value, 'Tags'),
	},
	...range('created_date', 'Created', 'that were created', moment),
	...range('updated_date', 'Updated', 'that were updated', moment),
];

const blueprint = text(
	'blueprint_name',
	'blueprintName',
	'Blueprint',
	'Only documents that were extracted with this blueprint',
	'e.g. us_driver_license',
);

const FILTERS = {
	documents: documentFilters,
	common: commonFilters,
	anyDocuments: [blueprint, ...commonFilters],
	created: range('created_date', 'Created', 'that were created', moment),
	none: [],
} satisfies Record<string, Filter[]>;

/** Names the filters that a list has. */
export type FilterKind = keyof typeof FILTERS;

/** The collection of all filters that Veryfi documents for a list. */
export const filtersCollection = (kind: FilterKind): INodeProperties => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: FILTERS[kind]
		.map(({ field }) => field)
		.sort((a, b) => a.displayName.localeCompare(b.displayName)),
});

/** The two forms of one bound; Veryfi does not take both. */
const EXCLUSIVE = /__(g|l)te$/;

/**
 * The query for the filters that the user chose. Empty ones count as not chosen.
 *
 * @throws NodeOperationError when a filter cannot be read, or two contradict each other
 */
export function readFilterQuery(
	context: IExecuteFunctions,
	itemIndex: number,
	kind: FilterKind,
): IDataObject {
	const chosen = context.getNodeParameter('filters', itemIndex, {}) as IDataObject;
	const result: IDataObject = {};
	for (const { field, wire, read } of FILTERS[kind] as Filter[]) {
		const value = chosen[field.name];
		if (value === undefined || value === null || value === '') continue;
		try {
			result[wire] = (read ? read(value, context.getTimezone()) : value) as string;
		} catch {
			throw new NodeOperationError(
				context.getNode(),
				`The filter "${field.displayName}" cannot be read: ${String(value)}`,
				{ itemIndex, description: 'Give a date and time such as 2026-03-31T23:59:59.' },
			);
		}
	}
	const double = Object.keys(result).find(
		(name) => EXCLUSIVE.test(name) && name.slice(0, -1) in result,
	);
	if (double) {
		throw new NodeOperationError(
			context.getNode(),
			`The filters ${double} and ${double.slice(0, -1)} exclude each other`,
			{ itemIndex, description: 'Remove one of the two filters.' },
		);
	}
	return result;
}
