/** What an AI agent's tool does when somebody has only put it on the canvas. */
import { expect, it } from '@jest/globals';
import { NodeHelpers } from 'n8n-workflow';

import { resources } from '../../nodes/Veryfi/resources/index.ts';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import type { Stage } from './actionStage.mts';
import { useActionStage } from './useActionStage.mts';

let stage: Stage;

useActionStage(async (started) => {
	stage = started;
});

const seed = () => stage.veryfi.seedDocument({ vendor: { name: 'Papier Nord' }, total: 120 });

it('finds receipts and invoices, as a tool that nothing was entered in', async () => {
	seed();
	const { error, items } = await stage.engine.run({ type: 'veryfiTool', parameters: {} });
	expect(error).toBeUndefined();
	expect(items).toEqual([
		expect.objectContaining({
			json: expect.objectContaining({ vendor_name: 'Papier Nord', total: 120 }),
		}),
	]);
	expect([...stage.veryfi.documents.keys()]).toHaveLength(1);
});

/** The operation that n8n fills in where none was chosen. */
function first(resource: string, isTool: boolean): unknown {
	const { description } = new Veryfi();
	const filled = NodeHelpers.getNodeParameters(
		description.properties,
		{ resource },
		true,
		false,
		{ typeVersion: 1 },
		{ ...description, name: isTool ? 'veryfiTool' : 'veryfi' },
	);
	return filled?.operation;
}

it.each(resources)('begins with what only reads, as a tool: $name', ({ value, operations }) => {
	const names = operations.map((operation) => operation.value);
	const reads = ['getMany', 'get', 'classify'].find((name) => names.includes(name));
	expect(first(value, true)).toBe(reads);
	expect(first(value, false)).toBe(names[0]);
});

it.each(resources)('offers the same operations as a tool and as a node: $name', ({ value }) => {
	const { description } = new Veryfi();
	const offers = ['veryfi', 'veryfiTool'].map((name) => {
		const selectors = description.properties.filter(
			(field) =>
				field.name === 'operation' &&
				NodeHelpers.displayParameter(
					{ resource: value },
					field,
					{ typeVersion: 1 },
					{ ...description, name },
				),
		);
		expect(selectors).toHaveLength(1);
		return selectors[0].options;
	});
	expect(offers[1]).toEqual(offers[0]);
});
