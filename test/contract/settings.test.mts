/** Proves the probes: each of them tells every setting of the emulator's switch that it is about. */
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { SWITCHES, type Switches } from '../emulator/switches.mts';
import { FILES } from '../../contract/nodeFiles.mts';
import { PROBES } from '../../contract/probes/index.mts';
import type { Probe } from '../../contract/probe.mts';
import type { Row } from '../../contract/runner.mts';
import { ASSUMED_OTHERWISE, COMPANIONS, NO_PROBE, NUMBERS } from './switches.mts';
import { inspectEmulator } from './stage.mts';

type Name = keyof Switches;

interface Case {
	probe: Probe;
	name: Name;
	/** As the switch's own parser reads it. */
	setting: string;
}

const names = Object.keys(SWITCHES) as Name[];

const settingsOf = (name: Name): readonly string[] =>
	NUMBERS[name] ?? SWITCHES[name].values.split('|');

const CASES: Case[] = PROBES.flatMap((probe) => {
	const name = probe.emulatorSwitch as Name | undefined;
	return name === undefined || !names.includes(name)
		? []
		: settingsOf(name).map((setting) => ({ probe, name, setting }));
});

async function tryCase({ probe, name, setting }: Case): Promise<Row> {
	const { experiment } = probe;
	const { rows: found } = await inspectEmulator({
		switches: { ...COMPANIONS[name], [name]: SWITCHES[name].parse(setting) },
		probes: [probe.name],
		flags: experiment.flag ? [experiment.flag] : [],
	});
	return found[0];
}

/** A machine that stands still for a moment makes a measured time longer: that one is measured again. */
const MEASUREMENTS = 4;

async function tryUntilTold(entry: Case): Promise<Row> {
	const most = entry.probe.tolerance === undefined ? 1 : MEASUREMENTS;
	for (let count = 1; ; count++) {
		const row = await tryCase(entry);
		if (count === most || told(row, entry) === entry.setting) return row;
	}
}

/** Of the settings that a measured number might stand for, the nearest. */
function told(row: Row, { probe, name }: Case): string | undefined {
	if (probe.tolerance === undefined || row.setting === undefined) return row.setting;
	const distance = (setting: string): number => {
		const [wanted, seen] = [setting, row.setting as string].map((text) =>
			text.split(',').map(Number),
		);
		return wanted.reduce(
			(sum, value, place) => sum + Math.abs(Math.log((seen[place] + 10) / (value + 10))),
			0,
		);
	};
	return [...settingsOf(name)].sort((one, other) => distance(one) - distance(other))[0];
}

describe('a probe', () => {
	// Most of them wait for something meanwhile.
	it.concurrent.each(
		CASES.map((entry) => [entry.probe.name, entry.name, entry.setting, entry] as const),
	)('%s tells %s = %j', async (_probe, _name, setting, entry) => {
		const row = await tryUntilTold(entry);
		expect({ seen: row.seen, setting: told(row, entry) }).toEqual({ seen: row.seen, setting });
		const { assumed } = entry.probe;
		const isAssumed = assumed === undefined || assumed === setting;
		expect(isAssumed ? ['as assumed'] : ['differs', 'not allowed']).toContain(row.verdict);
	});
});

describe('the table of probes', () => {
	it('has a probe for every switch, or a reason why there is none', () => {
		const probed = new Set(PROBES.map(({ emulatorSwitch }) => emulatorSwitch));
		const missing = names.filter((name) => !probed.has(name) && NO_PROBE[name] === undefined);
		const both = names.filter((name) => probed.has(name) && NO_PROBE[name] !== undefined);
		expect({ missing, both }).toEqual({ missing: [], both: [] });
	});

	it('names switches that there are', () => {
		const named = PROBES.flatMap(({ emulatorSwitch }) => emulatorSwitch ?? []);
		const without = [...named, ...Object.keys({ ...NO_PROBE, ...NUMBERS, ...COMPANIONS })];
		expect(without.filter((name) => !names.includes(name as Name))).toEqual([]);
	});

	it('tries at least two settings of each switch', () => {
		expect(CASES.filter(({ name }) => settingsOf(name).length < 2)).toEqual([]);
	});

	it('assumes what the emulator does by default, or there is a reason', () => {
		const differing = PROBES.flatMap(({ name, emulatorSwitch, assumed }) => {
			const row = SWITCHES[emulatorSwitch as Name];
			const isExpected = row === undefined || ASSUMED_OTHERWISE[emulatorSwitch as Name];
			if (isExpected || assumed === String(row.default)) return [];
			return [`${name}: ${assumed}, not ${String(row.default)}`];
		});
		expect(differing).toEqual([]);
	});

	it('assumes what it finds at an emulator as that is by default', async () => {
		const { rows } = await inspectEmulator({ isLocal: true });
		const differing = rows.filter(({ verdict }) => verdict === 'differs');
		// The tests' webhooks are http, so their emulator is told to take that.
		expect(differing.map(({ probe }) => probe)).toEqual(['insecure-url']);
	});

	it('names files that there are', () => {
		expect(Object.values(FILES).filter((path) => !existsSync(path))).toEqual([]);
	});

	it('names each probe once', () => {
		expect(new Set(PROBES.map(({ name }) => name)).size).toBe(PROBES.length);
	});
});
