/** Contestants side by side, in turn. */
import { FEWEST, median, medianInterval, range } from '../figures.mts';
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
 * How often each contestant has its turn with a number of deliveries at once; an odd number has a round in the middle.
 * The two that the goal compares go on until their ratio is certain, up to so many rounds.
 */
export type Rounds = Array<[atOnce: number, rounds: number, roundsOfGoal: number]>;

/** One after the other, a few, and a flood. */
export const atEach = (rounds: number, roundsOfGoal: number): Rounds => [
	[1, rounds, roundsOfGoal],
	[8, rounds, roundsOfGoal],
	[32, rounds, roundsOfGoal],
];

interface Field {
	entries: Entry[];
	/** Documents that the deliveries of a round are about, one delivery each. */
	documentIds: number[];
	/** n8n's processes. */
	pids: number[];
}

/**
 * One number of deliveries at once. In turn, so that what disturbs the machine disturbs all alike.
 *
 * @param totals of rounds before, to which these are added
 */
export async function compare(
	{ entries, documentIds, pids }: Field,
	atOnce: number,
	rounds: number,
	totals = new Map<Name, Total>(),
): Promise<Map<Name, Total>> {
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

/** Who is to reach the goal. */
const OURS: Name = 'Veryfi Trigger';

const ratio = (value: number) => Number(value.toFixed(2));

/** What somebody reaches of another's rate, in each round of both: what disturbs the machine then disturbs both. */
function sharesOf(totals: Map<Name, Total>, name: Name, other: Name): number[] {
	const [rates, others] = [name, other].map((name) => (totals.get(name) as Total).rates);
	const rounds = Math.min(rates.length, others.length);
	return rates.slice(0, rounds).map((rate, round) => rate / others[round]);
}

/**
 * How far the median may be from the true one, as a share of it. If it is so for two runs, their difference is the root
 * of two times as much: 5 %.
 */
const CERTAINTY = 0.05 / Math.SQRT2;

function isCertain(values: number[]): boolean {
	const [least, greatest] = medianInterval(values);
	return values.length >= FEWEST && (greatest - least) / 2 <= CERTAINTY * median(values);
}

/**
 * Lets the two that the goal compares go on. Single rounds of them differ by a tenth and more: in some, n8n collects
 * garbage or writes to its database.
 *
 * @param most rounds, those before included
 */
async function makeCertain(
	totals: Map<Name, Total>,
	{ entries, ...field }: Field,
	atOnce: number,
	most: number,
): Promise<void> {
	const pair = { ...field, entries: entries.filter(({ name }) => name === GOAL || name === OURS) };
	for (;;) {
		const values = sharesOf(totals, OURS, GOAL);
		if (values.length >= most || isCertain(values)) return;
		await compare(pair, atOnce, 1, totals);
	}
}

function percentile({ waits }: Total, share: number): number {
	const sorted = [...waits].sort((a, b) => a - b);
	return Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
}

const MEGABYTE = 1024 * 1024;

/** One row per contestant, with its rate beside those of others: each the median of the rounds. */
const rowsOf = (totals: Map<Name, Total>): Row[] =>
	[...totals].map(([name, total]) => {
		const share = (other: Name) => ratio(median(sharesOf(totals, name, other)));
		const ofGoal = sharesOf(totals, name, GOAL);
		return {
			workflow: name,
			'events/s': Number(median(total.rates).toFixed(1)),
			'/ baseline': share('baseline trigger'),
			'/ that fetches': share(GOAL),
			'95 %': range(medianInterval(ofGoal), 2),
			rounds: ofGoal.length,
			'/ Webhook': share('Webhook'),
			'/ home-built': share('home-built'),
			'p50, ms': percentile(total, 0.5),
			'p99, ms': percentile(total, 0.99),
			'memory, MB': Math.round(total.memory / MEGABYTE),
		};
	});

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
	for (const [atOnce, rounds, roundsOfGoal] of turns) {
		const totals = await compare(field, atOnce, rounds);
		await makeCertain(totals, field, atOnce, roundsOfGoal);
		for (const row of rowsOf(totals)) {
			rows.push({ ...heading, 'at once': atOnce, ...row });
			console.log(JSON.stringify(rows.at(-1)));
		}
	}
	return rows;
}
