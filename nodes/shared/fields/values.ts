import type { IDataObject } from 'n8n-workflow';
import { jsonParse, UserError } from 'n8n-workflow';

/** Whether a field has a value; an expression may leave it out by an empty one. */
export const isGiven = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '';

/** Characters of a value that an error shows. */
const LONGEST_SHOWN = 60;

/** What a field was given, for an error about it; nobody may call this for a field that can hold a secret. */
export const shown = (value: unknown): string =>
	(JSON.stringify(value) ?? 'nothing').slice(0, LONGEST_SHOWN);

/**
 * Reads a text; numbers and the like become one.
 *
 * @param name the field's name for the error message
 * @param part what stands before the name, where the value is only a part of the field
 * @throws UserError for an object, a list or nothing
 */
export function toText(value: unknown, name: string, part = ''): string {
	if (typeof value !== 'object' && value !== undefined) return String(value);
	throw new UserError(`${part}'${name}' is not a text`);
}

/**
 * Reads a list: one by expression, a JSON array, or entries separated by commas.
 *
 * @param name the field's name for the error message
 * @throws UserError for an object, and for a text that begins like a JSON array and is none
 */
export function toEntries(value: unknown, name: string): unknown[] {
	if (Array.isArray(value)) return value;
	const text = toText(value, name).trim();
	if (text.startsWith('[')) {
		return jsonParse<unknown[]>(text, { errorMessage: `'${name}' is not a valid JSON array` });
	}
	return text
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** Reads a list of texts, as `toEntries` does. */
export const toList = (value: unknown, name: string): string[] =>
	toEntries(value, name)
		.map((entry) => toText(entry, name, 'An entry of ').trim())
		.filter((entry) => entry !== '');

/**
 * Reads a list of objects: one by expression, or a JSON array.
 *
 * @throws UserError when it is neither
 */
export function toRows(value: unknown, name: string): IDataObject[] {
	const entries = toEntries(value, name);
	if (entries.every((entry) => typeof entry === 'object' && entry !== null)) {
		return entries as IDataObject[];
	}
	throw new UserError(`'${name}' is not a JSON array of objects`);
}

/**
 * Reads an object: one by expression, or JSON text.
 *
 * @param name the field's name for the error message
 * @throws UserError when it is neither
 */
export function toObject(value: unknown, name: string): IDataObject {
	const parsed: unknown =
		typeof value === 'string'
			? jsonParse(value.trim() || '{}', { errorMessage: `'${name}' is not valid JSON` })
			: value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
		throw new UserError(`'${name}' is not a JSON object`);
	}
	return parsed as IDataObject;
}

/** @throws UserError when the value is no number and no text of one */
export function toNumber(value: unknown, name: string): number {
	const isText = typeof value === 'string' && value.trim() !== '';
	const number = isText || typeof value === 'number' ? Number(value) : NaN;
	if (Number.isFinite(number)) return number;
	throw new UserError(`'${name}' is not a number: ${shown(value)}`);
}

/**
 * Reads a boolean. Expressions often give texts: "false" must not count as true.
 *
 * @throws UserError when it is neither true nor false
 */
export function toBoolean(value: unknown, name: string): boolean {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === 'false') return text === 'true';
	throw new UserError(`'${name}' is neither true nor false: ${shown(value)}`);
}

/** @throws UserError when an expression gives something else than can be chosen */
export function toChoice(value: unknown, name: string, choices: string[]): string {
	const text = String(value).trim();
	if (choices.includes(text)) return text;
	throw new UserError(
		`'${name}' is ${shown(value)}, which is none of these: ${choices.join(', ')}`,
	);
}

/** Whether a list or an object has nothing in it. */
export const isEmpty = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The value of a resource locator, which in a collection comes with its mode. */
export const located = (value: unknown): string =>
	String(
		typeof value === 'object' && value !== null ? ((value as IDataObject).value ?? '') : value,
	).trim();
