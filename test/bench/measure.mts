/** What one call costs, in microseconds of processor time (user and system) of this process. */
export interface Cost {
	median: number;
	best: number;
}

/** How many rounds are worth relying on, and one that only shows that a bench works. */
export const MEASURING = { full: { rounds: 15 }, quick: { rounds: 1 } };

const ROUND_MICROSECONDS = 30_000;

/**
 * Measures several functions in turn, round by round, so that what disturbs the machine disturbs all
 * of them alike. Processor time, not clock time: other processes do not count.
 */
export function measure<Name extends string>(
	functions: Record<Name, () => unknown>,
	count: number,
): Record<Name, Cost> {
	const names = Object.keys(functions) as Name[];
	const calls = names.map((name) => callsPerRound(functions[name]));
	const rounds = Array.from({ length: count }, () =>
		names.map((name, index) => cpuMicroseconds(functions[name], calls[index])),
	);
	const costs = names.map((name, index): [Name, Cost] => {
		const sorted = rounds.map((round) => round[index]).sort((a, b) => a - b);
		return [name, { median: sorted[count >> 1], best: sorted[0] }];
	});
	return Object.fromEntries(costs) as Record<Name, Cost>;
}

/** Warms the function up on the way to the number of calls that fills a round. */
function callsPerRound(call: () => unknown): number {
	for (let calls = 1; ; calls *= 2) {
		const each = cpuMicroseconds(call, calls);
		if (each * calls > ROUND_MICROSECONDS) return Math.ceil(ROUND_MICROSECONDS / each);
	}
}

function cpuMicroseconds(call: () => unknown, calls: number): number {
	const before = process.cpuUsage();
	for (let count = 0; count < calls; count++) call();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / calls;
}
