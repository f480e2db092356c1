import { isObject } from '../objects';

/** What an answer of Veryfi must have to be of any use. */
export interface Needed {
	/** In running text, e.g. `an ID`. */
	what: string;
	isIn(answer: unknown): boolean;
}

/** The id of a document, or of anything else that has one. */
export const ID: Needed = {
	what: 'an ID',
	isIn: (answer) => isObject(answer) && /^\d+$/.test(String(answer.id)),
};

/**
 * The list that stands under one of the keys of an answer, or is the answer itself.
 *
 * @returns undefined when there is no such list
 */
export function listIn(answer: unknown, keys: string[]): unknown[] | undefined {
	if (Array.isArray(answer)) return answer;
	if (!isObject(answer)) return undefined;
	return keys.map((key) => answer[key]).find(Array.isArray);
}

/**
 * A list as `listIn` finds it: an answer without it does not say that there is nothing.
 *
 * @param many what is in it, in running text
 * @param isEntry whether something can be an entry of it
 */
export const listOf = (
	many: string,
	keys: string[],
	isEntry: (value: unknown) => boolean = isObject,
): Needed => ({
	what: `a list of ${many}`,
	isIn: (answer) => listIn(answer, keys)?.every(isEntry) ?? false,
});
