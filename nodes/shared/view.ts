import type { IDataObject } from 'n8n-workflow';

import { withEvidenceBeside, withoutEvidence } from './evidence';
import { review } from './review';
import { withScoredRows } from './scoredRows';
import { essentials } from './simplify';

/** How the user wants to see a record. */
export interface View {
	simplify: boolean;
	/** Puts scores beside the values, as members of their own. */
	scoresBeside?: boolean;
	/** Marks records that have a value with a score below this, from 0 to 1. */
	reviewBelow?: number;
	/** Marks records in which one of these checks of Veryfi's found something. */
	reviewChecks?: string[];
}

/**
 * A record as the user wants to see it. Without any wish it is what Veryfi returned, scores included.
 *
 * @param kind of the record, as for `essentials`
 * @param record as Veryfi returned it; it is left as it is
 */
export function present(kind: string, record: IDataObject, view: View): IDataObject {
	const { simplify, scoresBeside, reviewBelow: below, reviewChecks: checks = [] } = view;
	const isReviewed = below !== undefined || checks.length > 0;
	if (!simplify && !scoresBeside && !isReviewed) return record;
	const whole = withScoredRows(record);
	const seen = simplify ? essentials(kind, whole) : whole;
	const values = scoresBeside
		? withEvidenceBeside(seen)
		: simplify
			? withoutEvidence(seen)
			: record;
	return isReviewed ? { ...values, ...review(whole, { below, checks }, seen) } : values;
}
