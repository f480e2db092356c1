import type { Context } from './context.mts';
import { invalid } from './apiError.mts';
import { present, viewOf } from './presentation.mts';
import type { StoredDocument } from './store.mts';
import type { Fields } from './validation.mts';

const LARGEST_PAGE = 50;

const FILTERS: Record<string, (fields: Fields, wanted: string) => boolean> = {
	external_id: (fields, wanted) => fields.external_id === wanted,
	status: (fields, wanted) => fields.status === wanted,
	tag: (fields, wanted) =>
		(fields.tags as Array<{ name: string }>).some(({ name }) => name === wanted),
	owner: (fields, wanted) => (fields.meta as Fields).owner === wanted,
	device_id: (fields, wanted) => (fields.meta as Fields).device_id === wanted,
	device_user_uuid: (fields, wanted) => (fields.meta as Fields).device_user_uuid === wanted,
	q: contains,
};

const DATE_FIELDS: Record<string, string> = {
	created: 'created_date',
	updated: 'updated_date',
	date: 'date',
};
const COMPARE: Record<string, (value: string, limit: string) => boolean> = {
	gt: (value, limit) => value > limit,
	gte: (value, limit) => value >= limit,
	lt: (value, limit) => value < limit,
	lte: (value, limit) => value <= limit,
};

/**
 * `GET /documents`: filters, order and pages.
 *
 * @throws ApiError 400 for contradicting bounds or values that are not understood
 */
export function searchDocuments(context: Context, query: Fields): Fields {
	const wanted = (fields: Fields) =>
		Object.entries(FILTERS).every(
			([name, matches]) =>
				typeof query[name] !== 'string' || query[name] === '' || matches(fields, query[name]),
		);
	const bounds = boundsOf(query, DATE_FIELDS);
	const found = [...context.store.documents.values()].filter(
		({ product, state, fields }) =>
			product === 'documents' &&
			state !== 'failed' &&
			wanted(fields) &&
			bounds.every((holds) => holds(fields)),
	);
	const { page, pageSize } = paging(query, context.switches.defaultPageSize);
	if (query.order_by !== 'created') found.reverse();
	const view = viewOf(query);
	const counts = query.q === undefined || query.track_total_results === 'true';
	return {
		documents: slice(found, page, pageSize).map((document) => present(context, document, view)),
		meta: {
			documents_per_page: pageSize,
			page_number: page,
			...(counts
				? { total_pages: Math.ceil(found.length / pageSize), total_results: found.length }
				: {}),
		},
	};
}

const slice = (found: StoredDocument[], page: number, size: number) =>
	found.slice((page - 1) * size, page * size);

/** `page` from 1; nobody can ask for more than 50 a page. */
export function paging(query: Fields, byDefault: number): { page: number; pageSize: number } {
	const positive = (name: string) => {
		if (query[name] === undefined || query[name] === '') return undefined;
		const value = Number(query[name]);
		if (Number.isInteger(value) && value >= 1) return value;
		throw invalid([
			{ type: 'int_parsing', loc: ['query', name], msg: 'Input should be a positive integer' },
		]);
	};
	const given = positive('page_size');
	const pageSize = given === undefined ? byDefault : Math.min(given, LARGEST_PAGE);
	return { page: positive('page') ?? 1, pageSize };
}

/** `created__gte=...` and the like; ISO 8601 and `YYYY-MM-DD HH:MM:SS` are both understood. */
export function boundsOf(
	query: Fields,
	names: Record<string, string>,
): Array<(fields: Fields) => boolean> {
	const bounds: Array<(fields: Fields) => boolean> = [];
	for (const [name, field] of Object.entries(names)) {
		for (const pair of [
			['gt', 'gte'],
			['lt', 'lte'],
		]) {
			const given = pair.filter((operator) => query[`${name}__${operator}`] !== undefined);
			if (given.length === 2) {
				const msg = `Value error, ${name}__${pair[0]} and ${name}__${pair[1]} exclude each other`;
				throw invalid([{ type: 'value_error', loc: ['query'], msg }]);
			}
			for (const operator of given) {
				const limit = toDateTime(query[`${name}__${operator}`], `${name}__${operator}`);
				bounds.push((fields) => {
					const value = fields[field];
					return (
						typeof value === 'string' &&
						COMPARE[operator](value.padEnd(19, ' 00:00:00'.slice(value.length - 10)), limit)
					);
				});
			}
		}
	}
	return bounds;
}

function toDateTime(value: unknown, name: string): string {
	const text = String(value).trim();
	const zoned =
		/[zZ]$|[+-]\d\d:?\d\d$/.test(text) && text.includes('T') ? text : `${text.replace(' ', 'T')}Z`;
	const at = new Date(/^\d{4}-\d\d-\d\dZ$/.test(zoned) ? zoned.replace('Z', 'T00:00:00Z') : zoned);
	if (Number.isNaN(at.getTime())) {
		throw invalid([
			{ type: 'datetime_parsing', loc: ['query', name], msg: 'Input should be a valid datetime' },
		]);
	}
	return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** Case-sensitive exact match over text, fields, external id and notes; `*` stands for anything. */
export function contains(fields: Fields, wanted: string): boolean {
	const parts = wanted.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
	const pattern = new RegExp(`^${parts.join('[\\s\\S]*')}$`);
	return texts(fields).some(
		(text) => pattern.test(text) || text.split(/\s+/).some((word) => pattern.test(word)),
	);
}

function texts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (value !== null && typeof value === 'object') return Object.values(value).flatMap(texts);
	return [];
}
