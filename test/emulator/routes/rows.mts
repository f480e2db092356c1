import type { FastifyInstance } from 'fastify';
import { fail, TEXT } from '../apiError.mts';
import { bodyOf } from '../body.mts';
import type { Context } from '../context.mts';
import { LINE_ITEM, newLineItem, newTaxLine, TAX_LINE } from '../rows.mts';
import { validate, type Fields, type Schema } from '../validation.mts';
import { findDocument } from './documents.mts';

/** The rows of a document that have routes of their own. */
interface RowKind {
	path: string;
	field: 'line_items' | 'tax_lines';
	schema: Schema;
	required: string[];
	create: (context: Context, given: Fields) => Fields;
	listKey: (context: Context) => string;
	deleted: string;
	/** Answer to deleting all; undefined where no such route exists. */
	allDeleted?: string;
}

const KINDS: RowKind[] = [
	{
		path: 'line-items',
		field: 'line_items',
		schema: LINE_ITEM,
		required: ['order', 'description', 'total'],
		create: newLineItem,
		listKey: () => 'line_items',
		deleted: 'Line item has been deleted',
		allDeleted: 'Line items have been deleted',
	},
	{
		path: 'tax-lines',
		field: 'tax_lines',
		schema: TAX_LINE,
		required: ['order'],
		create: newTaxLine,
		listKey: ({ switches }) => switches.taxLinesKey,
		deleted: 'Tax line has been deleted',
	},
];

/** Line items and tax lines of a document: list, create, get, update, delete. */
export function rowRoutes(app: FastifyInstance, context: Context): void {
	for (const kind of KINDS) routesOf(app, context, kind);
}

function routesOf(app: FastifyInstance, context: Context, kind: RowKind): void {
	const all = `/documents/:id/${kind.path}`;
	type Route = { Params: { id: string; rowId: string } };
	const creation = Object.fromEntries(
		Object.entries(kind.schema).map(([name, rule]) => [
			name,
			{ ...rule, required: kind.required.includes(name) },
		]),
	);
	const rowsOf = (id: string) => findDocument(context, id).fields[kind.field] as Fields[];
	const find = ({ id, rowId }: Route['Params']) => {
		const rows = rowsOf(id);
		const position = rows.findIndex((row) => String(row.id) === rowId);
		if (position < 0) throw fail(404, TEXT.notFound);
		return { rows, position };
	};
	const ignoreUnknown = () => context.switches.unknownFields === 'ignore';

	app.get<Route>(all, async ({ params }) => ({ [kind.listKey(context)]: rowsOf(params.id) }));

	app.post<Route>(all, async (request) => {
		const rows = rowsOf(request.params.id);
		const { fields, isForm } = bodyOf(request);
		const given = validate(fields, creation, { isForm, ignoreUnknown: ignoreUnknown() });
		const row = kind.create(context, given);
		rows.push(row);
		return row;
	});

	app.get<Route>(`${all}/:rowId`, async ({ params }) => {
		const { rows, position } = find(params);
		return rows[position];
	});

	app.put<Route>(`${all}/:rowId`, async (request) => {
		const { rows, position } = find(request.params);
		const { fields, isForm } = bodyOf(request);
		// Clients send a whole row back, with its id and what else GET showed.
		return Object.assign(
			rows[position],
			validate(fields, kind.schema, { isForm, ignoreUnknown: true }),
		);
	});

	app.delete<Route>(`${all}/:rowId`, async ({ params }) => {
		const { rows, position } = find(params);
		rows.splice(position, 1);
		return { status: 'ok', message: kind.deleted };
	});

	if (kind.allDeleted === undefined) return;
	app.delete<Route>(all, async ({ params }) => {
		rowsOf(params.id).length = 0;
		return { status: 'ok', message: kind.allDeleted };
	});
}
