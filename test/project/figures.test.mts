/** How the benches tell what they measured. */
import { expect, it } from '@jest/globals';

import { FEWEST, median, medianInterval } from '../bench/figures.mts';

/** Ways to choose k of n, from k = 0 on. */
function* binomials(n: number): Generator<number> {
	for (let [k, ways] = [0, 1]; k <= n; ways = (ways * (n - k)) / ++k) yield ways;
}

/** Each value is below the true median as likely as above it; so a number of values below is as likely as so many heads. */
function probability(count: number): number {
	const ranks = Array.from({ length: count }, (_, index) => index + 1);
	const [least, greatest] = medianInterval(ranks);
	const within = [...binomials(count)].slice(least, greatest);
	return within.reduce((sum, ways) => sum + ways, 0) / 2 ** count;
}

it('the interval of a median holds the true one with a probability of 95 %, of six values or more', () => {
	expect(probability(FEWEST - 1)).toBeLessThan(0.95);
	const counts = Array.from({ length: 200 }, (_, index) => FEWEST + index);
	const improbable = counts.filter((count) => probability(count) < 0.95);
	expect(improbable).toEqual([]);
});

it('the interval of a median gets narrower with more values, and the median lies in it', () => {
	const of = (count: number) => Array.from({ length: count }, (_, index) => index / (count - 1));
	const widths = [11, 41, 121].map((count) => {
		const [least, greatest] = medianInterval(of(count).reverse());
		expect(median(of(count))).toBeGreaterThan(least);
		expect(median(of(count))).toBeLessThan(greatest);
		return greatest - least;
	});
	expect(widths).toEqual([...widths].sort((a, b) => b - a));
	expect(widths[2]).toBeLessThan(0.2);
});

it('values that are all the same have no interval', () => {
	expect(medianInterval([3, 3, 3, 3, 3, 3, 3])).toEqual([3, 3]);
});
