import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { Veryfi } from '../../nodes/Veryfi/Veryfi.node.ts';
import { VeryfiTrigger } from '../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';
import { importWorkflow, readExample, triggerUrl } from './examples.mts';
import { PACKAGE } from './package.mts';
import { projectRoot } from './paths.mts';

const NODES: Record<string, INodeType> = {
	[`${PACKAGE}.veryfi`]: new Veryfi(),
	[`${PACKAGE}.veryfiTool`]: new Veryfi(),
	[`${PACKAGE}.veryfiTrigger`]: new VeryfiTrigger(),
};

/** What n8n adds to a node that an agent uses. */
const OF_TOOLS = ['descriptionType', 'toolDescription'];

const files = readdirSync(join(projectRoot, 'examples')).filter((name) => name.endsWith('.json'));

describe.each(files)('examples/%s', (file) => {
	const read = () => readExample(file.replace('.json', ''));

	it('carries nothing of the n8n it was made in', async () => {
		const example = await read();
		expect(Object.keys(example).sort()).toEqual(['connections', 'name', 'nodes', 'settings']);
		for (const { id, webhookId, credentials } of example.nodes) {
			expect([id, webhookId]).toEqual([undefined, undefined]);
			for (const placeholder of Object.values(credentials ?? {})) {
				expect(Object.keys(placeholder)).toEqual(['name']);
			}
		}
	});

	it('sets only parameters that our nodes have, in their newest version', async () => {
		for (const { type, typeVersion, parameters } of (await read()).nodes) {
			if (!type.startsWith(PACKAGE)) continue;
			const { properties, version } = NODES[type].description;
			expect([version].flat().at(-1)).toBe(typeVersion);
			expect([...properties.map(({ name }) => name), ...OF_TOOLS]).toEqual(
				expect.arrayContaining(Object.keys(parameters)),
			);
		}
	});
});

describe('importing an example', () => {
	it('gives every node an id, and the trigger a URL of its own', async () => {
		const example = await readExample('finished-documents');
		const credential = { id: '1', name: 'Veryfi' };
		const [first, second] = [1, 2].map(() => importWorkflow(example, credential));
		expect(new Set([...first.nodes, ...second.nodes].map(({ id }) => id)).size).toBe(
			2 * example.nodes.length,
		);
		expect(triggerUrl('https://n8n', first.nodes)).not.toBe(
			triggerUrl('https://n8n', second.nodes),
		);
		expect(first.nodes[0].credentials).toEqual({ veryfiAsyncApi: credential });
	});
});
