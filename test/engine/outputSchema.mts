import type { IDataObject } from 'n8n-workflow';

/** The part of JSON Schema in which n8n's editor wants to be told what a node puts out. */
export interface Schema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** What a member is when the sample has nothing in it, by its name; all others are texts. */
const BOOLEANS = /^is_/;
const NUMBERS =
	/^id$|(^|_)(amount|balance|base|discount|duplicate_of|price|quantity|rate|shipping|subtotal|tax|tip|total)$/;

const emptyMember = (name: string): Schema => ({
	type: BOOLEANS.test(name) ? 'boolean' : NUMBERS.test(name) ? 'number' : 'string',
});

function merge(a: Schema, b: Schema): Schema {
	if (a.type === 'null' || (a.type === b.type && a.type !== 'object' && a.type !== 'array'))
		return b;
	if (b.type !== a.type) return a;
	if (a.type === 'array')
		return {
			type: 'array',
			items: a.items && b.items ? merge(a.items, b.items) : (a.items ?? b.items),
		};
	const properties = { ...a.properties };
	for (const [name, schema] of Object.entries(b.properties ?? {})) {
		properties[name] = properties[name] ? merge(properties[name], schema) : schema;
	}
	return { type: 'object', properties };
}

function describe(value: unknown): Schema {
	if (value === null || value === undefined) return { type: 'null' };
	if (Array.isArray(value)) {
		const items = value.map(describe);
		return { type: 'array', ...(items.length > 0 && { items: items.reduce(merge) }) };
	}
	if (typeof value !== 'object') return { type: typeof value as 'string' };
	return {
		type: 'object',
		properties: Object.fromEntries(
			Object.entries(value).map(([name, member]) => [name, describe(member)]),
		),
	};
}

/** Puts a kind to what was empty. */
function complete(schema: Schema, name = ''): Schema {
	if (schema.type === 'null') return emptyMember(name);
	// Of an empty list it is not known what would be in it.
	if (schema.type === 'array') {
		return schema.items ? { type: 'array', items: complete(schema.items, name) } : schema;
	}
	if (schema.type !== 'object') return schema;
	return {
		type: 'object',
		properties: Object.fromEntries(
			Object.entries(schema.properties ?? {}).map(([member, inner]) => [
				member,
				complete(inner, member),
			]),
		),
	};
}

/** What items have in common, as far as they show it. */
export const schemaOf = (items: IDataObject[]): Schema =>
	complete(items.map(describe).reduce(merge, { type: 'object', properties: {} }));
