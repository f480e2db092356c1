import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';
import { at, asList, simplifyBill, simplifyLine, tagNames } from './bill';
import { isFilled, valueOf, withoutEvidence } from './evidence';
import { isScoredList, withScoredRows } from './scoredRows';

/** Members that are long, or that say nothing about the content of the document. */
const BULKY = new Set(['ocr_text', 'text', 'meta', 'img_thumbnail_url', 'pages']);

/** Other products: what is filled, without long texts and without what is about the processing. */
function simplifyRecord(record: IDataObject): IDataObject {
	const { external_id: externalId, tags } = isObject(record.meta) ? record.meta : {};
	return {
		...Object.fromEntries(
			Object.entries(record).filter(
				([name, value]) =>
					!BULKY.has(name) && !isScoredList(name, value) && isFilled(valueOf(value)),
			),
		),
		...(externalId && !record.external_id ? { external_id: externalId } : {}),
		...(Array.isArray(tags) && tags.length > 0 ? { tags: tagNames(tags) as string[] } : {}),
	};
}

const numberOf = at('number', 'account_number');

/**
 * Bank statements hold their transactions by account or, in older answers, all together. They come out all
 * together, each with the number of its account.
 */
function simplifyStatement({ accounts, ...record }: IDataObject): IDataObject {
	const parts = asList(accounts)
		.filter(isObject)
		.map(({ transactions, ...account }) => {
			const number = numberOf(account) as string;
			return {
				account,
				transactions: asList(transactions)
					.filter(isObject)
					.map(({ account_number: own, ...transaction }) => ({
						account_number: isFilled(valueOf(own)) ? own : number,
						...transaction,
					})),
			};
		});
	const transactions = parts.flatMap((part) => part.transactions);
	return {
		...simplifyRecord(record),
		...(parts.length > 0 ? { accounts: parts.map(({ account }) => account) } : {}),
		...(transactions.length > 0 ? { transactions } : {}),
	};
}

/** A check and the slip that came with it. */
const simplifyCheckWithRemittance = ({ check, document }: IDataObject): IDataObject => ({
	check: isObject(check) ? simplifyRecord(check) : null,
	document: isObject(document) ? simplifyBill(document) : null,
});

/** What is like a receipt or invoice becomes a bill, whatever Veryfi calls it. */
function simplifyExtraction({ extraction, score, ...rest }: IDataObject): IDataObject {
	const classified = { ...rest, document_type_score: score };
	if (!isObject(extraction)) return { ...classified, extraction };
	const isBill = 'vendor' in extraction && 'total' in extraction;
	return { ...(isBill ? simplifyBill : simplifyRecord)(extraction), ...classified };
}

/** A Markdown conversion is its text, so that it is not bulk; `pages` repeats it page by page. */
const simplifyMarkdown = (record: IDataObject): IDataObject => {
	const { markdown } = record;
	return { ...simplifyRecord(record), ...(isFilled(valueOf(markdown)) ? { markdown } : {}) };
};

const SIMPLIFIERS: Record<string, (record: IDataObject) => IDataObject> = {
	document: simplifyBill,
	bankStatement: simplifyStatement,
	checkWithRemittance: simplifyCheckWithRemittance,
	markdown: simplifyMarkdown,
	lineItem: simplifyLine,
	extraction: simplifyExtraction,
};

/**
 * The part of a record that a workflow usually needs, flat: for receipts and invoices the columns of a bill
 * with its line items and tax lines, for other kinds of records what is filled. Values keep their evidence.
 *
 * @param kind key in the table of products, or another of the kinds above
 * @param record with the scores of its rows in the rows (scoredRows.ts); it is left as it is
 */
export const essentials = (kind: string, record: IDataObject): IDataObject =>
	(SIMPLIFIERS[kind] ?? simplifyRecord)(record);

/** The same in bare values, whether or not confidence details or bounding boxes came with them. */
export const simplify = (kind: string, record: IDataObject): IDataObject =>
	withoutEvidence(essentials(kind, withScoredRows(record)));
