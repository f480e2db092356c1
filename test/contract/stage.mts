import { setTimeout } from 'node:timers/promises';
import { startEmulator, type Switches } from '../emulator/index.mts';
import type { Patience } from '../../contract/lab.mts';
import type { Flag } from '../../contract/probe.mts';
import { PROBES } from '../../contract/probes/index.mts';
import { Secrets } from '../../contract/secrets.mts';
import { inspect, type Findings, type SessionOptions } from '../../contract/session.mts';

/** Long enough for any machine: what never comes is not waited for, see `timeUp`. */
const PATIENCE: Patience = {
	callback: 60_000,
	hold: 5000,
	event: 60_000,
	retry: 60_000,
	deadline: 60_000,
	lifetime: 6000,
	pause: 20,
};

/** What was sent last may still have to be read. */
const GRACE_MS = 100;

export interface Stage extends Partial<Omit<SessionOptions, 'probes' | 'flags' | 'patience'>> {
	switches?: Partial<Switches>;
	/** All by default. */
	probes?: string[];
	flags?: Flag[];
	patience?: Partial<Patience>;
	prepare?: (veryfi: Awaited<ReturnType<typeof startEmulator>>) => void;
}

/** Runs probes against an emulator of its own. */
export async function inspectEmulator({
	switches,
	probes,
	flags,
	patience,
	prepare,
	...more
}: Stage): Promise<Findings> {
	const veryfi = await startEmulator({
		allowInsecureWebhooks: true,
		...switches,
	});
	const account = { baseUrl: veryfi.baseUrl, ...veryfi.credentials };
	try {
		prepare?.(veryfi);
		return await inspect({
			account,
			secrets: new Secrets(Object.values(veryfi.credentials)),
			limits: { requests: 1000, pause: 0 },
			isLocal: false,
			// An emulator with nothing left to do sends nothing any more.
			timeUp: async () => {
				await veryfi.idle();
				await setTimeout(GRACE_MS);
			},
			signal: new AbortController().signal,
			webhook: { url: 'http://localhost:{port}/hook', host: '127.0.0.1', port: 0 },
			...more,
			patience: { ...PATIENCE, ...patience },
			probes: PROBES.filter(({ name }) => probes?.includes(name) ?? true),
			flags: new Set(flags),
		});
	} finally {
		await veryfi.stop();
	}
}
