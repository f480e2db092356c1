import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';
import { failedChecksIn } from './checks';
import { hasEvidence, isFilled } from './evidence';

/** When a document is to be looked at. */
export interface ReviewRules {
	/** A value that Veryfi is less sure of than this, from 0 to 1, needs a review. */
	below?: number;
	/** Names of Veryfi's own checks (see `failedChecksIn`) that need a review when they found something. */
	checks?: string[];
}

/** What tells whether somebody should look at a document, and why. */
export interface Review extends IDataObject {
	needs_review: boolean;
	/** `low_score`, `no_score` where Veryfi gave none at all, and names of Veryfi's own checks. */
	review_reasons: string[];
	/** Places of the values that Veryfi is not sure enough of. */
	review_fields: string[];
}

const SCORES = ['score', 'ocr_score'];

/** Says things about the file and the account, with scores of another kind (fraud, blur). */
const NOT_EXTRACTED = 'meta';

interface Placed {
	/** E.g. `line_items[0].total`. */
	place: string;
	/** With its evidence. */
	value: IDataObject;
}

/** All values with evidence. */
function* valuesIn(value: unknown, place = ''): Generator<Placed> {
	if (hasEvidence(value)) {
		yield { place, value };
		yield* valuesIn(value.value, place);
	} else if (Array.isArray(value)) {
		for (const [index, entry] of value.entries()) yield* valuesIn(entry, `${place}[${index}]`);
	} else if (isObject(value)) {
		for (const [name, member] of Object.entries(value)) {
			if (name !== NOT_EXTRACTED) yield* valuesIn(member, place ? `${place}.${name}` : name);
		}
	}
}

/** Scores of a value; that of an empty one says how sure Veryfi is that there is none. */
const scoresOf = (value: IDataObject): number[] =>
	isFilled(value.value)
		? SCORES.map((name) => value[name]).filter((score) => typeof score === 'number')
		: [];

/** Veryfi writes "missmatch"; should that be mended, reviews go on. */
const spelled = (check: string): string => check.replace('missmatch', 'mismatch');

/**
 * Tells whether somebody should look at a document. By scores: when a value is below by either of its scores,
 * whether or not the user gets to see it, or when there is no score at all, so that nothing vouches for it.
 *
 * @param record whole, with the evidence of its values
 * @param seen what of it the user gets to see, whose places are named as they are there
 */
export function review(
	record: IDataObject,
	{ below, checks = [] }: ReviewRules,
	seen: IDataObject = record,
): Review {
	const wanted = checks.map(spelled);
	const names = new Map([...valuesIn(seen)].map(({ place, value }) => [value, place]));
	const scored = [...valuesIn(record)].filter(({ value }) => scoresOf(value).length > 0);
	const isLow = ({ value }: Placed) =>
		below !== undefined && scoresOf(value).some((score) => score < below);
	const low = scored.filter(isLow).map(({ place, value }) => names.get(value) ?? place);
	const reasons = [
		...(low.length > 0 ? ['low_score'] : []),
		...(below !== undefined && scored.length === 0 ? ['no_score'] : []),
		...failedChecksIn(record).filter((check) => wanted.includes(spelled(check))),
	];
	return { needs_review: reasons.length > 0, review_reasons: reasons, review_fields: low };
}
