/** The limit of requests per second; only on demand, since others of the account feel it, too. */
import { type Answer, expectOk, isOk, told } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';

const BURST = 30;

/** Milliseconds in which Veryfi counts: a burst that takes longer tells nothing, and is repeated. */
const SECOND = 1_000;

/** Milliseconds after which it is not repeated again. */
const LONGEST = 60_000;

const burst: Experiment<{ taken: number; refused: Answer | undefined }> = {
	flag: 'rate-limit',
	run: async (lab) => {
		const list = () => lab.call('GET', '/documents', { query: { page_size: '1' }, atOnce: true });
		const answers = await lab.until(async () => {
			const began = Date.now();
			const all = await Promise.all(Array.from({ length: BURST }, list));
			if (Date.now() - began <= SECOND) return all;
			// The next burst must find this one forgotten.
			await lab.api.sleep(2 * SECOND);
			return undefined;
		}, LONGEST);
		if (!answers) throw new NotTried(`${BURST} requests took longer than a second every time`);
		const refused = answers.find((answer) => [409, 429].includes(answer.status));
		if (refused === undefined) answers.forEach((answer) => expectOk(answer, 'listing documents'));
		return { taken: answers.filter(isOk).length, refused };
	},
};

const needRefusal = (refused: Answer | undefined): Answer => {
	if (refused === undefined) throw new NotTried(`none of ${BURST} requests was refused`);
	return refused;
};

export const LIMITS = [
	probe({
		name: 'rate-limits',
		assumption: `Of ${BURST} lists in one moment some are refused`,
		assumed: 'true',
		emulatorSwitch: 'rateLimits',
		files: [FILES.rateLimit],
		experiment: burst,
		read: ({ taken, refused }) => ({
			setting: String(refused !== undefined),
			seen: `${taken} of ${BURST} were answered`,
		}),
	}),
	probe({
		name: 'lists-per-second',
		assumption: 'Five lists a second are answered',
		assumed: '5',
		tolerance: 1,
		emulatorSwitch: 'listsPerSecond',
		files: [FILES.rateLimit],
		experiment: burst,
		read: ({ taken, refused }) => {
			needRefusal(refused);
			return { setting: String(taken), seen: `${taken} of ${BURST} were answered` };
		},
	}),
	probe({
		name: 'rate-limit-status',
		assumption: 'What is too much is answered 429',
		assumed: '429',
		emulatorSwitch: 'rateLimitStatus',
		files: [FILES.rateLimit, FILES.errors],
		experiment: burst,
		read: ({ refused }) => {
			const answer = needRefusal(refused);
			return { setting: String(answer.status), seen: told(answer) };
		},
	}),
	probe({
		name: 'retry-after',
		assumption: 'That answer says in retry-after how many seconds to wait',
		assumed: 'true',
		emulatorSwitch: 'retryAfter',
		files: [FILES.rateLimit],
		experiment: burst,
		read: ({ refused }) => {
			const { headers } = needRefusal(refused);
			const seconds = headers['retry-after'];
			return {
				setting: String(seconds !== undefined),
				seen: seconds === undefined ? 'no retry-after' : `retry-after: ${String(seconds)}`,
			};
		},
	}),
];
