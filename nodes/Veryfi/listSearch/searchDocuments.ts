import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { readPage } from '../../shared/api/paging';
import { simplify } from '../../shared/output/simplify';
import { currentProduct } from '../fields/productChoice';
import { describeAmount } from './amount';
import { choicesOf } from './choices';

const PAGE = 25;

/** Members that say best which document it is, whatever the product. */
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
	'sum',
	'external_id',
];

const withSum = (record: IDataObject): IDataObject => {
	const amount = record.total ?? record.amount;
	return typeof amount === 'number'
		? { ...record, sum: describeAmount(amount, String(record.currency_code ?? '')) }
		: record;
};

/** Offers the documents of the chosen product, newest first, page by page. */
export async function searchDocuments(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const product = currentProduct(this);
	if (!product) return { results: [] };
	const page = Number(paginationToken ?? 1);
	const isSearchable = product.list.filters !== 'none';
	// Veryfi searches for whole words unless told otherwise.
	const query = filter && isSearchable ? { q: `*${filter}*` } : {};
	const { records, isLast } = await readPage(this, { product, query }, page, PAGE);
	return {
		results: choicesOf(
			records.map((record) => withSum(simplify(product.key, record))),
			TITLE_MEMBERS,
			isSearchable ? undefined : filter,
		),
		paginationToken: isLast ? undefined : String(page + 1),
	};
}
