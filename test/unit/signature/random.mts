/** A small seeded generator (mulberry32), so that a failing run can be repeated. */
export class Random {
	constructor(private state: number) {}

	/** An integer from 0 up to, but not including, `below`. */
	below(below: number): number {
		return Math.floor(this.fraction() * below);
	}

	chance(probability: number): boolean {
		return this.fraction() < probability;
	}

	pick<T>(choices: readonly T[]): T {
		return choices[this.below(choices.length)];
	}

	private fraction(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}
}

/** The seed of this run: `SEED=123 npx jest …` repeats another one. */
export const SEED = Number(process.env.SEED ?? 20261121);
