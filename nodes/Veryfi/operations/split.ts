import type { IDataObject } from 'n8n-workflow';

import { veryfiRequest } from '../../shared/transport';
import { digitsField, readDigits } from '../fields/digits';
import { limitFields, readLimit } from '../fields/limit';
import { optionsField, readOptions, readTimeout, timeoutOption } from '../fields/options';
import { idIn, readWait, waitFields } from '../fields/wait';
import { intakeFields, intakeRequest } from '../intake';
import type { Operation } from '../operation';
import { listRecords } from '../paging';
import type { Product } from '../products';
import { at } from '../products';
import { waitUntilFinished } from '../waiting';

/** Seconds; the files may have 50 MB. */
const TIMEOUT = 300;

const setField = digitsField('Split ID', 'setId', 'The ID that Split returned', 'e.g. 351609');

/** Receipts and invoices call the list of ids differently from all other products. */
const withDocumentIds = ({ documents_id: ids, ...set }: IDataObject): IDataObject => ({
	...set,
	...(ids === undefined ? {} : { document_ids: ids }),
});

/** Splits a file into the documents that it holds, each of which is processed. */
export function split(product: Product): Operation | undefined {
	const { split: intake } = product;
	if (!intake) return undefined;
	return {
		value: 'split',
		name: 'Split',
		action: `Split a file into ${product.many}`,
		description: `Split a PDF or ZIP into ${product.many}, process each of them and return the ID of the split`,
		properties: [...intakeFields(intake), ...waitFields, optionsField([timeoutOption(TIMEOUT)])],
		async run(context, itemIndex) {
			const request = await intakeRequest(context, itemIndex, intake);
			const timeout = readTimeout(readOptions(context, itemIndex), TIMEOUT);
			return await veryfiRequest(context, {
				...request,
				...at(product, intake.path),
				timeout,
			});
		},
		async finish(context, itemIndex, accepted) {
			const limit = readWait(context, itemIndex);
			if (limit === undefined) return withDocumentIds(accepted);
			const set = await waitUntilFinished(context, {
				...at(product, `${intake.path}/${idIn(context, itemIndex, accepted)}`),
				itemIndex,
				limit,
			});
			return withDocumentIds(set);
		},
	};
}

/** Reads what became of a split. */
export const getSplit = (product: Product): Operation | undefined =>
	product.split && {
		value: 'getSplit',
		name: 'Get Split',
		action: `Get a split into ${product.many}`,
		description: `Get the status of a split and the IDs of its ${product.many}`,
		properties: [setField, optionsField([])],
		async run(context, itemIndex) {
			const id = readDigits(context, itemIndex, setField);
			return withDocumentIds(
				await veryfiRequest(context, {
					method: 'GET',
					...at(product, `${product.split?.path}/${id}`),
					itemIndex,
				}),
			);
		},
	};

/** Lists splits. */
export const getManySplits = (product: Product): Operation | undefined =>
	product.split && {
		value: 'getManySplits',
		name: 'Get Many Splits',
		action: `Get many splits into ${product.many}`,
		description: `Get many splits into ${product.many}`,
		properties: [...limitFields, optionsField([])],
		async run(context, itemIndex) {
			const sets = await listRecords(context, {
				product: product,
				path: product.split?.path,
				query: {},
				limit: readLimit(context, itemIndex),
				itemIndex,
			});
			return sets.map(withDocumentIds);
		},
	};
