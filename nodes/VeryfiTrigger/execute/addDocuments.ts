import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { ID } from '../../shared/api/answerShape';
import { connectionOf } from '../../shared/api/connection';
import { veryfiRequest } from '../../shared/api/transport';
import { inParallel } from '../../shared/concurrency/inParallel';
import { readDetailQuery } from '../../shared/fields/detailLevels';
import { withId } from '../../shared/fields/ids';
import type { Item } from '../../shared/fields/item';
import { readView } from '../../shared/fields/viewFields';
import { failedItem } from '../../shared/output/failedItem';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf, findProduct } from '../../shared/products/products';
import { describeEvent } from '../events';
import { readFile } from './documentFiles';
import { fitsFilters } from './documentFilters';
import { documentItem } from './documentItem';
import type { EventItem } from './items';

/** Whether the user wants documents, or just events. */
export const fetchDocument: INodeProperties = {
	displayName: 'Fetch Document',
	name: 'fetchDocument',
	type: 'boolean',
	default: true,
	description:
		'Whether to fetch the extracted data of each finished document, as Veryfi only delivers its ID',
};

/** What comes out for a document, or for an event without one. */
type Emitted = Pick<INodeExecutionData, 'json' | 'binary'>;

/** Requests in flight for one event, which may name hundreds of documents. */
const AT_ONCE = 8;

/**
 * Begins to read the credential for the documents of an event: n8n does that in the time in which its database also
 * says whether the event is new. What goes wrong here, the request meets again, and tells.
 */
export function readCredentialAhead(item: Item): void {
	const read = async () => {
		if (item.boolean(fetchDocument)) await connectionOf(item.context, item.index);
	};
	read().catch(() => undefined);
}

/**
 * Puts the document into each entry that has one, in order, and leaves out those that the filters keep back. With
 * "On Error" set to continue, a document that cannot be fetched, with its file where that is wanted, becomes an item
 * with the error in place of the document.
 *
 * @param item the input item that the event came in
 * @throws NodeApiError for the first document that could not be fetched, NodeOperationError for a file that could not
 *   be downloaded and for a field that cannot be read
 */
export async function addDocuments(item: Item, entries: EventItem[]): Promise<Emitted[]> {
	if (!item.boolean(fetchDocument)) return entries.map((json) => ({ json }));
	const goesOn = item.context.continueOnFail();
	const emitted = await inParallel(entries.length, AT_ONCE, async (index) => {
		const complete = addDocument(item, entries[index]);
		if (!goesOn) return await complete;
		return await complete.catch((error: NodeApiError): Emitted => ({ json: failedItem(error) }));
	});
	return emitted.flatMap((one) => one ?? []);
}

/** @returns undefined for a document that the filters keep back */
async function addDocument(item: Item, entry: EventItem): Promise<Emitted | undefined> {
	const { documentId } = entry;
	const event = describeEvent(entry.event);
	const product = event?.outcome === 'finished' ? findProduct(event.product) : undefined;
	if (product === undefined || documentId === undefined) return { json: entry };
	// Not sooner: what is wrong with the options is no concern of an event without a document.
	const view = readView(item);
	const query = readDetailQuery(item);
	const read = async () => await fetchOne(item, product, entry, query);
	const fetched = await read();
	const shown = present(product.key, withId(documentId, fetched), view);
	if (!fitsFilters(item, { record: fetched, shown })) return undefined;
	const json = documentItem(entry, shown);
	const binary = await readFile(item, documentId, fetched, read);
	return { json, ...(binary && { binary }) };
}

async function fetchOne(
	item: Item,
	product: Product,
	{ documentId, parentId, event }: EventItem,
	query: IDataObject,
): Promise<IDataObject> {
	try {
		return await veryfiRequest(item.context, {
			method: 'GET',
			...pathsOf(product, `${product.path}/${documentId}`),
			query,
			itemIndex: item.index,
			needed: ID,
		});
	} catch (error) {
		const { message, description, httpCode } = error as NodeApiError;
		const origin = parentId === undefined ? event : `${event} (split ${parentId})`;
		throw new NodeApiError(
			item.context.getNode(),
			{ message },
			{
				message: `Document ${documentId} of ${origin} could not be fetched. ${message}`,
				description: description ?? undefined,
				httpCode: httpCode ?? undefined,
				itemIndex: item.index,
			},
		);
	}
}
