import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { isObject } from '../objects';
import { isEmpty, isGiven } from './values';

/**
 * A member of a request body and the field that the user gives it by.
 *
 * Scalars can travel in a multipart form. How lists and objects would have to be written there is
 * documented nowhere (Veryfi's own SDKs disagree), so they make the request a JSON one.
 */
export interface Parameter {
	/** Veryfi's name; a dot stands for nesting. Empty for an object that has members of the body itself. */
	wire: string;
	/** Turns what an expression may have given into what Veryfi wants; the time zone is the workflow's. */
	parse: (value: unknown, name: string, timezone: string) => unknown;
	/** True when an empty list says something else than no list. */
	keepsEmpty?: boolean;
	field: Omit<INodeProperties, 'name'>;
}

/** The name of the field for what Veryfi calls `wire`, e.g. `vendorName` for `vendor.name`. */
export const fieldName = (wire: string): string =>
	wire.replace(/[._]{1,2}([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The same parameter, whose field has something more or other. */
export const refined = (parameter: Parameter, field: Partial<Parameter['field']>): Parameter => ({
	...parameter,
	field: { ...parameter.field, ...field },
});

/** Adds members; an object that is there already keeps those that it is not given anew. */
function merge(body: IDataObject, members: IDataObject): void {
	for (const [name, given] of Object.entries(members)) {
		const known = body[name];
		body[name] = isObject(known) && isObject(given) ? { ...known, ...given } : given;
	}
}

/** Puts a value at a dotted place of a request body; objects on the way are copied, as they may be the user's. */
function place(body: IDataObject, path: string, value: unknown): void {
	const [head, ...rest] = path.split('.');
	if (path === '') merge(body, value as IDataObject);
	else if (rest.length === 0) body[head] = value as IDataObject;
	else {
		const owner = { ...(body[head] as IDataObject | undefined) };
		body[head] = owner;
		place(owner, rest.join('.'), value);
	}
}

/**
 * The request body for what the user chose. Empty texts, lists and objects count as not chosen, so that an
 * expression may leave a parameter out.
 *
 * @param known parameters by the name of their field; of two for the same place the later one counts
 * @param timezone the workflow's
 * @param required names of fields without which there is no request
 * @throws UserError when a value is not of the parameter's kind, or a required one is missing
 */
export function bodyOf(
	known: Array<[string, Parameter]>,
	chosen: IDataObject,
	timezone: string,
	required: string[] = [],
): IDataObject {
	const body: IDataObject = {};
	for (const [name, { wire, parse, keepsEmpty, field }] of known) {
		const given = chosen[name];
		const value = isGiven(given) ? parse(given, field.displayName, timezone) : '';
		if (value !== '' && (keepsEmpty || !isEmpty(value))) place(body, wire, value);
		else if (required.includes(name)) throw new UserError(`'${field.displayName}' is empty`);
	}
	return body;
}
