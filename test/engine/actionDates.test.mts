/** A day is a day: in any time zone, in every field and filter, and never a guess. */
import { describe, expect, it } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import type { Stage } from './actionStage.mts';
import { byId } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage((started) => (stage = started));

const run = async (parameters: INodeParameters, timezone?: string, item: object = {}) =>
	await stage.engine.run(
		{ type: 'veryfi', parameters: { resource: 'document', ...parameters } },
		[{ json: item as never }],
		{ timezone },
	);

/** What a filter becomes. */
async function sent(filter: string, value: unknown, timezone = 'UTC'): Promise<unknown> {
	stage.veryfi.requests.length = 0;
	const filters = { [filter]: value } as INodeParameters;
	const { error } = await run({ operation: 'getMany', filters }, timezone);
	if (error) return error.message;
	const {
		page: _page,
		page_size: _size,
		...query
	} = stage.veryfi.requests[0].query as object & Record<string, unknown>;
	return Object.values(query)[0];
}

/** What Update writes as the date of a document. */
async function written(value: unknown, timezone?: string, item?: object): Promise<unknown> {
	const documentId = byId(stage.veryfi.seedDocument());
	stage.veryfi.requests.length = 0;
	const fields = { date: value } as INodeParameters;
	const { error } = await run({ operation: 'update', documentId, fields }, timezone, item);
	return error ? error.message : (stage.veryfi.requests[0].body as { date: unknown }).date;
}

describe('a filter for the date on the document takes a day as a whole', () => {
	it.each([
		['dateGte', '2026-03-31 00:00:00'],
		['dateLte', '2026-03-31 23:59:59'],
	])('%s', async (filter, bound) => {
		for (const day of ['2026-03-31', '2026-03-31T00:00:00', '2026-03-31 14:22:00']) {
			expect(await sent(filter, day, 'Pacific/Kiritimati')).toBe(bound);
		}
	});

	it('so that a receipt of the afternoon is of its day', async () => {
		const id = stage.veryfi.seedDocument({ date: '2026-03-31 14:22:00' });
		const found = async (filters: INodeParameters) =>
			(await run({ operation: 'getMany', filters })).items.map(({ json }) => json.id);
		expect(await found({ dateLte: '2026-03-31' })).toEqual([id]);
		expect(await found({ dateGte: '2026-03-31' })).toEqual([id]);
		expect(await found({ dateGte: '2026-04-01' })).toEqual([]);
		expect(await found({ dateLte: '2026-03-30' })).toEqual([]);
	});
});

describe('a filter for a time of processing', () => {
	it.each([
		['createdGte', 'Europe/Paris', '2026-03-30 22:00:00'],
		['updatedGte', 'America/New_York', '2026-03-31 04:00:00'],
		['updatedLte', 'Pacific/Kiritimati', '2026-03-31 09:59:59'],
	])('takes a day as a whole, in the time zone of the workflow (%s, %s)', async (...given) => {
		const [filter, timezone, bound] = given;
		expect(await sent(filter, '2026-03-31', timezone)).toBe(bound);
	});

	it.each([
		['2026-03-29', '2026-03-29 21:59:59'],
		['2026-10-25', '2026-10-25 22:59:59'],
	])('knows that a day may have 23 or 25 hours (%s)', async (day, bound) => {
		expect(await sent('createdLte', day, 'Europe/Paris')).toBe(bound);
	});

	it.each([
		['2026-03-31T14:22:00', '2026-03-31 12:22:00'],
		['2026-03-31 14:22', '2026-03-31 12:22:00'],
		['2026-03-31T14:22:00.500Z', '2026-03-31 14:22:00'],
		['2026-03-31T14:22:00 -0500', '2026-03-31 19:22:00'],
		['={{ new Date(Date.UTC(2026, 2, 31, 14, 22)) }}', '2026-03-31 14:22:00'],
		['={{ DateTime.fromISO("2026-03-31T14:22:00+10:00") }}', '2026-03-31 04:22:00'],
	])('takes a point in time as it is (%s)', async (time, bound) => {
		expect(await sent('createdLte', time, 'Europe/Paris')).toBe(bound);
	});
});

/** The first and the last moment of a day in the time zone, which are other days elsewhere. */
const MOMENTS = [
	['America/New_York', '2026-03-31T04:00:00Z', '2026-04-01T03:59:59Z'],
	['Europe/Paris', '2026-03-30T22:00:00Z', '2026-03-31T21:59:59Z'],
	['Pacific/Kiritimati', '2026-03-30T10:00:00Z', '2026-03-31T09:59:59Z'],
] as const;

describe.each(MOMENTS)('in %s', (timezone, ...moments) => {
	const WAYS: Array<[string, (moment: string) => string]> = [
		['a date of JavaScript', (moment) => `={{ new Date("${moment}") }}`],
		['a date of Luxon', (moment) => `={{ DateTime.fromISO("${moment}") }}`],
		['a date of Luxon in UTC', (moment) => `={{ DateTime.fromISO("${moment}").toUTC() }}`],
		['its text', (moment) => moment],
	];

	it.each(WAYS)('%s is its day there, in a field and in a filter', async (_, write) => {
		for (const moment of moments) {
			expect(await written(write(moment), timezone)).toBe('2026-03-31');
			expect(await sent('dateLte', write(moment), timezone)).toBe('2026-03-31 23:59:59');
		}
	});

	it('a date in the item, as a database has put it there, is its day there', async () => {
		const item = { date: new Date(moments[0]) };
		expect(await written('={{ $json.date }}', timezone, item)).toBe('2026-03-31');
	});

	it('a day that names no time zone is that day', async () => {
		for (const day of ['2026-03-31', '2026-03-31T00:00:00', '2026-03-31 23:59:59']) {
			expect(await written(day, timezone)).toBe('2026-03-31');
		}
	});
});

describe('nothing is guessed', () => {
	const GUESSES = [
		'04.03.2026',
		'03/04/2026',
		'Invoice 12',
		'5',
		5,
		1774915200000,
		'31 March 2026',
		'2026-3-31',
		'2026-02-30',
		'2026-03-31T25:00:00',
		'2026-03-31 noon',
		'={{ new Date("nonsense") }}',
		'={{ {} }}',
	];

	it.each(GUESSES)('from %j', async (value) => {
		expect(await sent('dateLte', value)).toMatch(/^'Document Date To' is not a date/);
		expect(await sent('createdGte', value)).toMatch(/^'Created From' is not a date/);
		expect(await written(value)).toMatch(/^'Date' is not a date/);
		expect(stage.veryfi.requests).toEqual([]);
	});
});
