import type { Lab } from './lab.mts';

/** What has to be asked for, because it costs somebody something. */
export type Flag = 'replace-webhook' | 'rate-limit' | 'large-upload';

/** One thing done to the account. Several probes may read its result; it is done once. */
export interface Experiment<T> {
	/** How many documents Veryfi may count for it, without those of `after`. */
	documents?: number;
	/** Done first. */
	after?: ReadonlyArray<Experiment<unknown>>;
	/** Done only if the user has given this option. */
	flag?: Flag;
	/** Takes minutes of waiting, so it is begun before its turn. */
	isSlow?: boolean;
	/**
	 * @throws NotTried when the account or the options leave no way to do it
	 * @throws NotAllowed when Veryfi refuses it to this account
	 */
	run: (lab: Lab) => Promise<T>;
}

/** What an experiment says about an assumption. */
export interface Reading {
	/** In the words of the emulator's switch, where there is one. */
	setting: string;
	/** For a person. */
	seen: string;
	/** Veryfi refuses this to the account: the setting tells so. */
	isRefused?: boolean;
}

/** An assumption about Veryfi, and how to find out whether it holds. */
export interface Probe<T = unknown> {
	/** For `--only`. */
	name: string;
	/** A sentence that is true if `assumed` is read. */
	assumption: string;
	/** The reading that package and emulator are built for; undefined if both take any. */
	assumed?: string;
	/** Of a number that is measured, or several with commas: a fifth more or less, or this much, is the same. */
	tolerance?: number;
	/** The switch of the emulator that has these settings. */
	emulatorSwitch?: string;
	/** Files of the package that depend on it. */
	files: readonly string[];
	experiment: Experiment<T>;
	/** @throws NotTried when the result says nothing about the assumption */
	read: (result: T) => Reading;
}

/** The way there and back, on a busy machine. */
export const SLACK_MS = 500;

/** Gives `read` the type of the experiment's result, and the table one type. */
export const probe = <T,>(row: Probe<T>): Probe => row as unknown as Probe;

/** The experiment was not done. The message says why. */
export class NotTried extends Error {}

/** Veryfi does not let this account do it. The message is Veryfi's. */
export class NotAllowed extends Error {}

/** An experiment and all that it needs done first. */
function closure(experiments: ReadonlyArray<Experiment<unknown>>): Set<Experiment<unknown>> {
	const all = new Set(experiments);
	// A Set also visits what is added while it is walked through.
	for (const { after = [] } of all) for (const earlier of after) all.add(earlier);
	return all;
}

/** How many documents Veryfi may count for some probes. */
export const documentsOf = (probes: readonly Probe[]): number =>
	[...closure(probes.map(({ experiment }) => experiment))].reduce(
		(sum, { documents = 0 }) => sum + documents,
		0,
	);
