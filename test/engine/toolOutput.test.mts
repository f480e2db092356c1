/** How much an AI agent gets of a result. */
import { readdir, readFile } from 'node:fs/promises';

import { expect, it } from '@jest/globals';
import type { INode, INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import type { Stage } from './actionStage.mts';
import { byId } from './actionStage.mts';
import { CASES } from './operationCases.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage(async (started) => {
	stage = started;
});

const seed = () =>
	byId(
		stage.veryfi.seedDocument({
			total: 120,
			vendor: { name: 'Papier Nord' },
			line_items: [{ id: 1, order: 0, description: 'A4 paper', total: 120 }],
		}),
	);

/** What the agent's tool gives for one document. */
async function read(parameters: INodeParameters, operation = 'get') {
	const documentId = seed();
	const { error, items } = await stage.engine.run({
		type: 'veryfiTool',
		parameters: { resource: 'document', operation, documentId, ...parameters },
	});
	if (error) throw error;
	return items[0].json;
}

it('is simplified unless told otherwise, whatever Simplify says', async () => {
	const simplified = await read({});
	expect(simplified).toMatchObject({ vendor_name: 'Papier Nord', total: 120 });
	expect(Object.keys(await read({ simplify: false }))).toEqual(Object.keys(simplified));
	expect(Object.keys(await read({ output: 'simplified' }))).toEqual(Object.keys(simplified));
});

it('is what Veryfi returns when it is to be raw', async () => {
	expect(await read({ output: 'raw' })).toMatchObject({
		vendor: { name: 'Papier Nord' },
		meta: expect.anything(),
	});
});

it.each(['get', 'getMany'])('is the ID and the selected fields (%s)', async (operation) => {
	const outputFields = ['total', 'vendor_name'];
	const output = 'selectedFields';
	expect(await read({ output, outputFields }, operation)).toEqual({
		id: expect.any(Number),
		vendor_name: 'Papier Nord',
		total: 120,
	});
	const byExpression = '={{ ["total", "no_such_field"] }}';
	expect(await read({ output, outputFields: byExpression }, operation)).toEqual({
		id: expect.any(Number),
		total: 120,
	});
	expect(Object.keys(await read({ output }, operation))).toEqual(['id']);
});

it('keeps the review and the scores of the selected fields', async () => {
	const options = { reviewBelow: 0.985, scoresBeside: true };
	expect(await read({ output: 'selectedFields', outputFields: ['total'], options })).toEqual({
		id: expect.any(Number),
		total: 120,
		total_score: 0.98,
		total_ocr_score: 0.99,
		needs_review: true,
		review_reasons: ['low_score'],
		review_fields: expect.arrayContaining(['total']),
	});
});

it('cannot be something else', async () => {
	await expect(read({ output: 'everything' })).rejects.toMatchObject({
		message: expect.stringMatching(/^'Output' is "everything", which is none of these/),
	});
});

it('is not asked about outside of an agent, where a forgotten choice counts for nothing', async () => {
	const { items } = await stage.run({
		resource: 'document',
		operation: 'get',
		documentId: seed(),
		simplify: false,
		output: 'selectedFields',
		outputFields: ['total'],
	});
	expect(items[0].json).toHaveProperty('vendor.name', 'Papier Nord');
});

const SCHEMAS = 'nodes/Veryfi/__schema__/v1.0.0';

it('can be chosen wherever more than ten fields come out, by all fields that come out', async () => {
	const files = (await readdir(SCHEMAS, { recursive: true })).filter((file) =>
		file.endsWith('.json'),
	);
	const description = structuredClone(new Veryfi().description);
	const shown = (isTool: boolean, parameters: INodeParameters): INodeProperties[] => {
		const type = { ...description, name: isTool ? 'veryfiTool' : 'veryfi' };
		const node = { typeVersion: 1 } as INode;
		return description.properties.filter((field) =>
			NodeHelpers.displayParameter(parameters, field, node, type),
		);
	};
	const chosen = CASES.filter(({ resource, operation }) =>
		files.includes(`${resource.value}/${operation.value}.json`),
	);
	expect(chosen.length).toBe(CASES.length);
	let offered = 0;
	for (const { resource, operation, title } of chosen) {
		const path = `${SCHEMAS}/${resource.value}/${operation.value}.json`;
		const { properties } = JSON.parse(await readFile(path, 'utf8')) as { properties: object };
		const members = Object.keys(properties).filter((name) => name !== 'id');
		const parameters = { resource: resource.value, operation: operation.value };
		const all = { ...parameters, output: 'selectedFields', waitForResult: true };
		const names = (isTool: boolean) => shown(isTool, all).map(({ name }) => name);
		const field = shown(true, all).find(({ name }) => name === 'outputFields');
		expect(names(false)).not.toContain('output');
		expect([title, names(true).includes('output')]).toEqual([title, field !== undefined]);
		if (!field) {
			expect([title, members.length + 1 > 10]).toEqual([title, false]);
			continue;
		}
		offered++;
		expect(names(true)).not.toContain('simplify');
		expect(names(false)).toContain('simplify');
		// Of a blueprint only its author knows the fields.
		if (resource.value === 'anyDocument') continue;
		const values = (field.options as INodePropertyOptions[]).map(({ value }) => value);
		expect([title, values]).toEqual([title, expect.arrayContaining(members)]);
		expect(new Set(values).size).toBe(values.length);
	}
	expect(offered).toBeGreaterThan(40);
});
