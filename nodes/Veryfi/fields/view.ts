import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { View } from '../../shared/view';
import { readSimplify } from './options';

const DEFAULT_THRESHOLD = 0.9;

const reviewBelow: INodeProperties = {
	displayName: 'Review Below Score',
	name: 'reviewBelow',
	type: 'number',
	default: DEFAULT_THRESHOLD,
	typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 2 },
	description:
		'From 0 to 1. Adds needs_review to each document: true when Veryfi is less sure than this of a value, or says of none how sure it is. The values are named in review_fields.',
};

const scoresBeside: INodeProperties = {
	displayName: 'Scores Beside Values',
	name: 'scoresBeside',
	type: 'boolean',
	default: false,
	description:
		'Whether to add to each value how sure Veryfi is of it, e.g. total_score and total_ocr_score (from 0 to 1) beside total',
};

/** Options for what Veryfi's confidence scores are used for; with either, scores are asked for. */
export const scoreOptions: INodeProperties[] = [reviewBelow, scoresBeside];

/** Whether scores have to be asked for. */
export const needsScores = ({ scoresBeside: beside, reviewBelow: below }: IDataObject): boolean =>
	Boolean(beside) || isGiven(below);

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/**
 * How the user wants to see records, by the field Simplify and the options for scores.
 *
 * @throws NodeOperationError when the score is not one
 */
export function readView(
	context: IExecuteFunctions,
	itemIndex: number,
	{ scoresBeside: beside, reviewBelow: below }: IDataObject,
): View {
	const score = isGiven(below) ? Number(below) : undefined;
	if (score === undefined || (score >= 0 && score <= 1)) {
		return {
			simplify: readSimplify(context, itemIndex),
			scoresBeside: Boolean(beside),
			reviewBelow: score,
		};
	}
	throw new NodeOperationError(
		context.getNode(),
		`"${String(below)}" in ${reviewBelow.displayName} is not a score`,
		{ itemIndex, description: 'Give a number from 0 to 1, for example 0.9 for 90 percent.' },
	);
}
