import type { INodeProperties } from 'n8n-workflow';

import type { Item } from '../../shared/fields/item';

/** What becomes of an item whose external ID Veryfi has already. */
export type IfExists = 'submit' | 'return' | 'fail';

/** The question that Submit asks before it sends a document that may have been sent before. */
export const ifExternalIdExists: INodeProperties = {
	displayName: 'If External ID Exists',
	name: 'ifExternalIdExists',
	type: 'options',
	options: [
		{
			name: 'Submit Anyway',
			value: 'submit',
			description: 'Submit the document without looking',
		},
		{
			name: 'Return That Document',
			value: 'return',
			description: 'Send nothing and return the newest document with this external ID',
		},
		{
			name: 'Fail',
			value: 'fail',
			description: 'Send nothing and fail, naming the document with this external ID',
		},
	],
	default: 'submit',
	description:
		'Whether to submit an item whose External ID Veryfi has already, such as after a run that failed. The node then asks for a list first, and Veryfi allows 5 lists a second.',
};

/** @throws NodeOperationError when an expression gives something else than can be chosen */
export const readIfExists = (item: Item): IfExists => {
	const { [ifExternalIdExists.name]: given } = item.options;
	return item.checkChoice(ifExternalIdExists, given) as IfExists;
};
