import { plainNode, type Workflow } from '../host/index.mts';
import { TRIGGER, type Host, type Stage } from './stage.mts';
import { takeStock, type Stock } from './stock.mts';

/** Stands for what a user does with finished documents. */
const LAST_NODE = 'Book';

/** Publishes a workflow that has something after its Veryfi Trigger. */
export async function publishBooking<H extends Host>(
	stage: Stage<H>,
	parameters: Record<string, unknown> = {},
	settings: Record<string, unknown> = {},
): Promise<Workflow> {
	const book = plainNode(LAST_NODE, 'noOp', 1);
	const workflow = await stage.client.createWorkflow({
		name: 'Book finished documents',
		nodes: [{ ...stage.veryfiNode(TRIGGER, 'veryfiTrigger', 2, parameters), ...settings }, book],
		connections: { [TRIGGER]: { main: [[{ node: LAST_NODE, type: 'main', index: 0 }]] } },
	});
	await stage.publishOrFail(workflow);
	return workflow;
}

/** What became of the documents that such a workflow was to book; see `takeStock`. */
export const takeBookings = async <H extends Host>(
	title: string,
	{ client }: Stage<H>,
	workflow: Workflow,
	documents: number[],
): Promise<Stock> => await takeStock(title, client, workflow.id, LAST_NODE, documents);

/** Retries every failed execution, as a user does who comes to work in the morning, and says what became of them then. */
export async function retryBookings<H extends Host>(
	title: string,
	stage: Stage<H>,
	workflow: Workflow,
	documents: number[],
	{ failed }: Stock,
): Promise<Stock> {
	for (const { execution } of failed) await stage.client.retry(execution);
	return await takeBookings(`${title}, failed ones retried`, stage, workflow, documents);
}
