import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/api/transport';
import { currentDocumentId } from '../../shared/fields/ids';
import { entriesIn, entriesOf, findPart } from '../../shared/products/parts';
import { currentProduct } from '../fields/productChoice';
import { choicesOf } from './choices';

/**
 * Offers the line items, tax lines or tags of the chosen document, in the document's order.
 *
 * @throws UserError when it is not known which document that is
 */
export async function searchParts(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const part = findPart(String(this.getCurrentNodeParameter('resource')));
	const product = currentProduct(this);
	if (!part || !product) return { results: [] };
	const documentId = currentDocumentId(this);
	if (documentId === undefined) {
		// One text: the editor shows no description beside it.
		throw new UserError(
			`Choose a document first: this list shows its ${part.many}. If 'Document' is an expression, run the nodes before this one so that it has a value, or choose 'By ID' here.`,
		);
	}
	const answer = await veryfiRequest<IDataObject | unknown[]>(this, {
		method: 'GET',
		path: `${product.path}/${documentId}/${part.path}`,
		needed: entriesOf(part),
	});
	// A tag that is only a name cannot be referred to.
	const entries = entriesIn(part, answer).filter(({ id }) => id !== undefined);
	return { results: choicesOf(entries, part.titleMembers, filter) };
}
