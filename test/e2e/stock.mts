import type { Execution, ExecutionSummary, N8nClient } from '../host/index.mts';
import { isUnfinished, outputOf, PATIENCE_MS, waitFor } from '../host/index.mts';

/** One execution as far as documents are concerned. */
interface Entry {
	id: string;
	status: ExecutionSummary['status'];
	/** Documents that came out of the last node. */
	put: number[];
	/** The document that it was started for; undefined where n8n no longer has the event. */
	cause: number | undefined;
}

export interface Stock {
	entries: Entry[];
	/** Documents by what became of them. */
	once: number[];
	several: number[];
	/** In no finished execution, but in a failed one that can be retried. */
	failed: Array<{ document: number; execution: string }>;
	/** In no execution at all. */
	missing: number[];
}

/**
 * Says for every document what became of it, once every execution of the workflow has ended, and prints
 * the counts.
 *
 * @param node the workflow's last node
 */
export async function takeStock(
	title: string,
	client: N8nClient,
	workflowId: string,
	node: string,
	documents: number[],
): Promise<Stock> {
	const summaries = await settled(client, workflowId);
	const entries = await inParallel(summaries, 8, async ({ id }) =>
		toEntry(await client.execution(id), node),
	);
	const stock: Stock = { entries, once: [], several: [], failed: [], missing: [] };
	for (const document of documents) {
		const finished = entries.filter(
			({ status, put }) => status === 'success' && put.includes(document),
		);
		const failed = entries.find(({ status, cause }) => status !== 'success' && cause === document);
		if (finished.length === 1) stock.once.push(document);
		else if (finished.length > 1) stock.several.push(document);
		else if (failed) stock.failed.push({ document, execution: failed.id });
		else stock.missing.push(document);
	}
	report(title, documents, stock);
	return stock;
}

/**
 * All executions, when none is left that runs or waits and no more come. Seen twice: n8n looks for what runs and for
 * what has ended by two queries at once, and what ends between them is in neither.
 */
async function settled(client: N8nClient, workflowId: string): Promise<ExecutionSummary[]> {
	let before = -1;
	const list = () => client.allExecutions(workflowId);
	return await waitFor(
		'all executions to end',
		PATIENCE_MS,
		async () => {
			const found = await list();
			const isBusy = found.some(isUnfinished);
			const isSettled = !isBusy && found.length === before;
			before = isBusy ? -1 : found.length;
			return isSettled ? found : undefined;
		},
		async () => countBy((await list()).map(({ status }) => status)),
	);
}

function toEntry(execution: Execution, node: string): Entry {
	const { id, status, data } = execution;
	const [next] = data.executionData?.nodeExecutionStack ?? [];
	const event = next?.data.main?.[0]?.[0]?.json as { data?: { id?: number } } | undefined;
	const put = outputOf(execution, node).map(({ json }) => json.documentId as number);
	return { id, status, put, cause: event?.data?.id };
}

function report(title: string, documents: number[], stock: Stock): void {
	const { once, several, failed, missing, entries } = stock;
	const statuses = Object.entries(countBy(entries.map(({ status }) => status)))
		.map(([status, count]) => `${count} ${status}`)
		.join(', ');
	process.stderr.write(
		`  ${title}: ${documents.length} documents; in exactly one finished execution ${once.length}, in several ${several.length}, in a failed one ${failed.length}, in none ${missing.length} (executions: ${statuses})\n`,
	);
}

const countBy = (values: string[]): Record<string, number> =>
	values.reduce<Record<string, number>>(
		(counts, value) => ({ ...counts, [value]: (counts[value] ?? 0) + 1 }),
		{},
	);

async function inParallel<T, R>(
	values: T[],
	width: number,
	work: (value: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	let next = 0;
	await Promise.all(
		Array.from({ length: width }, async () => {
			while (next < values.length) {
				const index = next++;
				results[index] = await work(values[index]);
			}
		}),
	);
	return results;
}
