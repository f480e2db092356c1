/** Conditions of a query that a stand-in understands: how one reads, and which records fit its value. */
export type Conditions<T> = ReadonlyArray<[RegExp, (record: T, value: string) => boolean]>;

/**
 * Reads a condition.
 *
 * @returns whether a record fits it; undefined where it is none of those
 */
export function conditionIn<T>(
	known: Conditions<T>,
	text: string,
): ((record: T) => boolean) | undefined {
	for (const [pattern, fits] of known) {
		const found = pattern.exec(text);
		if (found) return (record) => fits(record, found[1] ?? '');
	}
	return undefined;
}
