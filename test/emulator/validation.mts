import { invalid, type ErrorDetail } from './apiError.mts';

export type Fields = Record<string, unknown>;

/** What one field of a body may hold. */
export interface Rule {
	type: 'string' | 'integer' | 'number' | 'boolean' | 'strings' | 'object' | 'list' | 'any';
	required?: boolean;
	/** null is a value of its own here; elsewhere it counts as absent. */
	nullable?: boolean;
	/** Length of a string or list. */
	minLength?: number;
	maxLength?: number;
	min?: number;
	max?: number;
	oneOf?: readonly string[];
}

export type Schema = Record<string, Rule>;

/**
 * Checks a body against its schema and gives every value its type: forms carry everything as text.
 *
 * @param isForm  the body came as multipart/form-data
 * @param ignoreUnknown  unknown fields are dropped instead of refused
 * @throws ApiError 400 in schema validation's form, naming every wrong field
 */
export function validate(
	given: Fields,
	schema: Schema,
	{ isForm = false, ignoreUnknown = false } = {},
): Fields {
	const details: ErrorDetail[] = [];
	const values: Fields = {};
	for (const name of Object.keys(given)) {
		if (schema[name] === undefined && !ignoreUnknown) {
			details.push({ type: 'extra_forbidden', loc: [name], msg: 'Extra inputs are not permitted' });
		}
	}
	for (const [name, rule] of Object.entries(schema)) {
		const value = given[name];
		if (value === undefined || (value === null && !rule.nullable)) {
			if (rule.required) details.push({ type: 'missing', loc: [name], msg: 'Field required' });
			continue;
		}
		if (value === null) {
			values[name] = null;
			continue;
		}
		const typed = isForm ? fromForm(value, rule) : value;
		const result = TYPES[rule.type](typed);
		const problem = result instanceof Problem ? result : limits(result, rule);
		if (problem) details.push({ type: problem.type, loc: [name], msg: problem.msg });
		else values[name] = result;
	}
	if (details.length > 0) throw invalid(details);
	return values;
}

class Problem {
	constructor(
		readonly type: string,
		readonly msg: string,
	) {}
}

const TRUE = new Set<unknown>([true, 1, '1', 'true', 'True', 'on', 'yes']);
const FALSE = new Set<unknown>([false, 0, '0', 'false', 'False', 'off', 'no']);

const TYPES: Record<Rule['type'], (value: unknown) => unknown> = {
	any: (value) => value,
	string: (value) =>
		typeof value === 'string'
			? value
			: new Problem('string_type', 'Input should be a valid string'),
	boolean: (value) => {
		if (TRUE.has(value)) return true;
		if (FALSE.has(value)) return false;
		return new Problem('bool_parsing', 'Input should be a valid boolean');
	},
	integer: (value) => {
		const found = toNumber(value);
		return Number.isInteger(found)
			? found
			: new Problem('int_parsing', 'Input should be a valid integer');
	},
	number: (value) => {
		const found = toNumber(value);
		return Number.isFinite(found)
			? found
			: new Problem('float_parsing', 'Input should be a valid number');
	},
	strings: (value) => {
		if (!Array.isArray(value)) return new Problem('list_type', 'Input should be a valid list');
		return value.every((entry) => typeof entry === 'string')
			? value
			: new Problem('string_type', 'Every entry should be a valid string');
	},
	list: (value) =>
		Array.isArray(value) ? value : new Problem('list_type', 'Input should be a valid list'),
	object: (value) =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? value
			: new Problem('dict_type', 'Input should be a valid dictionary'),
};

function toNumber(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

function limits(value: unknown, rule: Rule): Problem | undefined {
	const { min, max, minLength, maxLength, oneOf } = rule;
	if (typeof value === 'number') {
		if (min !== undefined && value < min) {
			return new Problem('greater_than_equal', `Input should be greater than or equal to ${min}`);
		}
		if (max !== undefined && value > max) {
			return new Problem('less_than_equal', `Input should be less than or equal to ${max}`);
		}
	}
	if (typeof value === 'string' || Array.isArray(value)) {
		if (minLength !== undefined && value.length < minLength) {
			return new Problem('too_short', `Length should be at least ${minLength}`);
		}
		if (maxLength !== undefined && value.length > maxLength) {
			return new Problem('too_long', `Length should be at most ${maxLength}`);
		}
	}
	if (oneOf && !oneOf.includes(value as string)) {
		return new Problem('enum', `Input should be one of ${oneOf.join(', ')}`);
	}
	return undefined;
}

/**
 * How lists are written in forms is documented nowhere, so every way in use is read: the field
 * repeated, a JSON array, or values joined by commas. Objects are JSON text.
 */
function fromForm(value: unknown, rule: Rule): unknown {
	if (rule.type === 'strings' || rule.type === 'list') {
		const entries = Array.isArray(value) ? value : [value];
		if (entries.length !== 1 || typeof entries[0] !== 'string') return entries;
		const [text] = entries as [string];
		const parsed = parseJson(text);
		if (Array.isArray(parsed)) return parsed;
		return text === '' ? [] : text.split(',').map((entry) => entry.trim());
	}
	const single: unknown = Array.isArray(value) ? value.at(-1) : value;
	if (rule.type === 'object' && typeof single === 'string') return parseJson(single);
	return single;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
