/**
 * Does pieces of work, several at once, begun in their order. After one has failed no further one is begun, and
 * those in flight are waited for.
 *
 * @param count how many pieces there are
 * @param atOnce how many of them may be in flight
 * @returns what came of each, in their order
 * @throws what the first that failed has thrown
 */
export async function inParallel<T>(
	count: number,
	atOnce: number,
	work: (index: number) => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	const failures: unknown[] = [];
	let next = 0;
	const worker = async () => {
		while (next < count && failures.length === 0) {
			const index = next++;
			try {
				results[index] = await work(index);
			} catch (error) {
				failures.push(error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
	if (failures.length > 0) throw failures[0];
	return results;
}
