import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';

import { describe, expect, it } from '@jest/globals';
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Veryfi } from '../../../nodes/Veryfi/Veryfi.node.ts';
import { products } from '../../../nodes/shared/products/products.ts';
import { VeryfiTrigger } from '../../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import { resources } from '../../../nodes/Veryfi/resources/index.ts';

const { description } = new Veryfi();
const { properties } = description;

/** The fields that the editor shows for an operation, whatever the other fields say. */
const fieldsOf = (resource: string, operation: string) =>
	properties.filter(({ displayOptions: { show, hide } = {} }) => {
		const isChosen = show?.resource?.includes(resource) && show.operation?.includes(operation);
		// A tool has a field of the same name in its place.
		return isChosen && !hide?.['@tool'];
	});

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({ resource, operation })),
);

it.each([
	['Veryfi', new Veryfi()],
	['VeryfiTrigger', new VeryfiTrigger()],
])('the codex file of %s is of the version that n8n creates', (name, { description }) => {
	const file = new URL(`../../../nodes/${name}/${name}.node.json`, import.meta.url);
	const { node, nodeVersion } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
	expect(node).toBe(`n8n-nodes-veryfi-async.${description.name}`);
	expect(Number(nodeVersion)).toBe([description.version].flat().at(-1));
});

const menus = operations.flatMap(({ resource, operation }) =>
	operation.properties
		.filter(({ type }) => type === 'collection')
		.map((menu) => ({
			title: `${resource.name}: ${operation.name}, ${menu.displayName}`,
			menu,
			entries: menu.options as INodeProperties[],
			operation,
		})),
);

it('names the unit of every duration', () => {
	const fields = [...properties, ...new VeryfiTrigger().description.properties];
	const entries = fields.flatMap(({ options = [] }) => options as INodeProperties[]);
	const durations = [...fields, ...entries].filter(
		({ type, displayName, description: text = '' }) =>
			type === 'number' && /timeout|wait|second|minute|hour/i.test(`${displayName} ${text}`),
	);
	const names = durations.map(({ displayName }) => displayName);
	expect(names).toEqual(
		expect.arrayContaining(['Max Wait (Seconds)', 'Request Timeout (Seconds)']),
	);
	expect(names.filter((name) => /timeout|wait/i.test(name) && !/\(Seconds\)$/.test(name))).toEqual(
		[],
	);
});

it.each(menus)('keeps the menu short: $title', ({ entries }) => {
	const names = entries.map(({ displayName }) => displayName);
	expect(names.filter((name) => /deprecated/i.test(name))).toEqual([]);
	expect(names.filter((name) => /(^|Meta )External ID$/.test(name)).length).toBeLessThan(2);
	expect(names.filter((name) => /\b(Before|After)$/.test(name))).toEqual([]);
	expect(names[0]).not.toMatch(/Delete|Remove/);
});

it.each(
	menus.filter(
		({ entries, operation }) =>
			operation.properties.some(({ name }) => name === 'simplify') &&
			entries.some(({ name }) => name === 'boundingBoxes'),
	),
)('hides what Simplify would take away again: $title', ({ entries }) => {
	for (const entry of entries) {
		if (!['boundingBoxes', 'confidenceDetails'].includes(entry.name)) continue;
		const isShown = (simplify: boolean) => {
			const root = { simplify } as INodeParameters;
			return NodeHelpers.displayParameter({}, entry, { typeVersion: 1 }, null, root);
		};
		expect(isShown(false)).toBe(true);
		expect(isShown(true)).toBe(false);
	}
});

it('has every product as a resource', () => {
	expect(resources.map(({ value }) => value)).toEqual(
		expect.arrayContaining(products.map(({ key }) => key)),
	);
});

it.each(
	operations.map((entry) => [`${entry.resource.name}: ${entry.operation.name}`, entry] as const),
)('%s shows exactly its own fields, in its own order', (_, { resource, operation }) => {
	const shown = fieldsOf(resource.value, operation.value);
	expect(shown.map(({ name }) => name)).toEqual(operation.properties.map(({ name }) => name));
	expect(shown.length).toBeLessThanOrEqual(16);
});

/** Options of collections are fields, too. */
const allFields = (fields: INodeProperties[]): INodeProperties[] =>
	fields.flatMap((field) => [
		field,
		...(field.type === 'collection' ? allFields(field.options as INodeProperties[]) : []),
	]);

const ofTrigger = allFields(new VeryfiTrigger().description.properties);

