import type { IDataObject } from 'n8n-workflow';

import { review, withEvidenceBeside, withoutEvidence } from './confidence';
import { essentials } from './simplify';

/** How the user wants to see a record. */
export interface View {
	simplify: boolean;
	/** Puts scores beside the values, as members of their own. */
	scoresBeside?: boolean;
	/** Marks records that have a value with a score below this, from 0 to 1. */
	reviewBelow?: number;
}

/**
 * A record as the user wants to see it. Without any wish it is what Veryfi returned, scores included.
 *
 * A review is about what the user gets to see: of a simplified record, its own values.
 *
 * @param kind of the record, as for `essentials`
 * @param record as Veryfi returned it; it is left as it is
 */
export function present(kind: string, record: IDataObject, view: View): IDataObject {
	const seen = view.simplify ? essentials(kind, record) : record;
	const values = view.scoresBeside
		? withEvidenceBeside(seen)
		: view.simplify
			? withoutEvidence(seen)
			: seen;
	return view.reviewBelow === undefined ? values : { ...values, ...review(seen, view.reviewBelow) };
}
