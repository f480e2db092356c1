import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { simplify } from '../../shared/simplify';
import { DEFAULT_PRODUCT } from '../fields/productChoice';
import { readPage } from '../paging';
import { findProduct } from '../products';

const PAGE = 25;

/** Members that say best which document it is, whatever the product; the first that are there are shown. */
const TITLE_MEMBERS = [
	'vendor_name',
	'bank_name',
	'payer_name',
	'employee_name',
	'organization',
	'person',
	'name',
	'title',
	'blueprint_name',
	'invoice_number',
	'check_number',
	'date',
	'statement_date',
	'total',
	'amount',
	'currency_code',
	'external_id',
];

function titleOf(record: IDataObject): string {
	const parts = TITLE_MEMBERS.map((name) => record[name])
		.filter((value) => value !== undefined && value !== null && typeof value !== 'object')
		.slice(0, 4);
	return parts.length > 0 ? `${parts.join(' · ')} (${String(record.id)})` : String(record.id);
}

/** Offers the documents of the chosen product, newest first, page by page. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const parameter = (name: string) => String(this.getCurrentNodeParameter(name) ?? '');
	// Tags have a field for the product; line items and tax lines are those of receipts and invoices.
	const product =
		findProduct(parameter('resource')) ?? findProduct(parameter('product') || DEFAULT_PRODUCT);
	if (!product) return { results: [] };
	const page = Number(paginationToken ?? 1);
	// Veryfi searches for whole words unless told otherwise.
	const query = filter && product.list.filters !== 'none' ? { q: `*${filter}*` } : {};
	const { records, isLast } = await readPage(this, { product, query }, page, PAGE);
	return {
		results: records.map((record) => ({
			name: titleOf(simplify(product.key, record)),
			value: String(record.id),
		})),
		paginationToken: isLast ? undefined : String(page + 1),
	};
}
