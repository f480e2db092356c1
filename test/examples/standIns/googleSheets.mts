import type { Road } from '../ledger.mts';
import { OAuth } from './oauth.mts';
import { Grid, type Cell, type Given } from './sheetGrid.mts';
import { listen, Refusal } from './standIn.mts';

export const GOOGLE_SHEETS = { hosts: ['sheets.googleapis.com'] };

/** A spreadsheet behind the Google Sheets API (v4), as far as n8n's node reads and writes rows. */
export interface GoogleSheets extends Road {
	oauth: OAuth;
	/** What stands in its address. */
	readonly id: string;
	/** The rows below the headings of a sheet, without empty ones. */
	rows(sheet: string): Array<Record<string, Cell>>;
	/** From now on refuses so many requests as Google does once the quota of a minute is used up. */
	exhaust(times: number): void;
	/** Shares the spreadsheet with the account, or no longer. */
	share(isShared: boolean): void;
	/** How many requests have read. */
	reads(): number;
}

/** How a request may ask for values to be shown, and want them to be read. */
const RENDER = ['FORMATTED_VALUE', 'UNFORMATTED_VALUE', 'FORMULA'];
const INPUT = ['RAW', 'USER_ENTERED'];

/** @param names of its sheets */
export async function startGoogleSheets(names: string[]): Promise<GoogleSheets> {
	const oauth = new OAuth();
	const id = '1AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde';
	const grids = new Map(names.map((name) => [name, new Grid(name)]));
	let busy = 0;
	let reads = 0;
	let isShared = true;

	/** @param range e.g. `Lines!A2:C4`, `'My lines'`, `Lines!3:3` */
	const locate = (range: string) => {
		const [, name, cells = ''] =
			/^'?((?:[^'!]|'')+)'?(?:!(.+))?$/.exec(range) ?? ([] as Array<string | undefined>);
		const grid = grids.get(name ?? '');
		if (!grid) throw refusal(400, 'INVALID_ARGUMENT', `Unable to parse range: ${range}`);
		return { grid, area: grid.areaOf(cells) };
	};
	const write = (range: string, values: unknown, option: unknown) => {
		if (!INPUT.includes(String(option)))
			throw refusal(400, 'INVALID_ARGUMENT', "'valueInputOption' is required but not specified");
		const { grid, area } = locate(range);
		grid.write(area, listsOf(values), option === 'USER_ENTERED');
	};

	const road = await listen((app, commitOf) => {
		app.addHook('preHandler', async ({ headers, method }) => {
			oauth.check(
				headers.authorization,
				refusal(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.').body,
			);
			if (!isShared) throw refusal(403, 'PERMISSION_DENIED', 'The caller does not have permission');
			if (method === 'GET') reads++;
			if (busy > 0) {
				busy--;
				throw refusal(
					429,
					'RESOURCE_EXHAUSTED',
					"Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of service 'sheets.googleapis.com'",
				);
			}
		});
		const ofThis = (wanted: string) => {
			if (wanted !== id) throw refusal(404, 'NOT_FOUND', 'Requested entity was not found.');
		};
		type To<Query = unknown, Body = unknown> = {
			Params: { id: string; range: string };
			Querystring: Query;
			Body: Body;
		};
		const path = '/v4/spreadsheets';
		app.get<To>(`${path}/:id`, ({ params }) => {
			ofThis(params.id);
			return {
				sheets: names.map((title, index) => ({
					properties: { sheetId: index, title, index, sheetType: 'GRID' },
				})),
			};
		});
		app.get<To<{ valueRenderOption?: string }>>(`${path}/:id/values/:range`, (request) => {
			const { params, query } = request;
			ofThis(params.id);
			const { valueRenderOption: option = 'FORMATTED_VALUE' } = query;
			if (!RENDER.includes(option))
				throw refusal(400, 'INVALID_ARGUMENT', `Invalid value at 'value_render_option': ${option}`);
			const { grid, area } = locate(params.range);
			const values = grid.read(area, option === 'FORMATTED_VALUE');
			// There is no such member where nothing is found.
			return { range: params.range, majorDimension: 'ROWS', ...(values.length > 0 && { values }) };
		});
		app.put<To<{ valueInputOption?: string }, { range?: string; values?: unknown }>>(
			`${path}/:id/values/:range`,
			async (request) => {
				const { params, query, body } = request;
				ofThis(params.id);
				if (body.range !== undefined && body.range !== params.range)
					throw refusal(400, 'INVALID_ARGUMENT', 'The range of the body is not that of the path');
				await commitOf(request)();
				write(params.range, body.values, query.valueInputOption);
				return { spreadsheetId: id, updatedRange: params.range };
			},
		);
		// With a suffix behind a colon, which Fastify takes for the name of a parameter.
		app.post<To<{ valueInputOption?: string }, { data?: Given[] } & Given>>(
			`${path}/:id/*`,
			async (request) => {
				const { params, query, body } = request;
				ofThis(params.id);
				const [, range, verb] = /^values(?:\/(.+))?:(append|batchUpdate)$/.exec(
					(params as unknown as Record<string, string>)['*'],
				) ?? [undefined, '', ''];
				await commitOf(request)();
				if (verb === 'append') {
					const { grid, area } = locate(range);
					const below = grid.below(area);
					const values = listsOf(body.values);
					grid.write(below, values, query.valueInputOption === 'USER_ENTERED');
					return { spreadsheetId: id, updates: { updatedRows: values.length } };
				}
				if (verb !== 'batchUpdate') throw refusal(404, 'NOT_FOUND', 'Not stood in for');
				const option = (body as { valueInputOption?: string }).valueInputOption;
				for (const { range: one, values } of body.data ?? []) write(one, values, option);
				return { spreadsheetId: id, totalUpdatedCells: body.data?.length };
			},
		);
	});
	return {
		...road,
		oauth,
		id,
		rows: (sheet) => grids.get(sheet)?.records() ?? [],
		exhaust: (times) => void (busy = times),
		share: (wanted) => void (isShared = wanted),
		reads: () => reads,
	};
}

function listsOf(values: unknown): unknown[][] {
	if (!Array.isArray(values) || !values.every((row) => Array.isArray(row)))
		throw refusal(400, 'INVALID_ARGUMENT', "Invalid value at 'data.values' (type ListValue)");
	return values as unknown[][];
}

const refusal = (code: number, status: string, message: string) =>
	new Refusal(code, { error: { code, message, status } });
