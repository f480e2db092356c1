/** More webhook URLs, of which none is needed: done last, because nobody knows what they do to the first. */
import { type Answer, expectOk, isOk, told } from '../answers.mts';
import type { Lab } from '../lab.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotTried, probe, SLACK_MS } from '../probe.mts';
import {
	address,
	callbackTo,
	type Listed,
	listWebhooks,
	secretOf,
	webhook,
	WEBHOOKS,
} from './webhook.mts';

const add = (lab: Lab, url: string): Promise<Answer> =>
	lab.call('POST', WEBHOOKS, { body: { url } });

/** The confirmed URL once more. */
const addedAgain: Experiment<Answer> = {
	after: [webhook],
	run: async (lab) => await add(lab, await lab.result(webhook)),
};

const CONFIRM = `${WEBHOOKS}/confirm`;
const [SECOND, THIRD, REFUSING, UNKNOWN] = ['second', 'third', 'refusing', 'unknown'];

interface TwoMore {
	listed: Listed;
	urls: string[];
	/** When they were added, in milliseconds since 1970. */
	at: number;
}

const twoMore: Experiment<TwoMore> = {
	after: [address],
	run: async (lab) => {
		const base = await lab.result(address);
		const urls = [SECOND, THIRD].map((name) => `${base}/${name}`);
		for (const url of urls) expectOk(await add(lab, url), 'adding another webhook URL');
		// Where a URL is pending only after the callback, that must have come.
		await lab.deliveries(callbackTo(THIRD), lab.options.patience.callback);
		return { listed: await listWebhooks(lab.api), urls, at: Date.now() };
	},
};

const wrongSecret: Experiment<Answer> = {
	after: [twoMore],
	run: async (lab) => {
		const { urls } = await lab.result(twoMore);
		return await lab.call('POST', CONFIRM, { body: { url: urls[1], secret: 'not-the-secret' } });
	},
};

const unknownUrl: Experiment<Answer> = {
	after: [address],
	run: async (lab) =>
		await lab.call('POST', CONFIRM, {
			body: { url: `${await lab.result(address)}/${UNKNOWN}`, secret: 'not-the-secret' },
		}),
};

/** Two URLs are confirmed one after the other. */
const bothConfirmed: Experiment<{ first: string; listed: Listed }> = {
	after: [webhook, twoMore, wrongSecret],
	run: async (lab) => {
		const first = await lab.result(webhook);
		const { urls } = await lab.result(twoMore);
		const callbacks = await lab.deliveries(callbackTo(THIRD), lab.options.patience.callback);
		if (callbacks.length === 0) throw new NotTried('no callback came to the other URL');
		const body = { url: urls[1], secret: secretOf(callbacks[0]) };
		expectOk(await lab.call('POST', CONFIRM, { body }), 'confirming the other URL');
		return { first, listed: await listWebhooks(lab.api) };
	},
};

const refusing: Experiment<{ answer: Answer; callbacks: number }> = {
	after: [address],
	run: async (lab) => {
		const url = `${await lab.result(address)}/${REFUSING}`;
		const { receiver, patience } = lab.options;
		receiver?.handle(callbackTo(REFUSING), () => 500);
		const answer = await add(lab, url);
		let callbacks = 0;
		for (;;) {
			const came = await lab.deliveries(callbackTo(REFUSING), patience.callback, callbacks + 1);
			if (came.length === callbacks) return { answer, callbacks };
			callbacks = came.length;
		}
	},
};

const insecure: Experiment<Answer> = {
	after: [address],
	run: async (lab) => {
		const url = (await lab.result(address)).replace(/^https:/, 'http:');
		return await add(lab, `${url}/insecure`);
	},
};

const privateHost: Experiment<Answer> = {
	after: [address],
	run: async (lab) => {
		if (lab.options.isLocal) throw new NotTried('a service on this machine has to take local URLs');
		return await add(lab, 'https://192.168.0.1/contract-check');
	},
};

/** Looks again at what was pending and never confirmed. */
const laterList: Experiment<{ isPending: boolean; after: number }> = {
	after: [twoMore],
	run: async (lab) => {
		const { at, urls, listed } = await lab.result(twoMore);
		const waiting = urls.filter((url) => listed.pending.includes(url));
		if (waiting.length === 0) throw new NotTried('the other URLs were not listed as pending');
		const gone = await lab.until(async () => {
			const { pending } = await listWebhooks(lab.api);
			return waiting.some((url) => pending.includes(url)) ? undefined : true;
		}, lab.options.patience.lifetime);
		return { isPending: gone === undefined, after: Date.now() - at };
	},
};

