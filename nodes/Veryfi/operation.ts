import type { IBinaryKeyData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { Item } from '../shared/fields/item';

/** A record to put out that files belong to. */
export class WithFiles {
	constructor(
		readonly record: IDataObject,
		readonly files: IBinaryKeyData,
	) {}
}

/** What comes of an item. */
export type Output = IDataObject | IDataObject[] | WithFiles;

/** One operation of one resource: what the user sees and what it does. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	/** Title Case, as the drop-down shows it. */
	name: string;
	/** Sentence case, as n8n's node panel lists it, e.g. "Get many checks". */
	action: string;
	description: string;
	/** Fields of this operation; assembling adds the conditions on resource and operation. */
	properties: INodeProperties[];
	/**
	 * Items with the same key run one after the other, in order; without it all items may run at
	 * once. For operations that change something that several items can name.
	 */
	serialKey?: (item: Item) => string;
	/** Carries the operation out for one input item and returns the record or records to put out. */
	run(item: Item): Promise<Output>;
	/**
	 * Goes on with the record that `run` returned, by waiting for Veryfi. The item no longer counts among
	 * those worked on at once, so that all of them are waited for together.
	 */
	finish?: (item: Item, begun: IDataObject) => Promise<IDataObject>;
}

/** How an operation is called. */
export type Words = Pick<Operation, 'value' | 'name' | 'action' | 'description'>;

/** An entry of the node's first drop-down, with the operations that the second one offers for it. */
export interface Resource {
	/** Value of the parameter `resource`. */
	value: string;
	name: string;
	description: string;
	operations: Operation[];
}