describe.each([
	['the node', allFields(properties)],
	['the trigger', ofTrigger],
])('by the UX guidelines of n8n, of %s', (_, fields) => {
	it('names are in Title Case, descriptions are sentences without a final period', () => {
		for (const { displayName, description } of fields) {
			expect(displayName).toMatch(/^[A-Z]/);
			expect(description ?? 'Ok').toMatch(/^[A-Z"]/);
			const isOneSentence = !(description ?? '').includes('. ');
			if (isOneSentence) expect(description ?? '').not.toMatch(/\.$/);
		}
	});

	it('booleans say "Whether"', () => {
		for (const { type, description } of fields) {
			if (type === 'boolean') expect(description).toMatch(/^Whether /);
		}
	});

	it('texts without a default have a placeholder, unless they are secret', () => {
		const bare = fields.filter(
			({ type, default: initial, placeholder, typeOptions }) =>
				type === 'string' && initial === '' && !placeholder && !typeOptions?.password,
		);
		expect(bare.map(({ displayName }) => displayName)).toEqual([]);
	});

	it('placeholders are examples', () => {
		for (const { type, placeholder } of fields) {
			if (placeholder && type !== 'collection') expect(placeholder).toMatch(/^e\.g\. /);
		}
	});

	it('no label or description says "binary"', () => {
		const texts = fields.flatMap(({ displayName, description, hint, type, options = [] }) => [
			...[displayName, description, hint],
			...(/ptions$/.test(type) ? (options as INodePropertyOptions[]) : []).flatMap((option) => [
				option.name,
				option.description,
			]),
		]);
		expect(texts.filter((text) => /binary/i.test(text ?? ''))).toEqual([]);
	});

	it('hints have at most 120 characters', () => {
		expect(fields.filter(({ hint }) => (hint ?? '').length > 120)).toEqual([]);
	});

	it('collections are in alphabetical order', () => {
		for (const { type, options } of fields) {
			if (type !== 'collection') continue;
			const names = (options as INodeProperties[]).map(({ displayName }) => displayName);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});
});

it('has operations that say what they do, in sentence case and without articles', () => {
	for (const { operation } of operations) {
		expect(operation.action).toMatch(/^[A-Z][a-z]/);
		expect(operation.action).not.toMatch(/\b(an?|the)\b/i);
		expect(operation.description).not.toBe(operation.action);
		const isOneSentence = !operation.description.includes('. ');
		if (isOneSentence) expect(operation.description).not.toMatch(/\.$/);
	}
});

it('has descriptions that begin with "Retrieve" for Get, and with "Retrieve a list of" for Get Many', () => {
	const beginnings = { get: /^Retrieve /, getMany: /^Retrieve a list of / };
	for (const [name, beginning] of Object.entries(beginnings)) {
		const found = operations.filter(({ operation }) => operation.value === name);
		expect(found.length).toBeGreaterThan(1);
		for (const { operation } of found) expect(operation.description).toMatch(beginning);
	}
});

it('begins with receipts and invoices, and with what they are submitted by', () => {
	const [resource, operation] = properties;
	const names = (resource.options ?? []).map(({ name }) => name);
	expect(names[0]).toBe('Receipt or Invoice');
	expect(names.slice(1)).toEqual(names.slice(1).sort((a, b) => a.localeCompare(b)));
	expect((operation.options ?? []).map(({ name }) => name).slice(0, 2)).toEqual([
		'Process',
		'Submit',
	]);
});

/** By these the trigger keeps documents back; the node asks for values under the same names. */
const CONDITIONS = new Set(['documentTypes', 'isDuplicate', 'tags']);

it('says the same as the trigger of what both ask', () => {
	const words = ({ displayName, description, options }: INodeProperties) =>
		JSON.stringify({ displayName, description, options });
	const shared = ofTrigger.filter(({ name, type }) => {
		const isOther = type === 'collection' || CONDITIONS.has(name);
		return !isOther && allFields(properties).some((field) => field.name === name);
	});
	expect(shared.map(({ name }) => name).sort()).toEqual([
		'boundingBoxes',
		'confidenceDetails',
		'file',
		'ifWebhookUrlIsInUse',
		'outputField',
		'reviewBelow',
		'reviewChecks',
		'scoresBeside',
		'simplify',
	]);
	for (const field of shared) {
		const twins = allFields(properties).filter(({ name }) => name === field.name);
		expect(twins.map(words)).toContain(words(field));
	}
});

it('has names of fields once only in an operation', () => {
	for (const { resource, operation } of operations) {
		const names = operation.properties.map(({ name }) => name);
		expect([resource.value, operation.value, new Set(names).size]).toEqual([
			resource.value,
			operation.value,
			names.length,
		]);
	}
});

it('tells a custom document from an invoice wherever an action is offered', () => {
	const ofBlueprints = operations.filter(({ resource }) => resource.value === 'anyDocument');
	for (const { operation } of ofBlueprints) expect(operation.action).toContain('(blueprint)');
});

it('has no menu of more than 40 entries', () => {
	const menus = allFields(properties).filter(({ type }) => type === 'collection');
	const lengths = menus.map(({ displayName, options = [] }) => [displayName, options.length]);
	expect(lengths.filter(([, length]) => Number(length) > 40)).toEqual([]);
});

it('has a list to look up for every field that offers one, and takes an ID or a name as well', () => {
	const { listSearch } = new Veryfi().methods;
	const locators = allFields(properties).filter(({ type }) => type === 'resourceLocator');
	for (const { modes = [] } of locators) {
		const [list, typed] = modes;
		expect(Object.keys(listSearch)).toContain(list.typeOptions?.searchListMethod);
		expect(typed).toMatchObject({ type: 'string', placeholder: expect.stringMatching(/^e\.g\. /) });
	}
});

const subtitleOf = ($parameter: object, subtitle = description.subtitle!) =>
	runInNewContext(subtitle.replace(/^={{|}}$/g, ''), { $parameter }) as string;

it('is subtitled by names, for values are not for users, and by what the canvas has room for', () => {
	for (const { resource, operation } of operations) {
		const subtitle = subtitleOf({ resource: resource.value, operation: operation.value });
		const both = `${operation.name}: ${resource.name.replace(' (Blueprint)', '')}`;
		expect(subtitle).toBe(both.length > 28 ? operation.name : both);
	}
});

it.each([
	['submit', 'document', 'Submit: Receipt or Invoice'],
	['getManySplits', 'document', 'Get Many Splits'],
	['getMany', 'anyDocument', 'Get Many: Custom Document'],
	['processWithRemittance', 'check', 'Process with Remittance'],
	['mutate', 'hologram', 'mutate: hologram'],
])('is subtitled, for %s of %s, "%s"', (operation, resource, subtitle) => {
	expect(subtitleOf({ operation, resource })).toBe(subtitle);
});

it('is subtitled as a tool by what has room below a smaller node', () => {
	const { usableAsTool } = description;
	const { subtitle } = (typeof usableAsTool === 'object' && usableAsTool.replacements) || {};
	const ofDocument = (operation: string) =>
		subtitleOf({ operation, resource: 'document' }, subtitle);
	expect(ofDocument('get')).toBe('Get: Receipt or Invoice');
	expect(ofDocument('getMany')).toBe('Get Many');
});

it.each([
	['veryfi', 'Document', 'Line Item'],
	['veryfiTool', 'Document ID', 'Line Item ID'],
])('asks %s for %s and %s: a model knows a field by its label only', (name, ...labels) => {
	const parameters = { resource: 'lineItem', operation: 'get' };
	const shown = properties.filter(
		(field) =>
			field.type === 'resourceLocator' &&
			NodeHelpers.displayParameter(parameters, field, { typeVersion: 1 }, { ...description, name }),
	);
	expect(shown.map(({ displayName }) => displayName)).toEqual(labels);
});

it('says of Submit that it can wait where it can', () => {
	for (const { operation } of operations.filter(({ operation: { value } }) => value === 'submit')) {
		const canWait = operation.properties.some(({ name }) => name === 'waitForResult');
		expect(operation.description.includes('wait')).toBe(canWait);
	}
});

it.each([
	[{ operation: 'submit', waitForResult: false }, 'turn on <b>Wait for Result</b>'],
	[{ operation: 'submit' }, '<b>Veryfi Trigger</b>.'],
	[{ operation: 'submit', waitForResult: true }, undefined],
	[{ operation: 'process' }, undefined],
])('after %j it says how to get the data, if that is not there yet', ($parameter, expected) => {
	const shown = (description.hints ?? []).filter(({ displayCondition }) =>
		runInNewContext(displayCondition!.replace(/^={{|}}$/g, ''), { $parameter }),
	);
	expect(shown.map(({ message }) => message)).toEqual(
		expected === undefined ? [] : [expect.stringContaining(expected)],
	);
});

it("names the trigger to n8n's assistant by its type", () => {
	const [{ nodeType }] = description.builderHint?.relatedNodes ?? [];
	expect(nodeType).toBe(`n8n-nodes-veryfi-async.${new VeryfiTrigger().description.name}`);
});

it('takes a file by the field that n8n calls Input Data Field Name, and puts one out by its counterpart', () => {
	const labels = properties.map(({ displayName }) => displayName);
	expect(labels).toEqual(
		expect.arrayContaining(['Input Data Field Name', 'Output Data Field Name']),
	);
});

it("describes Simplify in n8n's words", () => {
	const simplify = properties.filter(({ name }) => name === 'simplify');
	expect(simplify.length).toBeGreaterThan(0);
	const words = 'Whether to return a simplified version of the response instead of the raw data';
	for (const field of simplify) expect(field.description).toBe(words);
});

it('asks what to trigger on as n8n does, without a tooltip', () => {
	const events = new VeryfiTrigger().description.properties.find(({ name }) => name === 'events');
	expect([events?.displayName, events?.description]).toEqual(['Trigger On', undefined]);
});
