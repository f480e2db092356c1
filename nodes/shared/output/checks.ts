import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../objects';
import { isFilled, valueOf } from './evidence';

/** Something that Veryfi found amiss with a document, e.g. that its lines do not add up to its total. */
export interface Warning extends IDataObject {
	/** In Veryfi's spelling, e.g. `totals_missmatch`. */
	type: string | null;
	message: string | null;
}

const metaOf = (record: IDataObject): IDataObject => (isObject(record.meta) ? record.meta : {});

const textOf = (value: unknown): string | null => (isFilled(value) ? String(value) : null);

function readWarning(warning: unknown): Warning {
	if (!isObject(warning)) return { type: null, message: textOf(warning) };
	const message = [warning.message, warning.error, warning.msg].find(isFilled);
	return { type: textOf(warning.type ?? warning.status), message: textOf(message) };
}

/** Warnings of Veryfi's own checks, which stand in `meta.warnings` or beside the values. */
export function warningsIn(record: IDataObject): Warning[] {
	const lists = [metaOf(record).warnings, record.warnings].filter(Array.isArray);
	const warnings = lists.flat().map((warning) => readWarning(valueOf(warning)));
	const byText = new Map(warnings.map((warning) => [JSON.stringify(warning), warning]));
	return [...byText.values()].filter(({ type, message }) => type !== null || message !== null);
}

/** What Veryfi thinks of fraud, e.g. `Not Fraud`; `null` where it has not looked. */
export function fraudDecisionIn(record: IDataObject): string | null {
	const { fraud, fraud_review: reviewed } = metaOf(record);
	const decisions = [reviewed, fraud].map((check) =>
		textOf(isObject(check) ? valueOf(check.decision) : null),
	);
	return decisions.find(isFilled) ?? null;
}

const scoreOf = ({ score }: IDataObject): number => (typeof score === 'number' ? score : 0);

/**
 * ID of the document that this one is a duplicate of: as Veryfi has decided or, where it has not, of the one
 * that is most like it.
 */
export function duplicateOf(record: IDataObject): IDataObject[string] {
	const decided = valueOf(record.duplicate_of);
	if (isFilled(decided)) return decided as number;
	const { duplicates } = metaOf(record);
	const others = (Array.isArray(duplicates) ? (duplicates as unknown[]) : [])
		.map((entry) => (isObject(entry) ? entry : { id: entry as number }))
		.filter(({ id }) => isFilled(id) && id !== record.id);
	const [best] = others.sort((one, other) => scoreOf(other) - scoreOf(one));
	return best?.id ?? null;
}

/** Says that there is nothing amiss; any other decision of Veryfi's does not. */
const IS_NO_FRAUD = /^not fraud$/i;

/** Names of all checks that found something: the types of warnings, `duplicate` and `fraud`. */
export function failedChecksIn(record: IDataObject): string[] {
	const decision = fraudDecisionIn(record);
	const isDuplicate = valueOf(record.is_duplicate) === true || duplicateOf(record) !== null;
	return [
		...new Set(warningsIn(record).flatMap(({ type }) => type ?? [])),
		...(isDuplicate ? ['duplicate'] : []),
		...(decision !== null && !IS_NO_FRAUD.test(decision) ? ['fraud'] : []),
	];
}
