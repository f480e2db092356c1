import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { View } from '../output/view';
import type { Item } from './item';
import { outputFieldOptions } from './outputFields';
import { isGiven, toBoolean, toList } from './values';

/** Whether to show what a workflow usually needs, or everything. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** The same for an AI agent, whose model pays for every word that it reads. */
const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{ name: 'Raw', value: 'raw', description: 'Everything that Veryfi returns' },
		{
			name: 'Selected Fields',
			value: 'selectedFields',
			description: 'The ID and the fields that you choose of the simplified output',
		},
		{ name: 'Simplified', value: 'simplified', description: 'What is usually needed' },
	],
	default: 'simplified',
	description: 'How much of each result the AI agent gets',
};

const outputFields: INodeProperties = {
	displayName: 'Fields to Output',
	name: 'outputFields',
	type: 'multiOptions',
	default: [],
	description: 'The fields that the AI agent gets; the ID always comes. Name others by expression.',
};

type Show = NonNullable<INodeProperties['displayOptions']>['show'];

/**
 * The fields by which users choose how much comes out.
 *
 * @param kind of the records, as for `present`
 * @param show what else must be chosen for the fields to be shown
 */
export const viewFields = (kind: string, show: Show = {}): INodeProperties[] => [
	{ ...simplifyField, displayOptions: { show: { ...show, '@tool': [false] } } },
	{ ...output, displayOptions: { show: { ...show, '@tool': [true] } } },
	{
		...outputFields,
		options: outputFieldOptions(kind),
		displayOptions: { show: { ...show, '@tool': [true], output: ['selectedFields'] } },
	},
];

/**
 * How much is to come out: by Simplify or, where an AI agent asks, by Output.
 *
 * @throws NodeOperationError when one of the fields cannot be read
 */
export function readAmount(item: Item): Pick<View, 'simplify' | 'fields'> {
	// n8n gives a node only what it shows.
	const given = item.given(output);
	if (given === '') return { simplify: item.boolean(simplifyField) };
	const chosen = item.checkChoice(output, given);
	if (chosen !== 'selectedFields') return { simplify: chosen === 'simplified' };
	const selected = item.given(outputFields);
	const fields = item.reading(() => toList(selected, outputFields.displayName));
	return { simplify: true, fields };
}

const DEFAULT_THRESHOLD = 0.9;

const reviewBelow: INodeProperties = {
	displayName: 'Review Below Score',
	name: 'reviewBelow',
	type: 'number',
	default: DEFAULT_THRESHOLD,
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	description:
		'From 0 to 1. Adds needs_review to each document: true when Veryfi is less sure than this of a value, or gives no scores at all. review_reasons says why, review_fields names the values.',
};

const reviewChecks: INodeProperties = {
	displayName: 'Review Warnings',
	name: 'reviewChecks',
	type: 'multiOptions',
	options: [
		{ name: 'Barcode Not Decoded', value: 'barcode_decoding_issue' },
		{ name: 'Barcode Not Printed', value: 'barcode_code_missing_in_ocr' },
		{ name: 'Duplicate', value: 'duplicate' },
		{ name: 'Fraud', value: 'fraud' },
		{ name: 'Item Count', value: 'item_counts_missmatch' },
		{ name: 'Line Amounts', value: 'line_item_amount_missmatch' },
		{ name: 'Repeated Lines', value: 'line_item_repeats' },
		{ name: 'Totals', value: 'totals_missmatch' },
	],
	default: ['fraud', 'line_item_amount_missmatch', 'totals_missmatch'],
	description:
		"Adds needs_review to each document: true when one of these checks of Veryfi's own found something. review_reasons names the checks.",
};

const scoresBeside: INodeProperties = {
	displayName: 'Include Confidence Scores',
	name: 'scoresBeside',
	type: 'boolean',
	default: false,
	description:
		'Whether to add to each value how sure Veryfi is of it, e.g. total_score and total_ocr_score (from 0 to 1) beside total',
};

/** Options for what Veryfi's confidence scores and its checks are used for. */
export const scoreOptions: INodeProperties[] = [reviewBelow, reviewChecks, scoresBeside];

const isOn = (beside: unknown): boolean =>
	isGiven(beside) && toBoolean(beside, scoresBeside.displayName);

/** Whether scores have to be asked for. */
export const needsScores = ({ scoresBeside: beside, reviewBelow: below }: IDataObject): boolean =>
	isOn(beside) || isGiven(below);

/**
 * How the user wants to see records, by the fields for the amount and the options for scores.
 *
 * @throws NodeOperationError when one of them cannot be read, e.g. a score that is none
 */
export function readView(item: Item): View {
	const { scoresBeside: beside, reviewBelow: below, reviewChecks: checks } = item.options;
	return {
		...readAmount(item),
		scoresBeside: item.reading(() => isOn(beside)),
		reviewBelow: isGiven(below) ? item.checkNumber(reviewBelow, below) : undefined,
		reviewChecks: isGiven(checks)
			? item.reading(() => toList(checks, reviewChecks.displayName))
			: undefined,
	};
}
