import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { ID } from '../../shared/api/answerShape';
import { veryfiRequest } from '../../shared/api/transport';
import { inParallel } from '../../shared/concurrency/inParallel';
import { readDetailQuery } from '../../shared/fields/detailLevels';
import { withId } from '../../shared/fields/ids';
import { readBoolean } from '../../shared/fields/reading';
import { readView } from '../../shared/fields/viewFields';
import { failedItem } from '../../shared/output/failedItem';
import { present } from '../../shared/output/view';
import type { Product } from '../../shared/products/products';
import { pathsOf, findProduct } from '../../shared/products/products';
import { describeEvent } from '../events';
import { optionsFor } from '../triggerOptions';
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
 * Puts the document into each item that has one, in order, and leaves out those that the filters keep back. With
 * "On Error" set to continue, a document that cannot be fetched, with its file where that is wanted, becomes an item
 * with the error in place of the document.
 *
 * @param itemIndex the input item that the event came in
 * @throws NodeApiError for the first document that could not be fetched, NodeOperationError for a file that could not
 *   be downloaded and for a field that cannot be read
 */
export async function addDocuments(
	context: IExecuteFunctions,
	items: EventItem[],
	itemIndex: number,
): Promise<Emitted[]> {
	if (!readBoolean(context, itemIndex, fetchDocument)) return items.map((json) => ({ json }));
	const goesOn = context.continueOnFail();
	const emitted = await inParallel(items.length, AT_ONCE, async (index) => {
		const complete = addDocument(context, items[index], itemIndex);
		if (!goesOn) return await complete;
		return await complete.catch((error: NodeApiError): Emitted => ({ json: failedItem(error) }));
	});
	return emitted.flatMap((item) => item ?? []);
}

/** @returns undefined for a document that the filters keep back */
async function addDocument(
	context: IExecuteFunctions,
	item: EventItem,
	itemIndex: number,
): Promise<Emitted | undefined> {
	const { documentId } = item;
	const event = describeEvent(item.event);
	const product = event?.outcome === 'finished' ? findProduct(event.product) : undefined;
	if (product === undefined || documentId === undefined) return { json: item };
	// Not sooner: what is wrong with the options is no concern of an event without a document.
	const options = optionsFor(context, itemIndex);
	const view = readView(context, itemIndex, options);
	const query = readDetailQuery(context, itemIndex, options);
	const read = async () => await fetchOne(context, product, item, itemIndex, query);
	const fetched = await read();
	const shown = present(product.key, withId(documentId, fetched), view);
	if (!fitsFilters(context, itemIndex, { record: fetched, shown })) return undefined;
	const json = documentItem(item, shown);
	const binary = await readFile(context, itemIndex, documentId, fetched, read);
	return { json, ...(binary && { binary }) };
}

async function fetchOne(
	context: IExecuteFunctions,
	product: Product,
	{ documentId, parentId, event }: EventItem,
	itemIndex: number,
	query: IDataObject,
): Promise<IDataObject> {
	try {
		return await veryfiRequest(context, {
			method: 'GET',
			...pathsOf(product, `${product.path}/${documentId}`),
			query,
			itemIndex,
			needed: ID,
		});
	} catch (error) {
		const { message, description, httpCode } = error as NodeApiError;
		const origin = parentId === undefined ? event : `${event} (split ${parentId})`;
		throw new NodeApiError(
			context.getNode(),
			{ message },
			{
				message: `Document ${documentId} of ${origin} could not be fetched. ${message}`,
				description: description ?? undefined,
				httpCode: httpCode ?? undefined,
				itemIndex,
			},
		);
	}
}
