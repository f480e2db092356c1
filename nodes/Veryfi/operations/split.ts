import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ID } from '../../shared/api/answerShape';
import { listRecords } from '../../shared/api/paging';
import { readId } from '../../shared/fields/ids';
import type { Product } from '../../shared/products/products';
import { pathsOf } from '../../shared/products/products';
import { limitFields, readLimit } from '../fields/limit';
import { optionsField, readTimeout, timeoutOption } from '../fields/options';
import { isByUrl } from '../fields/source';
import { readWait, waitFields } from '../fields/wait';
import { oneRequest } from '../oneRequest';
import type { Operation } from '../operation';
import { sendOnce } from '../sendOnce';
import { intakeFields, intakeRequest } from './intake';
import { waitUntilFinished } from './waiting';

/** Seconds; the files may have 50 MB. */
const TIMEOUT = 300;

const setField: INodeProperties = {
	displayName: 'Split ID',
	name: 'setId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 351609',
	description: 'The ID that Split returned',
};

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
		action: `Split file into ${product.many}`,
		description: `Split a PDF or ZIP into ${product.many}, process each of them and return the ID of the split`,
		properties: [...intakeFields(intake), ...waitFields, optionsField([timeoutOption(TIMEOUT)])],
		async run(item) {
			// What is wrong with it should be known before the file is sent.
			readWait(item);
			const timeout = readTimeout(item, TIMEOUT);
			const request = await intakeRequest(item, intake);
			return await sendOnce(item, {
				...request,
				...pathsOf(product, intake.path),
				timeout,
				inDoubt: 'Check with Get Many Splits whether there is a new one before you run it again.',
				needed: ID,
			});
		},
		async finish(item, accepted) {
			const limit = readWait(item);
			if (limit === undefined) return withDocumentIds(accepted);
			const set = await waitUntilFinished({
				...pathsOf(product, `${intake.path}/${String(accepted.id)}`),
				isByUrl: isByUrl(item),
				item,
				limit,
			});
			return withDocumentIds(set);
		},
	};
}

/** Reads what became of a split. */
export const getSplit = ({ split: intake, many, ...product }: Product): Operation | undefined =>
	intake &&
	oneRequest(
		{
			value: 'getSplit',
			name: 'Get Split',
			action: `Get split into ${many}`,
			description: `Retrieve the status of a split and the IDs of its ${many}`,
		},
		{
			fields: [setField],
			prepare(item) {
				const id = readId(item, setField);
				return {
					request: { method: 'GET', ...pathsOf(product, `${intake.path}/${id}`) },
					record: withDocumentIds,
				};
			},
		},
	);

/** Lists splits. */
export const getManySplits = (product: Product): Operation | undefined =>
	product.split && {
		value: 'getManySplits',
		name: 'Get Many Splits',
		action: `Get many splits into ${product.many}`,
		description: `Retrieve a list of splits into ${product.many}`,
		properties: [...limitFields, optionsField()],
		async run(item) {
			const sets = await listRecords(item.context, {
				product,
				path: product.split?.path,
				query: {},
				limit: readLimit(item),
				itemIndex: item.index,
			});
			return sets.map(withDocumentIds);
		},
	};
