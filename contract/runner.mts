import type { Lab } from './lab.mts';
import { NotAllowed, NotTried, type Probe } from './probe.mts';

export const VERDICTS = ['as assumed', 'differs', 'not allowed', 'not tried'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One row of the table. */
export interface Row {
	probe: string;
	assumption: string;
	verdict: Verdict;
	/** Undefined where nothing was read. */
	setting?: string;
	/** What was seen, or why nothing was. */
	seen: string;
	assumed?: string;
	emulatorSwitch?: string;
	files: readonly string[];
}

/**
 * Runs probes in their order. None of them can keep another from running, unless it needs what failed.
 *
 * @param redact takes secrets out of a text
 * @param onRow told of each row as soon as it is there
 */
export async function runProbes(
	lab: Lab,
	probes: readonly Probe[],
	redact: (text: string) => string,
	onRow: (row: Row) => void = () => undefined,
): Promise<Row[]> {
	const rows: Row[] = [];
	for (const probe of probes) {
		const row = cleaned(await runProbe(lab, probe), redact);
		rows.push(row);
		onRow(row);
		beginSlowOnes(lab, probes);
	}
	return rows;
}

/** What waits for minutes may as well wait beside the other probes. Whether it fails is told in its turn. */
function beginSlowOnes(lab: Lab, probes: readonly Probe[]): void {
	for (const { experiment } of probes) {
		const canBegin = experiment.isSlow && (experiment.after ?? []).every((one) => lab.isDone(one));
		if (canBegin) lab.result(experiment).catch(() => undefined);
	}
}

const LONGEST_TEXT = 400;

/** Secrets come out first: half of one would not be known any more. */
function cleaned(row: Row, redact: (text: string) => string): Row {
	const cut = (text: string) => redact(text).slice(0, LONGEST_TEXT);
	return { ...row, seen: cut(row.seen), setting: row.setting && cut(row.setting) };
}

async function runProbe(lab: Lab, probe: Probe): Promise<Row> {
	const { name, assumption, assumed, emulatorSwitch, files } = probe;
	const row = { probe: name, assumption, assumed, emulatorSwitch, files };
	try {
		const { isRefused, ...reading } = probe.read(await lab.result(probe.experiment));
		if (isRefused) return { ...row, ...reading, verdict: 'not allowed' };
		const holds = assumed === undefined || isSame(reading.setting, assumed, probe.tolerance);
		return { ...row, ...reading, verdict: holds ? 'as assumed' : 'differs' };
	} catch (error) {
		if (error instanceof NotAllowed) return { ...row, verdict: 'not allowed', seen: error.message };
		if (error instanceof NotTried) return { ...row, verdict: 'not tried', seen: error.message };
		// A shape that nobody has thought of must not end the run: it is what is being looked for.
		return {
			...row,
			verdict: 'not tried',
			seen: `the answer was not understood (${String(error)})`,
		};
	}
}

function isSame(seen: string, assumed: string, tolerance?: number): boolean {
	if (tolerance === undefined) return seen === assumed;
	const [found, wanted] = [seen, assumed].map((text) => text.split(',').map(Number));
	const isNear = (value: number, place: number) =>
		Math.abs(value - wanted[place]) <= Math.max(wanted[place] / 5, tolerance);
	return found.length === wanted.length && found.every(isNear);
}
