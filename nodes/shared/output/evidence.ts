import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';

/**
 * What comes with a group of values, too: how sure Veryfi is that they are the right ones (`score`) and that
 * their characters are read well (`ocr_score`), and where they stand (docs.veryfi.com, Confidence details).
 */
const OF_GROUPS = ['score', 'ocr_score', 'bounding_box', 'bounding_region', 'rotation'];

/**
 * Members by which a value with evidence is known. Others may come with them, as Veryfi adds some now and
 * then. Contracts have the first and last character of a value, unasked.
 */
const EVIDENCE = [...OF_GROUPS, 'enriched', 'begin', 'end'];

/** A value with evidence: `{ value, score, bounding_box, ... }`, or just `{ value }`. */
export const hasEvidence = (value: unknown): value is IDataObject =>
	isObject(value) &&
	'value' in value &&
	(EVIDENCE.some((name) => name in value) || Object.keys(value).length === 1);

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
	OF_GROUPS.includes(name) &&
	!hasEvidence(group[name]) &&
	Object.entries(group).some(
		([other, value]) => other !== name && (OF_GROUPS.includes(other) || hasEvidence(value)),
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

const evidenceOf = (value: unknown): IDataObject => {
	if (!hasEvidence(value)) return {};
	return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'value'));
};

/** Members for the evidence of one value, e.g. `total_score`; lists of values have lists of scores. */
function membersFor(name: string, value: unknown): IDataObject {
	const list = Array.isArray(value) && value.some(hasEvidence) ? value.map(evidenceOf) : undefined;
	const evidence = evidenceOf(value);
	const members = Object.keys(list ? Object.assign({}, ...list) : evidence);
	return Object.fromEntries(
		members.map((member) => [
			`${name}_${member}`,
			(list ? list.map((entry) => entry[member] ?? null) : evidence[member]) as IDataObject,
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
