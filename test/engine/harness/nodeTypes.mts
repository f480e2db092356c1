/** The node types that the workflows of the engine tests are made of: ours, and a start node. */
import type { INodeType, INodeTypes } from 'n8n-workflow';
import { NodeConnectionTypes, NodeHelpers } from 'n8n-workflow';

import { Veryfi } from '../../../nodes/Veryfi/Veryfi.node.ts';
import { VeryfiTrigger } from '../../../nodes/VeryfiTrigger/VeryfiTrigger.node.ts';

const start: INodeType = {
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Emits the items that the test gives to the workflow',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

/** As n8n gives the action node to an AI agent: the name is what fields for tools alone are shown by. */
const tool = new Veryfi();
tool.description.name += 'Tool';

const types: Record<string, INodeType> = {
	start,
	veryfi: new Veryfi(),
	veryfiTool: tool,
	veryfiTrigger: new VeryfiTrigger(),
};

export const nodeTypes: INodeTypes = {
	getByName: (name) => types[name],
	getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(types[name], version),
	getKnownTypes: () => ({}),
};

/** The version that a node gets when a user puts it on the canvas today. */
export function latestVersion(name: string): number {
	const { version, defaultVersion } = types[name].description;
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}
