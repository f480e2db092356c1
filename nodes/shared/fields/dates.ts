import { tryToParseDateTime, UserError } from 'n8n-workflow';

import { shown } from './values';

type DateTime = ReturnType<typeof tryToParseDateTime>;

/** What a field for a date was given. */
export interface Given {
	/** In the workflow's time zone; of a day its beginning. */
	time: DateTime;
	/** A day as it was written, e.g. `2026-03-31`; absent where a time zone came with it, or the value is no text. */
	day?: string;
	hasTime: boolean;
}

/** ISO 8601 with hyphens and colons, and with a blank in place of the T, as Veryfi and databases write it. */
const ISO =
	/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?))? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Whether there is such a day: JavaScript takes February 30 for March 2. */
function isDay(day: string): boolean {
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The text of a date: dates of JavaScript and Luxon write themselves in ISO 8601, with their time zone. */
const textOf = (value: unknown): unknown =>
	typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;

/**
 * Reads a date by its text or by a date object. Nothing is guessed: 03/04/2026 is another day in another country.
 *
 * @param timezone the workflow's
 * @returns undefined where it is none, or there is no such day
 */
function readDate(value: unknown, timezone: string): Given | undefined {
	const text = textOf(value);
	const [, day, time, zone] = typeof text === 'string' ? (ISO.exec(text.trim()) ?? []) : [];
	if (day === undefined || !isDay(day)) return undefined;
	try {
		const moment = tryToParseDateTime(`${day}T${time ?? '00:00'}${zone ?? ''}`, timezone);
		const isWritten = zone === undefined;
		return {
			time: moment.setZone(timezone),
			...(isWritten ? { day } : {}),
			hasTime: time !== undefined || !isWritten,
		};
	} catch {
		return undefined;
	}
}

/**
 * Reads a day, or a point in time.
 *
 * @param timezone the workflow's, which counts where none is given
 * @throws UserError when it is neither
 */
export function toDate(value: unknown, name: string, timezone: string): Given {
	const given = readDate(value, timezone);
	if (given) return given;
	throw new UserError(
		`'${name}' is not a date and time such as 2026-03-31T23:59:59: ${shown(value)}`,
	);
}

/** The day that it is, or was, in the workflow's time zone; a date as it is printed on paper has no time zone. */
export const dayOf = ({ day, time }: Given): string => day ?? time.toFormat('yyyy-MM-dd');

/**
 * Reads the date on a paper.
 *
 * @param timezone the workflow's, for points in time
 * @returns e.g. `2026-03-31`
 * @throws UserError when there is no such day
 */
export function toDay(value: unknown, name: string, timezone: string): string {
	const given = readDate(value, timezone);
	if (given) return dayOf(given);
	throw new UserError(`'${name}' is not a date such as 2026-03-31: ${shown(value)}`);
}
