import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { pause } from '../shared/pacing';
import { veryfiRequest } from '../shared/transport';

export interface Wait {
	/** Path of what is waited for; it ends with the id. */
	path: string;
	formerPath?: string;
	itemIndex: number;
	/** Milliseconds. */
	limit: number;
}

/** Milliseconds between two looks: the first, and the most that they grow to. */
const FIRST_LOOK = 1_000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.5;

/**
 * Milliseconds during which "not found" is believed to mean "not yet": whether Veryfi shows a document
 * while it is being processed is documented nowhere.
 */
const GRACE = 10_000;

const IN_PROGRESS = /in_progress$/;

/** @returns undefined when Veryfi does not know the document */
async function look(context: IExecuteFunctions, wait: Wait): Promise<IDataObject | undefined> {
	try {
		return await veryfiRequest(context, {
			method: 'GET',
			path: wait.path,
			formerPath: wait.formerPath,
			itemIndex: wait.itemIndex,
		});
	} catch (error) {
		if (error instanceof NodeApiError && error.httpCode === '404') return undefined;
		throw new NodeApiError(context.getNode(), error as never, { itemIndex: wait.itemIndex });
	}
}

/**
 * Looks after a submitted document or set until it is finished: often at first, then less and less.
 *
 * @throws NodeOperationError when it failed, is gone, or is not finished within the limit; each names the
 *   document's id, so that nothing has to be submitted again
 */
export async function waitUntilFinished(
	context: IExecuteFunctions,
	wait: Wait,
): Promise<IDataObject> {
	const { itemIndex } = wait;
	const id = wait.path.split('/').at(-1);
	const signal = context.getExecutionCancelSignal();
	const started = Date.now();
	const fail = (message: string, description: string) =>
		new NodeOperationError(context.getNode(), message, { itemIndex, description });

	for (let interval = FIRST_LOOK; ; interval = Math.min(interval * GROWTH, LONGEST_PAUSE)) {
		const left = started + wait.limit - Date.now();
		if (left <= 0) {
			throw fail(
				`Document ${id} is not finished after ${wait.limit / 1000} seconds`,
				`Veryfi goes on processing it: get it later by its ID ${id}, or raise Time Limit. Do not submit it again.`,
			);
		}
		await pause(Math.min(interval, left), signal);
		if (signal?.aborted) {
			throw fail(
				`The execution was cancelled while document ${id} was being processed`,
				`Veryfi goes on processing it: get it later by its ID ${id}.`,
			);
		}
		const document = await look(context, wait);
		const status = String(document?.status ?? '');
		if (status === 'failed') {
			throw fail(
				`Veryfi could not process document ${id}`,
				'Check the file. The reason comes with the document.failed event to the Veryfi Trigger node.',
			);
		}
		if (document && !IN_PROGRESS.test(status)) return document;
		if (!document && Date.now() - started > GRACE) {
			throw fail(
				`Veryfi does not know document ${id}: it failed or was deleted`,
				'Check the file. The reason comes with the document.failed event to the Veryfi Trigger node.',
			);
		}
	}
}
