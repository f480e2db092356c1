import type { IDataObject } from 'n8n-workflow';
import { jsonParse, UserError } from 'n8n-workflow';

/**
 * Reads a list: one by expression, a JSON array, or entries separated by commas.
 *
 * @param name the field's name for the error message
 * @throws UserError when a text that begins like a JSON array is none
 */
export function toEntries(value: unknown, name: string): unknown[] {
	if (Array.isArray(value)) return value;
	const text = String(value).trim();
	if (text.startsWith('[')) {
		return jsonParse<unknown[]>(text, { errorMessage: `${name} is not a valid JSON array` });
	}
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** Reads a list of texts, as `toEntries` does. */
export const toList = (value: unknown, name: string): string[] =>
	toEntries(value, name)
		.map((entry) => String(entry).trim())
		.filter((entry) => entry !== '');

/**
 * Reads an object: one by expression, or JSON text.
 *
 * @param name the field's name for the error message
 * @throws UserError when it is neither
 */
export function toObject(value: unknown, name: string): IDataObject {
	const parsed: unknown =
		typeof value === 'string'
			? jsonParse(value.trim() || '{}', { errorMessage: `${name} is not valid JSON` })
			: value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new UserError(`${name} is not a JSON object`);
	}
	return parsed as IDataObject;
}

/** @throws UserError when the value is no number and no text of one */
export function toNumber(value: unknown, name: string): number {
	const number = Number(value);
	if (Number.isFinite(number)) return number;
	throw new UserError(`${name} is not a number`);
}

/** Expressions often give texts: "false" must not count as true. */
export const toBoolean = (value: unknown): boolean => value === true || String(value) === 'true';

/** Whether a list or an object has nothing in it. */
export const isEmpty = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The value of a resource locator, which in a collection comes with its mode. */
export const located = (value: unknown): string =>
	String(
		typeof value === 'object' && value !== null ? ((value as IDataObject).value ?? '') : value,
	).trim();
