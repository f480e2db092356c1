import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { isEmpty, toBoolean, toList, toNumber, toObject } from './values';

/**
 * A parameter of Veryfi's processing requests.
 *
 * Scalars can travel in a multipart form. How lists and objects would have to be written there is
 * documented nowhere (Veryfi's own SDKs disagree), so they make the request a JSON one.
 */
export interface Parameter {
	/** Veryfi's name; a dot stands for nesting. */
	wire: string;
	/** Turns what an expression may have given into what Veryfi wants. */
	parse: (value: unknown, name: string) => unknown;
	/** True when an empty list says something else than no list. */
	keepsEmpty?: boolean;
	field: Omit<INodeProperties, 'name'>;
}

export const boolean = (
	wire: string,
	displayName: string,
	description: string,
	isOnAtVeryfi = false,
): Parameter => ({
	wire,
	parse: toBoolean,
	field: { displayName, type: 'boolean', default: isOnAtVeryfi, description },
});

export const list = (
	wire: string,
	displayName: string,
	description: string,
	placeholder: string,
): Parameter => ({
	wire,
	parse: toList,
	field: { displayName, type: 'string', default: '', description, placeholder },
});

export const text = (
	wire: string,
	displayName: string,
	description: string,
	placeholder: string,
): Parameter => ({
	wire,
	parse: String,
	field: { displayName, type: 'string', default: '', description, placeholder },
});

export const number = (wire: string, displayName: string, description: string): Parameter => ({
	wire,
	parse: toNumber,
	field: { displayName, type: 'number', default: 0, description },
});

export const object = (
	wire: string,
	displayName: string,
	description: string,
	placeholder: string,
): Parameter => ({
	wire,
	parse: toObject,
	field: { displayName, type: 'json', default: '{}', description, placeholder },
});

/** Puts a value at a dotted place of a request body; objects on the way are copied, as they may be the user's. */
function place(body: IDataObject, path: string, value: unknown): void {
	const [head, ...rest] = path.split('.');
	if (rest.length === 0) body[head] = value as IDataObject;
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
 * @param known parameters by the name of their field
 * @throws UserError when a value is not of the parameter's kind
 */
export function bodyOf(known: Array<[string, Parameter]>, chosen: IDataObject): IDataObject {
	const body: IDataObject = {};
	for (const [name, { wire, parse, keepsEmpty, field }] of known) {
		const given = chosen[name];
		if (given === undefined || given === null || given === '') continue;
		const value = parse(given, field.displayName);
		if (value !== '' && (keepsEmpty || !isEmpty(value))) place(body, wire, value);
	}
	return body;
}
