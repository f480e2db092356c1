/** Whom the probes are run against: an account of the user's, or the emulator. */
import { selfSigned } from '../test/host/certificate.mts';
import type { Account, Limits } from './client.mts';
import type { Patience } from './lab.mts';
import { isLocal, type Options, VERYFI } from './options.mts';
import type { Report } from './report.mts';
import type { WebhookAddress } from './session.mts';

export interface Target {
	service: Report['service'];
	account: Account;
	webhook: WebhookAddress | undefined;
	patience: Patience;
	limits: Limits;
	isLocal: boolean;
	stop: () => Promise<void>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** About three times what all probes need. */
export const REQUESTS = 400;

/** How long a service out there may take. */
const PATIENCE: Patience = {
	callback: MINUTE,
	hold: 3 * SECOND,
	event: 3 * MINUTE,
	retry: 15 * MINUTE,
	deadline: 40 * SECOND,
	lifetime: 30 * SECOND,
	pause: SECOND,
};

/** The limit of lists is five a second, and others of the account want some of it. */
const LIMITS: Limits = { requests: REQUESTS, pause: 350 };

/** A service that somebody else runs: Veryfi, or an emulator as a program of its own. */
export function accountTarget(account: Account, webhook: Options['webhook']): Target {
	return {
		service: account.baseUrl === VERYFI ? 'api.veryfi.com' : 'another base URL',
		account,
		// All interfaces: a tunnel may run in a container.
		webhook: webhook && { ...webhook, host: '0.0.0.0' },
		patience: PATIENCE,
		limits: LIMITS,
		isLocal: isLocal(account.baseUrl),
		stop: async () => undefined,
	};
}

/** Slow enough to be watched, quick enough to be waited for. */
const SWITCHES = {
	processingDelay: [1000],
	retryIntervals: [500, 1500],
	handshakeDelay: 300,
};

/** An emulator of the program's own, with a webhook of its own. */
export async function emulatorTarget(flags: Options['flags']): Promise<Target> {
	// Not before it is wanted: it is half of what the program loads.
	const { startEmulator } = await import('../test/emulator/index.mts');
	const veryfi = await startEmulator({ ...SWITCHES, rateLimits: flags.has('rate-limit') });
	return {
		service: 'emulator',
		account: { ...veryfi.credentials, baseUrl: veryfi.baseUrl },
		webhook: {
			url: 'https://localhost:{port}/contract',
			host: '127.0.0.1',
			port: 0,
			tls: selfSigned(),
		},
		patience: {
			callback: 3 * SECOND,
			hold: SECOND,
			event: 5 * SECOND,
			retry: 5 * SECOND,
			deadline: 30 * SECOND,
			lifetime: 3 * SECOND,
			pause: SECOND / 5,
		},
		limits: { requests: REQUESTS, pause: 0 },
		isLocal: true,
		stop: () => veryfi.stop(),
	};
}
