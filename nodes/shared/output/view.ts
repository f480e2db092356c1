import type { IDataObject } from 'n8n-workflow';

import { withEvidenceBeside, withoutEvidence } from './evidence';
import type { Review } from './review';
import { review } from './review';
import { withScoredRows } from './scoredRows';
import { essentials } from './simplify';

/** How the user wants to see a record. */
export interface View {
	simplify: boolean;
	/** Members of the simplified record that are wanted, beside the ID; all when absent. */
	fields?: string[];
	/** Puts scores beside the values, as members of their own. */
	scoresBeside?: boolean;
	/** Marks records that have a value with a score below this, from 0 to 1. */
	reviewBelow?: number;
	/** Marks records in which one of these checks of Veryfi's found something. */
	reviewChecks?: string[];
}

const only = (record: IDataObject, fields?: string[]): IDataObject =>
	fields === undefined
		? record
		: Object.fromEntries(
				Object.entries(record).filter(([name]) => name === 'id' || fields.includes(name)),
			);

/** Members before a review: what says of a bill which one it is. */
const BEFORE_REVIEW = 7;

/** Puts a review where tables show it. */
function withReview(record: IDataObject, reviewed: Review): IDataObject {
	const members = Object.entries(record);
	return Object.fromEntries([
		...members.slice(0, BEFORE_REVIEW),
		...Object.entries(reviewed),
		...members.slice(BEFORE_REVIEW),
	]);
}

/**
 * A record as the user wants to see it. Without any wish it is what Veryfi returned, scores included.
 *
 * @param kind of the record, as for `essentials`
 * @param record as Veryfi returned it; it is left as it is
 */
export function present(kind: string, record: IDataObject, view: View): IDataObject {
	const { simplify, fields, scoresBeside, reviewBelow: below, reviewChecks: checks = [] } = view;
	const isReviewed = below !== undefined || checks.length > 0;
	if (!simplify && !scoresBeside && !isReviewed) return record;
	const whole = withScoredRows(record);
	const seen = only(simplify ? essentials(kind, whole) : whole, fields);
	const values = scoresBeside
		? withEvidenceBeside(seen)
		: simplify
			? withoutEvidence(seen)
			: record;
	return isReviewed ? withReview(values, review(whole, { below, checks }, seen)) : values;
}
