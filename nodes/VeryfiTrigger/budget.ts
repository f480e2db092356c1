/**
 * Allows something a limited number of times per time span and key, counted in this process. It bounds
 * what strangers can make the trigger do: everything that costs a call is paid from a budget.
 *
 * @param limit how often per span
 * @param span milliseconds
 */
export function createBudget(limit: number, span: number) {
	const spent = new Map<string, number[]>();
	return {
		/** Spends one; false when nothing is left. */
		take(key: string, now = Date.now()): boolean {
			const recent = (spent.get(key) ?? []).filter((time) => now - time < span);
			const isAllowed = recent.length < limit;
			if (isAllowed) recent.push(now);
			spent.set(key, recent);
			return isAllowed;
		},
	};
}
