import type { IDataObject } from 'n8n-workflow';

import { isInDoubt } from '../shared/api/errors';
import type { VeryfiRequest } from '../shared/api/transport';
import { veryfiRequest } from '../shared/api/transport';
import { sharedBy } from '../shared/concurrency/sharedBy';
import type { Item } from '../shared/fields/item';

/** By input item, as each run of a node has items of its own, and every try of the run has the same. */
const answersFor = sharedBy<object, Map<string, Promise<unknown>>>(() => new Map());

/**
 * Sends a request that changes something, unless another try of the node's run (Retry On Fail: n8n runs the node
 * again with all of its items) has sent it for the item. What Veryfi has taken is then answered as it was the first
 * time; what it may have taken fails as it did.
 *
 * @throws NodeApiError as `veryfiRequest` does
 */
export async function sendOnce<T = IDataObject>(item: Item, request: VeryfiRequest): Promise<T> {
	const { method, path } = request;
	const send = async () =>
		await veryfiRequest<T>(item.context, { ...request, itemIndex: item.index });
	if (method === 'GET') return await send();
	const known = answersFor(item.input);
	const what = `${method} ${path}`;
	const earlier = known.get(what);
	if (earlier) return (await earlier) as T;
	const answer = send();
	known.set(what, answer);
	void answer.catch((error) => {
		// An update or a deletion that is made twice is made.
		if (method !== 'POST' || !isInDoubt(error)) known.delete(what);
	});
	return await answer;
}
