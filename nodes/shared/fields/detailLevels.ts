import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Item } from './item';
import type { Parameter } from './parameter';
import { refined } from './parameter';
import { boolean } from './parameterKinds';
import { isGiven, toBoolean } from './values';
import { needsScores, scoreOptions } from './viewFields';

/**
 * A simplified record has bare values: what adds something to them is hidden. Where there is nothing to simplify, as with
 * a document that is only submitted, it is shown.
 */
const RAW_ONLY: Partial<INodeProperties> = {
	displayOptions: { hide: { '/simplify': [true] } },
};

const raw = (parameter: Parameter): Parameter => refined(parameter, RAW_ONLY);

/** What adds something to each value, as parameters of a request. */
export const DETAILS = {
	boundingBoxes: raw(
		boolean(
			'bounding_boxes',
			'Bounding Boxes',
			'Whether to return the position of each value on the page',
		),
	),
	confidenceDetails: raw(
		boolean(
			'confidence_details',
			'Confidence Details',
			'Whether to return how sure Veryfi is of each value, as an object for each',
		),
	),
} satisfies Record<string, Parameter>;

/** Names what a read can be asked to return beside the values. */
export type DetailKey = keyof typeof DETAILS;

/** Options by which a read returns more of each value; scores can be used where there are some. */
export const detailLevelOptions = (details: DetailKey[]): INodeProperties[] => [
	...details.map((name) => ({ ...DETAILS[name].field, name })),
	...(details.includes('confidenceDetails') ? scoreOptions : []),
];

/**
 * The query for what the user chose; what is off is Veryfi's default and not sent.
 *
 * @param options where it was chosen, by the names of the fields
 * @throws NodeOperationError when an option is neither on nor off
 */
export const readDetailQuery = (item: Item, options = item.options): IDataObject =>
	item.reading(() => {
		const chosen = Object.entries(DETAILS).filter(
			([name, { field }]) => isGiven(options[name]) && toBoolean(options[name], field.displayName),
		);
		return {
			...Object.fromEntries(chosen.map(([, { wire }]) => [wire, true])),
			...(needsScores(options) ? { confidence_details: true } : {}),
		};
	});