const cleared: Experiment<{ answer: Answer; isCleared: boolean }> = {
	after: [webhook],
	run: async (lab) => {
		const url = await lab.result(webhook);
		const answer = await add(lab, '');
		const { confirmed } = await listWebhooks(lab.api);
		return { answer, isCleared: !confirmed.some((one) => one.startsWith(url)) };
	},
};

const acceptance = (answer: Answer) => ({ setting: String(isOk(answer)), seen: told(answer) });

export const OTHER_URLS = [
	probe({
		name: 'add-again',
		assumption: 'Adding the URL that is confirmed already is accepted',
		assumed: 'allowed',
		emulatorSwitch: 'readdConfirmed',
		files: [FILES.register],
		experiment: addedAgain,
		read: (answer) => ({ setting: isOk(answer) ? 'allowed' : 'refused', seen: told(answer) }),
	}),
	probe({
		name: 'pending-urls',
		assumption: 'Several URLs may be pending at once',
		assumed: 'many',
		emulatorSwitch: 'pendingUrls',
		files: [FILES.handshake],
		experiment: twoMore,
		read: ({ listed, urls }) => {
			const { length } = urls.filter((url) => listed.pending.includes(url));
			return { setting: length === 2 ? 'many' : 'one', seen: `${length} of 2 are listed` };
		},
	}),
	probe({
		name: 'pending-lifetime',
		assumption: 'A pending URL is not forgotten',
		assumed: '0',
		emulatorSwitch: 'pendingLifetime',
		files: [FILES.handshake],
		experiment: laterList,
		tolerance: SLACK_MS,
		read: ({ isPending, after }) => ({
			setting: isPending ? '0' : String(after),
			seen: `${isPending ? 'still listed' : 'gone'} after ${Math.round(after / 1000)} s`,
		}),
	}),
	probe({
		name: 'confirm-wrong-secret',
		assumption: 'Confirming with a wrong secret is answered 400',
		assumed: '400',
		files: [FILES.handshake, FILES.failures],
		experiment: wrongSecret,
		read: (answer) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'confirm-unknown-url',
		assumption: 'Confirming a URL that was never added is answered 404',
		assumed: '404',
		files: [FILES.handshake, FILES.failures],
		experiment: unknownUrl,
		read: (answer) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'one-webhook',
		assumption: 'Confirming another URL replaces the one in use',
		assumed: 'one',
		files: [FILES.settings, FILES.registration],
		experiment: bothConfirmed,
		read: ({ first, listed: { confirmed } }) => ({
			setting: confirmed.includes(first) ? 'many' : 'one',
			seen: `${confirmed.length} confirmed`,
		}),
	}),
	probe({
		name: 'failed-handshake',
		assumption: 'A URL whose receiver refuses the callback is pending all the same',
		assumed: 'pending',
		emulatorSwitch: 'failedHandshake',
		files: [FILES.register, FILES.failures],
		experiment: refusing,
		read: ({ answer }) => ({ setting: isOk(answer) ? 'pending' : 'refused', seen: told(answer) }),
	}),
	probe({
		name: 'subscription-attempts',
		assumption: 'The callback is not repeated',
		assumed: '1',
		emulatorSwitch: 'subscriptionAttempts',
		files: [FILES.handshake],
		experiment: refusing,
		read: ({ callbacks }) => ({ setting: String(callbacks), seen: `${callbacks} attempts` }),
	}),
	probe({
		name: 'insecure-url',
		assumption: 'A webhook URL has to be https',
		assumed: 'false',
		emulatorSwitch: 'allowInsecureWebhooks',
		files: [FILES.rules],
		experiment: insecure,
		read: acceptance,
	}),
	probe({
		name: 'private-url',
		assumption: 'A webhook URL on a private host is refused',
		assumed: 'false',
		emulatorSwitch: 'allowPrivateWebhooks',
		files: [FILES.rules],
		experiment: privateHost,
		read: acceptance,
	}),
	probe({
		name: 'clear-webhook',
		assumption: 'Adding an empty URL clears the webhook',
		assumed: 'allowed',
		emulatorSwitch: 'clearWebhook',
		files: [FILES.clear, FILES.settings],
		experiment: cleared,
		read: ({ answer, isCleared }) => ({
			setting: isCleared ? 'allowed' : 'refused',
			seen: told(answer),
		}),
	}),
];
