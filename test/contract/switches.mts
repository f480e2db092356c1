import type { Switches } from '../emulator/switches.mts';

const OWN_PACE = 'How fast the emulator goes on; what Veryfi takes is no assumption of anything.';
const TLS = 'Which certificates to trust: the tests make their own, a tunnel has a real one.';

/** Switches that stand for nothing that the program could find out, each with its reason. */
export const NO_PROBE: Partial<Record<keyof Switches, string>> = {
	handshakeDelay: OWN_PACE,
	processingDelay: OWN_PACE,
	enrichmentDelay: OWN_PACE,
	insecureWebhookTls: TLS,
	webhookCa: TLS,
	connectTimeout:
		'A URL that takes no connection is never confirmed, so nothing is delivered to it.',
	readImages: 'Whether the emulator reads a picture or makes values up; Veryfi reads all.',
	oddRows: 'What real documents have now and then; a receipt of our own shows none of it.',
	bearerScope: 'Needs a second key that is made for the purpose in the portal.',
	documentsPerSecond: 'More than 60 documents would be submitted, and paid for.',
	slowProductsPerSecond: 'More than 20 documents would be submitted, and paid for.',
	othersPerSecond: 'More than 60 requests in a second are unkind to a shared service.',
};

/** Where package and emulator assume something else, each with its reason. */
export const ASSUMED_OTHERWISE: Partial<Record<keyof Switches, string>> = {
	retryIntervals: 'Nothing is assumed; the emulator repeats quickly.',
	allowPrivateWebhooks:
		'The emulator is used on private hosts, where Veryfi could deliver nothing.',
	rateLimits: 'The limits are documented; tests of other things are not to meet them.',
};

/** Settings to try of a switch that takes any number. */
export const NUMBERS: Partial<Record<keyof Switches, readonly string[]>> = {
	smallestImage: ['0', '100'],
	confirmRefusals: ['0', '2'],
	pendingLifetime: ['0', '3000'],
	subscriptionAttempts: ['1', '3'],
	deliveryAttempts: ['1', '2', '3', '4'],
	retryIntervals: ['50,100', '3000,100', '50,3000'],
	responseTimeout: ['200', '5000'],
	disabledTypes: ['', 'txt'],
	listsPerSecond: ['3', '10'],
};

/** A receiver that lets the sender wait waits no longer than this. */
const BRIEF = { responseTimeout: 200 };
/** Long enough to be looked at before it is done, on a busy machine, too. */
const LONG = { processingDelay: [2500] };

/** What else has to be set, so that a setting makes a difference that can be seen. */
export const COMPANIONS: Partial<Record<keyof Switches, Partial<Switches>>> = {
	// The answer to the add call must find the callback open, on a busy machine, too.
	handshakeTiming: { handshakeDelay: 1500 },
	accountNumberIn: { transactionsIn: 'accounts' },
	pendingFrom: { handshakeTiming: 'after' },
	failedHandshake: { handshakeTiming: 'after' },
	inProgressGet: LONG,
	setInProgress: LONG,
	failedWithError: BRIEF,
	deliveryAttempts: BRIEF,
	retryIntervals: BRIEF,
	failedGet: BRIEF,
	listsPerSecond: { rateLimits: true },
	rateLimitStatus: { rateLimits: true },
	retryAfter: { rateLimits: true },
};
