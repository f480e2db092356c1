import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';
import type { Stage } from '../e2e/stage.mts';
import { useStage } from '../e2e/useStage.mts';
import { projectRoot, readExample } from '../host/index.mts';
import { createExample, startExamples } from './stage.mts';

const names = readdirSync(join(projectRoot, 'examples'))
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

let stage: Stage;

useStage(startExamples, (started) => (stage = started));

describe.each(names)('examples/%s', (name) => {
	it('imports into n8n with known nodes and nothing that has to be filled in but credentials', async () => {
		const { nodes } = await createExample(stage, name);
		const types = await stage.client.nodeTypes(nodes);
		const issues = nodes.flatMap((node, index) =>
			parameterIssues(node as unknown as INode, types[index]),
		);
		expect(issues).toEqual([]);
	});

	it('tells in a note what it does and what to set', async () => {
		const notes = (await readExample(name)).nodes.filter(({ type }) =>
			type.endsWith('.stickyNote'),
		);
		expect(notes[0]?.parameters.content).toMatch(/^## \S/);
	});

	it('says in its notes which credential is needed, and that only one trigger can be published', async () => {
		const { nodes } = await readExample(name);
		const notes = nodes
			.map(({ parameters }) => (parameters.content as string | undefined) ?? '')
			.join('\n');
		if (nodes.some(({ credentials }) => credentials)) expect(notes).toMatch(/credential/i);
		if (nodes.some(({ type }) => type.endsWith('.veryfiTrigger')))
			expect(notes).toMatch(
				/only one (?:Veryfi Trigger can be published|workflow with a Veryfi Trigger)/i,
			);
	});

	it('stands in docs/examples.md', async () => {
		const page = await readFile(join(projectRoot, 'docs', 'examples.md'), 'utf8');
		expect(page).toContain(`(../examples/${name}.json)`);
	});
});

/** What the editor marks in red: required parameters without a value, and values of the wrong kind. */
function parameterIssues(node: INode, type: INodeTypeDescription): string[] {
	const { properties } = type;
	const given = node.parameters;
	// As the editor, which first puts the defaults where nothing is given.
	const parameters = NodeHelpers.getNodeParameters(properties, given, true, false, node, type);
	const filled = { ...node, parameters: parameters ?? {} };
	const { parameters: issues = {} } =
		NodeHelpers.getNodeParametersIssues(properties, filled, type) ?? {};
	return Object.values(issues).flatMap((texts) => texts.map((text) => `${node.name}: ${text}`));
}
