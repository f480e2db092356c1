import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { inParallel } from '../shared/concurrency/inParallel';
import { SerialByKey } from '../shared/concurrency/serialByKey';
import { Item } from '../shared/fields/item';
import { failedItem } from '../shared/output/failedItem';
import { readItemsAtOnce } from './fields/options';
import type { Operation, Output } from './operation';
import { WithFiles } from './operation';
import { stopWaiting } from './operations/waiting';

type NodeFailure = NodeApiError | NodeOperationError;

function asFailure(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeFailure {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex ??= itemIndex;
		return error;
	}
	return new NodeOperationError(context.getNode(), error as Error, { itemIndex });
}

/** What n8n drops with a failing node may have cost money, and would again: the user should know. */
const keepResults = (done: number, count: number) =>
	`${done} of ${count} items succeeded, but their output is lost: running the workflow again carries them out again. To keep their output, set 'On Error' to continue in the node's settings.`;

/** What errors said before it was told how many items succeeded: another try may end with the same error. */
const descriptions = new WeakMap<NodeFailure, string>();

/** IDs that an error names. */
const MOST_NAMED = 100;

/** What Veryfi has need not be submitted again. */
function tellOfBegun(begun: IDataObject[]): string {
	const ids = begun.map(({ id }) => id).filter((id) => id !== undefined);
	const more = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
	return ids.length === 0
		? ''
		: `Veryfi has what the other items submitted: get it by its ID (${ids.slice(0, MOST_NAMED).join(', ')}${more}) instead of submitting it again.`;
}

/**
 * @param others.begun what other items have submitted and whose outcome is lost with the failure
 * @param others.done how many of all items succeeded
 */
function tellOfOthers(
	failure: NodeFailure,
	{ begun, done, count }: { begun: IDataObject[]; done: number; count: number },
): void {
	const description = descriptions.get(failure) ?? failure.description ?? '';
	descriptions.set(failure, description);
	failure.description = [description, tellOfBegun(begun), done > 0 ? keepResults(done, count) : '']
		.filter((text) => text !== '')
		.join(' ');
}

/**
 * Carries an operation out for every input item: several at once, results in the order of the items,
 * each linked to its item.
 *
 * When an item fails and the node is not set to continue, no further item is begun, requests in flight
 * are waited for, what Veryfi is still processing is not, and the first failure is thrown.
 */
export async function runItems(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData().map((_, index) => new Item(context, index));
	const count = items.length;
	const results = new Array<INodeExecutionData[]>(count);
	const failures: Array<{ itemIndex: number; failure: NodeFailure }> = [];
	const serial = new SerialByKey();
	const goesOn = context.continueOnFail();
	const finishing: Array<Promise<void>> = [];
	const begun = new Map<number, IDataObject>();
	let stop!: () => void;
	const stopped = new Promise<void>((resolve) => (stop = resolve));

	const keep = (itemIndex: number, output: Output) => {
		const pairedItem = { item: itemIndex };
		results[itemIndex] =
			output instanceof WithFiles
				? [{ json: output.record, binary: output.files, pairedItem }]
				: [output].flat().map((json) => ({ json, pairedItem }));
	};

	const fail = (itemIndex: number, error: unknown) => {
		const failure = asFailure(context, error, itemIndex);
		if (goesOn) keep(itemIndex, failedItem(failure));
		else {
			failures.push({ itemIndex, failure });
			stop();
		}
	};

	const finish = async (itemIndex: number, begun: IDataObject) => {
		try {
			keep(itemIndex, (await operation.finish?.(items[itemIndex], begun)) ?? begun);
		} catch (error) {
			fail(itemIndex, error);
		}
	};

	const runItem = async (itemIndex: number) => {
		try {
			const run = async () => await operation.run(items[itemIndex]);
			const key = operation.serialKey?.(items[itemIndex]);
			const output = key === undefined ? await run() : await serial.run(key, run);
			const isFinal = Array.isArray(output) || output instanceof WithFiles;
			if (operation.finish && !isFinal) {
				begun.set(itemIndex, output);
				finishing.push(finish(itemIndex, output));
			} else keep(itemIndex, output);
		} catch (error) {
			fail(itemIndex, error);
		}
	};

	await inParallel(count, readItemsAtOnce(items[0]), async (itemIndex) => {
		if (failures.length === 0) await runItem(itemIndex);
	});
	await Promise.race([Promise.all(finishing), stopped]);

	if (failures.length > 0) {
		stopWaiting(context);
		const [{ itemIndex, failure }] = failures.sort((a, b) => a.itemIndex - b.itemIndex);
		begun.delete(itemIndex);
		const done = results.filter((result) => result !== undefined).length;
		tellOfOthers(failure, { begun: [...begun.values()], done, count });
		throw failure;
	}
	return results.flat();
}
