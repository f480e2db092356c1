import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkflowDefinition, WorkflowNode } from './client.mts';
import { projectRoot } from './paths.mts';

const FOLDER = join(projectRoot, 'examples');

/** The names of all importable workflows. */
export const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** Reads one of the importable workflows as it is, by the name of its file without `.json`. */
export const readExample = async (name: string): Promise<WorkflowDefinition> =>
	JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8'));

/**
 * Does to a workflow what the editor does when a user imports it and picks a credential: every node
 * gets an id, every webhook a path of its own, every credential placeholder an existing credential.
 *
 * @param credential the Veryfi account
 * @param parameters by node name: values to put over the example's own
 * @param others credentials of other services by their type
 */
export function importWorkflow(
	definition: WorkflowDefinition,
	credential: { id: string; name: string },
	parameters: Record<string, Record<string, unknown>> = {},
	others: Record<string, { id: string; name: string }> = {},
): WorkflowDefinition {
	return {
		...definition,
		nodes: definition.nodes.map((node) => ({
			...node,
			id: randomUUID(),
			webhookId: randomUUID(),
			parameters: { ...node.parameters, ...parameters[node.name] },
			...(node.credentials && {
				credentials: Object.fromEntries(
					Object.keys(node.credentials).map((type) => [type, others[type] ?? credential]),
				),
			}),
		})),
	};
}

/**
 * Enters values in one of a workflow's Edit Fields nodes, as a user fills in its settings.
 *
 * @throws Error when the node does not have such a field
 */
export function fillIn(
	{ nodes }: WorkflowDefinition,
	nodeName: string,
	values: Record<string, unknown>,
): void {
	const node = nodes.find(({ name }) => name === nodeName);
	if (!node) throw new Error(`There is no node ${nodeName}.`);
	const { assignments } = node.parameters.assignments as {
		assignments: Array<{ name: string; value: unknown }>;
	};
	for (const [name, value] of Object.entries(values)) {
		const assignment = assignments.find((candidate) => candidate.name === name);
		if (!assignment) throw new Error(`${nodeName} has no field ${name}.`);
		assignment.value = value;
	}
}

/** The URL that a Veryfi Trigger registers when its workflow is published. */
export function triggerUrl(n8nUrl: string, nodes: WorkflowNode[]): string {
	const trigger = nodes.find(({ type }) => type.endsWith('.veryfiTrigger'));
	if (!trigger?.webhookId) throw new Error('The workflow has no Veryfi Trigger with a webhook id.');
	return `${n8nUrl}/webhook/${trigger.webhookId}/webhook`;
}
