/** Does pieces of work that have the same key one after the other; others go on meanwhile. */
export class SerialByKey {
	/** The last piece of work under each key, while there is any. */
	private readonly last = new Map<string, Promise<unknown>>();

	/** Does a piece of work when those before it are done. One that fails does not keep the next from being done. */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const result = (this.last.get(key) ?? Promise.resolve()).then(work, work);
		this.last.set(key, result);
		try {
			return await result;
		} finally {
			if (this.last.get(key) === result) this.last.delete(key);
		}
	}
}
