import type { IBinaryKeyData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { VeryfiRequest } from '../shared/api/transport';
import type { Item } from '../shared/fields/item';
import { optionsField } from './fields/options';
import type { Operation, Words } from './operation';
import { WithFiles } from './operation';
import { sendOnce } from './sendOnce';

/** What is to be done for an item, when all of its fields have been read. */
export interface Prepared {
	request: VeryfiRequest;
	/** What comes out of Veryfi's answer; the answer itself when absent. */
	record?: (answer: IDataObject) => IDataObject | IDataObject[];
	/** Files of the item that go with the one record that comes out. */
	files?: IBinaryKeyData;
}

/** What there is to such an operation beside its words. */
interface Recipe extends Pick<Operation, 'serialKey'> {
	fields: INodeProperties[];
	/** Options beside those that every operation has. */
	options?: INodeProperties[];
	/**
	 * Reads the fields of an item.
	 *
	 * @throws NodeOperationError for what is wrong with them: nothing has been sent by then
	 */
	prepare(item: Item): Prepared | Promise<Prepared>;
}

/** An operation that sends one request and makes its output of the answer. */
export const oneRequest = (
	words: Words,
	{ fields, options, serialKey, prepare }: Recipe,
): Operation => ({
	...words,
	properties: [...fields, optionsField(options)],
	serialKey,
	async run(item) {
		const { request, record, files } = await prepare(item);
		const answer = await sendOnce(item, request);
		const output = record ? record(answer) : answer;
		return files && !Array.isArray(output) ? new WithFiles(output, files) : output;
	},
});
