/** The last piece of work under each key, while there is any. */
const last = new Map<string, Promise<unknown>>();

/**
 * Does pieces of work that have the same key one after the other, in this process. A piece that fails
 * does not keep the next from its turn.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
	const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
	last.set(key, turn);
	try {
		return await turn;
	} finally {
		if (last.get(key) === turn) last.delete(key);
	}
}
