/** A document that cannot be processed, and a receiver that does not take the news of it. */
import { type Answer, expectOk, idIn, isOk, shapeOf, told } from '../answers.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotTried, probe, SLACK_MS } from '../probe.mts';
import type { Delivery } from '../receiver.mts';
import { about } from './asynchronous.mts';
import { webhook } from './webhook.mts';

/** Nobody can load it: the name is reserved (RFC 2606). The refusal has an apostrophe, which is signed in a way of its own. */
const NOWHERE = 'https://contract-check.invalid/receipt.pdf';
/** Attempts that are documented; after these nobody waits long for another. */
const ATTEMPTS = 3;

interface Failed {
	/** The first is kept open until the sender hangs up, every other is answered 500. */
	attempts: Delivery[];
	/** GET of the document afterwards. */
	document: Answer;
}

const failed: Experiment<Failed> = {
	documents: 1,
	after: [webhook],
	isSlow: true,
	run: async (lab) => {
		const { receiver, patience } = lab.options;
		const answer = await lab.submit('/documents', { file_url: NOWHERE, async: true });
		const id = idIn(expectOk(answer, 'submitting a file that cannot be loaded'));
		const isOurs = (delivery: Delivery): boolean =>
			delivery.event !== 'document.created' && about(id)(delivery);
		let isFirst = true;
		receiver?.handle(isOurs, async (delivery) => {
			const waits = isFirst;
			isFirst = false;
			if (waits) await hungUp(delivery, patience.deadline);
			return 500;
		});
		const takes = (delivery: Delivery) => isOurs(delivery) && delivery.endedAt !== undefined;
		let attempts = await lab.deliveries(takes, patience.event + patience.deadline);
		for (;;) {
			const within =
				attempts.length < ATTEMPTS ? patience.retry : patience.event + longest(attempts);
			const next = await lab.deliveries(takes, within, attempts.length + 1);
			if (next.length === attempts.length) break;
			attempts = next;
		}
		return { attempts, document: await lab.call('GET', `/documents/${id}`) };
	},
};

/** Resolves when the sender hangs up, or after some milliseconds. */
async function hungUp(delivery: Delivery, within: number): Promise<void> {
	for (const end = Date.now() + within; Date.now() < end && !delivery.hasHungUp;)
		await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Milliseconds from the end of each attempt to the next. */
const pauses = (attempts: Delivery[]): number[] =>
	attempts.slice(1).map(({ at }, place) => at - (attempts[place].endedAt as number));

const longest = (attempts: Delivery[]): number => 2 * Math.max(0, ...pauses(attempts));

const firstOf = ({ attempts: [first] }: Failed): Delivery => {
	if (first === undefined) throw new NotTried('no event came');
	return first;
};

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

export const FAILING = [
	probe({
		name: 'failed-event',
		assumption: 'A failed document is told by document.failed, with the reason in data.error',
		assumed: 'true',
		emulatorSwitch: 'failedWithError',
		files: [FILES.events],
		experiment: failed,
		read: (result) => {
			const { event, data } = firstOf(result);
			return {
				setting: String('error' in data),
				seen: `${String(event)}, ${shapeOf(data)}`,
			};
		},
	}),
	probe({
		name: 'failed-signature',
		assumption: 'The signature is made of the text that Python has for the data',
		assumed: 'valid',
		files: [FILES.signature],
		experiment: failed,
		read: (result) => {
			const { signature, data } = firstOf(result);
			const hasQuote = String(data.error).includes("'");
			return {
				setting: signature,
				seen: `signature ${signature}, reason ${hasQuote ? 'with' : 'without'} an apostrophe`,
			};
		},
	}),
	probe({
		name: 'delivery-attempts',
		assumption: 'A delivery that is refused is tried three times in total',
		assumed: '3',
		emulatorSwitch: 'deliveryAttempts',
		files: [FILES.redeliveries],
		experiment: failed,
		read: (result) => {
			firstOf(result);
			const { length } = result.attempts;
			return { setting: String(length), seen: `${length} attempts` };
		},
	}),
	probe({
		name: 'retry-intervals',
		assumption: 'How long Veryfi waits before it repeats does not matter',
		tolerance: SLACK_MS,
		emulatorSwitch: 'retryIntervals',
		files: [FILES.redeliveries],
		experiment: failed,
		read: (result) => {
			const found = pauses(result.attempts);
			if (found.length === 0) throw new NotTried('nothing was repeated');
			return {
				setting: found.join(','),
				seen: `repeated after ${found.map(seconds).join(', then ')}`,
			};
		},
	}),
	probe({
		name: 'response-deadline',
		assumption: 'A receiver has 20 seconds to answer',
		assumed: '20000',
		tolerance: SLACK_MS,
		emulatorSwitch: 'responseTimeout',
		files: [FILES.delivery],
		experiment: failed,
		read: (result) => {
			const { at, endedAt, hasHungUp } = firstOf(result);
			const waited = (endedAt as number) - at;
			return {
				setting: String(waited),
				seen: `the sender ${hasHungUp ? 'hung up' : 'still waited'} after ${seconds(waited)}`,
			};
		},
	}),
	probe({
		name: 'failed-get',
		assumption: 'GET of a failed document is answered 404',
		assumed: 'not_found',
		emulatorSwitch: 'failedGet',
		files: [FILES.waiting],
		experiment: failed,
		read: (result) => {
			firstOf(result);
			const { document } = result;
			const setting = isOk(document)
				? String(document.body?.status ?? 'in_progress')
				: document.status === 404
					? 'not_found'
					: String(document.status);
			return { setting, seen: `${told(document)}, ${shapeOf(document.body, 0)}` };
		},
	}),
];
