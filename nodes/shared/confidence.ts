import type { IDataObject } from 'n8n-workflow';

import { isObject } from './objects';

/**
 * What comes with a value when asked for: how sure Veryfi is that it is the right one (`score`) and that its
 * characters are read well (`ocr_score`), and where it stands (docs.veryfi.com, Confidence details).
 */
const EVIDENCE = ['score', 'ocr_score', 'bounding_box', 'bounding_region', 'rotation'];

const SCORES = ['score', 'ocr_score'];

/** Says things about the file and the account, with scores of another kind (fraud, blur). */
const NOT_EXTRACTED = 'meta';

/** A value with evidence: `{ value, score, bounding_box, ... }`. */
const hasEvidence = (value: unknown): value is IDataObject =>
	isObject(value) &&
	'value' in value &&
	Object.keys(value).every((name) => name === 'value' || EVIDENCE.includes(name));

/** Whether a value says anything; `0` and `false` do. */
export const isFilled = (value: unknown) => value !== null && value !== undefined && value !== '';

/** The value without its evidence; any other value is returned as it is. */
export const valueOf = (value: unknown): unknown =>
	hasEvidence(value) ? valueOf(value.value) : value;

/** Changes a value and leaves its evidence as it is. */
export const mapValue = (value: unknown, change: (bare: unknown) => unknown): unknown =>
	hasEvidence(value) ? { ...value, value: change(value.value) } : change(value);

/** A group of values may have evidence of its own, beside those; alone, `score` is a value like others. */
const isEvidenceOfGroup = (name: string, group: IDataObject): boolean =>
	EVIDENCE.includes(name) &&
	!hasEvidence(group[name]) &&
	Object.entries(group).some(
		([other, value]) => other !== name && (EVIDENCE.includes(other) || hasEvidence(value)),
	);

/** Takes the evidence off all values of a record, at any depth. */
export function withoutEvidence<T>(record: T): T {
	const bare = valueOf(record);
	if (Array.isArray(bare)) return bare.map(withoutEvidence) as T;
	if (!isObject(bare)) return bare as T;
	return Object.fromEntries(
		Object.entries(bare)
			.filter(([name]) => !isEvidenceOfGroup(name, bare))
			.map(([name, value]) => [name, withoutEvidence(value)]),
	) as T;
}

/** Members for the evidence of one value, e.g. `total_score`; lists of values have lists of scores. */
function membersFor(name: string, value: unknown): IDataObject {
	const list = Array.isArray(value) && value.some(hasEvidence) ? (value as unknown[]) : undefined;
	const first = list?.find(hasEvidence) ?? value;
	if (!hasEvidence(first)) return {};
	const read = (entry: unknown, member: string) =>
		hasEvidence(entry) ? (entry[member] ?? null) : null;
	return Object.fromEntries(
		EVIDENCE.filter((member) => member in first).map((member) => [
			`${name}_${member}`,
			(list ? list.map((entry) => read(entry, member)) : read(value, member)) as IDataObject,
		]),
	);
}

/**
 * Puts the evidence of each value beside it, at any depth: `{ total: { value: 12, score: 0.9 } }` becomes
 * `{ total: 12, total_score: 0.9 }`. A member that the record has by that name is kept.
 */
export function withEvidenceBeside<T>(record: T): T {
	const bare = valueOf(record);
	if (Array.isArray(bare)) return bare.map(withEvidenceBeside) as T;
	if (!isObject(bare)) return bare as T;
	const result: IDataObject = {};
	for (const [name, value] of Object.entries(bare)) {
		result[name] = withEvidenceBeside(value);
		for (const [member, evidence] of Object.entries(membersFor(name, value))) {
			if (!(member in bare)) result[member] = evidence;
		}
	}
	return result as T;
}

/** All values that have a score, with their places, e.g. `line_items[0].total`. */
function* rated(value: unknown, place: string): Generator<{ place: string; scores: number[] }> {
	if (hasEvidence(value)) {
		const scores = SCORES.map((name) => value[name]).filter((score) => typeof score === 'number');
		if (scores.length > 0 && isFilled(value.value)) yield { place, scores };
		yield* rated(value.value, place);
	} else if (Array.isArray(value)) {
		for (const [index, entry] of value.entries()) yield* rated(entry, `${place}[${index}]`);
	} else if (isObject(value)) {
		for (const [name, member] of Object.entries(value)) {
			if (name !== NOT_EXTRACTED) yield* rated(member, place ? `${place}.${name}` : name);
		}
	}
}

/** What tells whether somebody should look at a document. */
export interface Review extends IDataObject {
	needs_review: boolean;
	/** Places of the values that Veryfi is not sure enough of. */
	review_fields: string[];
}

/**
 * Tells whether a record has a value that Veryfi is less sure of than wanted, by either of its scores. Empty
 * values do not count. A record without any score needs a review: nothing vouches for it.
 *
 * @param below from 0 to 1
 */
export function review(record: IDataObject, below: number): Review {
	const all = [...rated(record, '')];
	const low = all.filter(({ scores }) => scores.some((score) => score < below));
	return {
		needs_review: low.length > 0 || all.length === 0,
		review_fields: low.map(({ place }) => place),
	};
}
