import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { View } from '../../shared/view';
import { checkNumber, readBoolean, reading } from './reading';
import { isGiven, toBoolean, toList } from './values';

/** Whether to show what a workflow usually needs, or everything. */
export const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** @throws NodeOperationError when it is neither true nor false */
export const readSimplify = (context: IExecuteFunctions, itemIndex: number): boolean =>
	readBoolean(context, itemIndex, simplifyField);

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
	displayName: 'Scores Beside Values',
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
 * How the user wants to see records, by the field Simplify and the options for scores.
 *
 * @throws NodeOperationError when one of them cannot be read, e.g. a score that is none
 */
export const readView = (
	context: IExecuteFunctions,
	itemIndex: number,
	{ scoresBeside: beside, reviewBelow: below, reviewChecks: checks }: IDataObject,
): View => ({
	simplify: readSimplify(context, itemIndex),
	scoresBeside: reading(context, itemIndex, () => isOn(beside)),
	reviewBelow: isGiven(below) ? checkNumber(context, itemIndex, reviewBelow, below) : undefined,
	reviewChecks: isGiven(checks)
		? reading(context, itemIndex, () => toList(checks, reviewChecks.displayName))
		: undefined,
});
