import { clock } from '../../shared/clock';

/**
 * Allows something a limited number of times per time span and key, counted in this process. It bounds
 * what strangers can make the trigger do: everything that costs a call is paid from a budget. What was
 * spent comes back bit by bit, so that nobody can use up the budget for a whole span.
 *
 * @param limit how often at once, and how often per span in the long run
 * @param span milliseconds
 */
export function createBudget(limit: number, span: number) {
	const price = span / limit;
	/** By key: when everything that was spent will have come back. */
	const fullAt = new Map<string, number>();
	const delay = (key: string, now: number) =>
		Math.max(0, (fullAt.get(key) ?? now) - now - (span - price));
	return {
		/** Spends one; false when nothing is left. */
		take(key: string, now = clock.now()): boolean {
			if (delay(key, now) > 0) return false;
			fullAt.set(key, Math.max(fullAt.get(key) ?? now, now) + price);
			return true;
		},
		/** Milliseconds until there is one to spend. */
		delay(key: string, now = clock.now()): number {
			return delay(key, now);
		},
	};
}
