import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isInDoubt } from '../shared/api/errors';
import type { VeryfiRequest } from '../shared/api/transport';
import { veryfiRequest } from '../shared/api/transport';
import { sharedBy } from '../shared/concurrency/sharedBy';

/** A request for an input item. */
export type ItemRequest = VeryfiRequest & { itemIndex: number };

/** By input item, as each run of a node has items of its own, and every try of the run has the same. */
const answersFor = sharedBy<object, Map<string, Promise<unknown>>>(() => new Map());

/**
 * Sends a request that changes something, unless another try of the node's run (Retry On Fail: n8n runs the node
 * again with all of its items) has sent it for the item. What Veryfi has taken is then answered as it was the first
 * time; what it may have taken fails as it did.
 *
 * @throws NodeApiError as `veryfiRequest` does
 */
export async function sendOnce<T = IDataObject>(
	context: IExecuteFunctions,
	request: ItemRequest,
): Promise<T> {
	const { method, path, itemIndex } = request;
	if (method === 'GET') return await veryfiRequest<T>(context, request);
	const known = answersFor(context.getInputData()[itemIndex]);
	const what = `${method} ${path}`;
	const earlier = known.get(what);
	if (earlier) return (await earlier) as T;
	const answer = veryfiRequest<T>(context, request);
	known.set(what, answer);
	void answer.catch((error) => {
		// An update or a deletion that is made twice is made.
		if (method !== 'POST' || !isInDoubt(error)) known.delete(what);
	});
	return await answer;
}
