import {
	importWorkflow,
	readExample,
	type Execution,
	type Workflow,
	type WorkflowDefinition,
} from '../host/index.mts';
import { Stage, WITH_CODE } from '../e2e/stage.mts';
import { sized } from '../sized.mts';
import { online } from './standIns/internet.mts';

export interface ExampleOptions {
	/** By node name: parameters to put over the example's own. */
	parameters?: Record<string, Record<string, unknown>>;
	/** Credentials of other services by their type. */
	credentials?: Record<string, { id: string; name: string }>;
	/** What else a user would change before saving the workflow. */
	edit?: (definition: WorkflowDefinition) => void;
}

/**
 * By default n8n evaluates expressions in an isolated VM, which is a third of what these tests cost. `npm test` takes
 * n8n's older way, as the demo and the examples in `test/e2e` run by the default; `npm run test:all` has it everywhere.
 */
const EXPRESSIONS = sized<Record<string, string>>({ N8N_EXPRESSION_ENGINE: 'legacy' }, {});

/** A stage for examples; its n8n sees the stand-ins of the file's `Internet`, if it has one. */
export async function startExamples(): Promise<Stage> {
	const { env, ...options } = await online();
	return await Stage.shared({ ...options, env: { ...WITH_CODE, ...EXPRESSIONS, ...env } });
}

/** Imports an example as a user would, without publishing it. */
export async function createExample(
	stage: Stage,
	name: string,
	{ parameters, credentials, edit }: ExampleOptions = {},
): Promise<Workflow> {
	const example = await readExample(name);
	edit?.(example);
	return await stage.client.createWorkflow(
		importWorkflow(example, stage.credential, parameters, credentials),
	);
}

/** Imports and publishes an example. */
export async function publishExample(
	stage: Stage,
	name: string,
	options: ExampleOptions = {},
): Promise<Workflow> {
	const workflow = await createExample(stage, name, options);
	await stage.publishOrFail(workflow);
	return workflow;
}

/** Executions of a workflow with their data, oldest first, once there are `count` and all have ended. */
export async function ended(stage: Stage, workflow: Workflow, count = 1): Promise<Execution[]> {
	const summaries = await stage.executions(workflow.id, count);
	return await Promise.all(summaries.map(({ id }) => stage.client.execution(id)));
}

/** The workflows that fan-out gives documents to, by the node that does it: one for each kind. */
export const BRANCHES = [
	'Notify of Failed Document',
	'Read the Statement',
	'Enter Invoice',
	'Enter Receipt',
];

/** Publishes fan-out with a workflow for each of its branches. */
export const publishFanOut = (stage: Stage, receivers: Workflow[]): Promise<Workflow> =>
	publishExample(stage, 'fan-out', {
		parameters: Object.fromEntries(
			BRANCHES.map((name, index) => [name, { workflowId: chosen(receivers[index]) }]),
		),
	});

/** Does in an example what its notes say for one that another workflow calls: the account has one webhook URL. */
export function deactivateTrigger({ nodes }: WorkflowDefinition): void {
	for (const node of nodes) if (node.type.endsWith('.veryfiTrigger')) node.disabled = true;
}

/** Does what the editor's Execute Workflow button does, and gives the execution when it has ended. */
export async function runByHand(
	stage: Stage,
	workflow: Workflow,
	start: string,
): Promise<Execution> {
	const before = (await stage.client.allExecutions(workflow.id)).length;
	await stage.client.run(workflow.id, start);
	return (await ended(stage, workflow, before + 1))[before];
}

/** Connections of nodes that follow each other. */
export const chain = (...names: string[]): Record<string, unknown> =>
	Object.fromEntries(
		names
			.slice(1)
			.map((node, index) => [names[index], { main: [[{ node, type: 'main', index: 0 }]] }]),
	);

/** The reference to a workflow that a user picks from the list. */
export const chosen = ({ id }: Workflow) => ({ __rl: true, mode: 'list', value: id });
