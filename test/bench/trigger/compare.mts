/** Contestants side by side, in turn. */
import { median, range } from '../figures.mts';
import { mainThreadSeconds } from '../processorTime.mts';
import { watchMemory } from '../residentMemory.mts';
import type { Name } from './contestants.mts';
import { deliver } from './deliveries.mts';
import type { Entry } from './host.mts';

interface Total {
	events: number;
	/** Events a second until the last was executed, round by round. */
	rates: number[];
	/** Milliseconds until each answer. */
	waits: number[];
	/** Processor time of the main threads of n8n's processes. */
	busySeconds: number;
	/** Peak of the resident memory of n8n's processes together, in bytes; without their task runners. */
	memory: number;
}

export type Row = Record<string, string | number>;

/**
 * How often each contestant has its turn with a number of deliveries at once. Single rounds of 60 differ by a tenth and
 * more. The medians of eleven agree with those of a second run within 5 %, with one and with eight at once. An odd
 * number has a round in the middle.
 */
export type Rounds = Array<[atOnce: number, rounds: number]>;

/** One after the other, a few, and a flood. */
export const atEach = (rounds: number): Rounds => [
	[1, rounds],
	[8, rounds],
	[32, rounds],
];

interface Field {
	entries: Entry[];
	/** Documents that the deliveries of a round are about, one delivery each. */
	documentIds: number[];
	/** n8n's processes. */
	pids: number[];
}

/** One number of deliveries at once. In turn, so that what disturbs the machine disturbs all alike. */
export async function compare(
	{ entries, documentIds, pids }: Field,
	atOnce: number,
	rounds: number,
): Promise<Map<Name, Total>> {
	const totals = new Map<Name, Total>();
	for (let round = 0; round < rounds; round++) {
		for (const { name, receiver, idle } of entries) {
			const watches = pids.map(watchMemory);
			const busy = busyOf(pids);
			const began = performance.now();
			const { waits } = await deliver(receiver, documentIds, atOnce);
			await idle();
			const seconds = (performance.now() - began) / 1000;
			const memory = watches.reduce((sum, { peak }) => sum + peak(), 0);
			const total = totals.get(name);
			totals.set(name, {
				events: (total?.events ?? 0) + documentIds.length,
				rates: [...(total?.rates ?? []), documentIds.length / seconds],
				busySeconds: (total?.busySeconds ?? 0) + busyOf(pids) - busy,
				waits: [...(total?.waits ?? []), ...waits],
				memory: Math.max(total?.memory ?? 0, memory),
			});
		}
	}
	return totals;
}

const busyOf = (pids: number[]) =>
	pids.map(mainThreadSeconds).reduce((sum, seconds) => sum + seconds, 0);

/** The least that anybody needs who has documents fetched: the goal is 0.97 of it, and 0.9 in queue mode. */
const GOAL: Name = 'baseline trigger that fetches';

const ratio = (value: number) => Number(value.toFixed(2));

/** What somebody reaches of another's rate, in each round: what disturbs the machine then disturbs both. */
const shares = ({ rates }: Total, other?: Total) =>
	rates.map((rate, round) => rate / (other?.rates[round] ?? NaN));

function percentile({ waits }: Total, share: number): number {
	const sorted = [...waits].sort((a, b) => a - b);
	return Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
}

const MEGABYTE = 1024 * 1024;

/** One row per contestant, with its rate beside those of others: each the median of the rounds. */
const rowsOf = (totals: Map<Name, Total>): Row[] => {
	const shareOf = (total: Total, other: Name) => ratio(median(shares(total, totals.get(other))));
	return [...totals].map(([name, total]) => ({
		workflow: name,
		'events/s': Number(median(total.rates).toFixed(1)),
		'/ baseline': shareOf(total, 'baseline trigger'),
		'/ that fetches': shareOf(total, GOAL),
		'in the rounds': range(shares(total, totals.get(GOAL)), 2),
		'/ Webhook': shareOf(total, 'Webhook'),
		'/ home-built': shareOf(total, 'home-built'),
		'p50, ms': percentile(total, 0.5),
		'p99, ms': percentile(total, 0.99),
		'memory, MB': Math.round(total.memory / MEGABYTE),
	}));
};

/** The first deliveries load what is loaded late, and Node compiles what is run often: the more there is of it, the later. */
export const warmUp = async (field: Field) => await compare(field, 8, 1);

/**
 * Measures all contestants.
 *
 * @param heading first columns of each row
 */
export async function compareAll(heading: Row, field: Field, turns: Rounds): Promise<Row[]> {
	await warmUp(field);
	const rows: Row[] = [];
	for (const [atOnce, rounds] of turns) {
		for (const row of rowsOf(await compare(field, atOnce, rounds))) {
			rows.push({ ...heading, 'at once': atOnce, ...row });
			console.log(JSON.stringify(rows.at(-1)));
		}
	}
	return rows;
}
