import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { collection } from '../../shared/collection';
import type { Parameter } from './parameter';
import { fieldName } from './parameter';
import * as kinds from './parameterKinds';
import { fieldError, reading } from './reading';
import { isGiven, toMoment } from './values';

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

const FORMAT = 'yyyy-MM-dd HH:mm:ss';

/** What a range is made of. */
interface Scale {
	read: Filter['read'];
	/** In running text. */
	one: string;
	/** Titles of the bounds. */
	titles: Record<'gt' | 'gte' | 'lt' | 'lte', string>;
	/** What the fields of the bounds have beside that. */
	field?: Partial<INodeProperties>;
}

/** Points in time: Veryfi's time stamps are UTC. */
const times: Scale = {
	read: (...given) =>
		toMoment(...given)
			.toUTC()
			.toFormat(FORMAT),
	one: 'time',
	titles: { gt: 'After', gte: 'At or After', lt: 'Before', lte: 'At or Before' },
};

/** Days on paper, which have no time zone. */
const days: Scale = {
	read: (...given) => toMoment(...given).toFormat(FORMAT),
	one: 'day',
	titles: { gt: 'After', gte: 'On or After', lt: 'Before', lte: 'On or Before' },
	field: kinds.dayOnly,
};

const range = (
	wire: string,
	displayName: string,
	what: string,
	{ read, one, titles, field }: Scale,
): Filter[] =>
	Object.entries(titles).map(([suffix, title]) => ({
		wire: `${wire}__${suffix}`,
		read,
		field: {
			displayName: `${displayName} ${title}`,
			name: fieldName(`${wire}__${suffix}`),
			type: 'dateTime',
			default: '',
			description: `Only documents ${what} ${title.toLowerCase()} this ${one}`,
			...field,
		},
	}));

const query = text(
	'query',
	'q',
	'Search Text',
	'Only documents in whose text or fields this occurs; case-sensitive, * stands for any characters',
	'e.g. Office*',
);

const externalId = (wire: string) =>
	text(
		'externalId',
		wire,
		'External ID',
		'Only documents with this external ID',
		'e.g. expense-4711',
	);

const documentFilters: Filter[] = [
	query,
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
	filter(
		'orderBy',
		kinds.choice('order_by', 'Order By', 'In which order to return the documents', {
			'-created': 'Newest First',
			created: 'Oldest First',
		}),
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
	text(
		'templateName',
		'template_name',
		'Template (Deprecated)',
		'What Veryfi called a blueprint before',
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
		if (!isGiven(value)) continue;
		result[wire] = reading(context, itemIndex, () =>
			read(value, field.displayName, context.getTimezone()),
		) as string;
	}
	const double = Object.keys(result).find(
		(name) => EXCLUSIVE.test(name) && name.slice(0, -1) in result,
	);
	if (double === undefined) return result;
	const titleOf = (name: string) =>
		FILTERS[kind].find(({ wire }) => wire === name)?.field.displayName;
	throw fieldError(
		context,
		itemIndex,
		`The filters ${titleOf(double)} and ${titleOf(double.slice(0, -1))} exclude each other`,
		'Remove one of the two filters.',
	);
}
