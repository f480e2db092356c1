/** Adding and confirming a webhook: the handshake. */
import { type Answer, expectOk, isOk, type Json, shapeOf, told } from '../answers.mts';
import type { Client } from '../client.mts';
import { FILES } from '../nodeFiles.mts';
import { type Experiment, NotTried, probe } from '../probe.mts';
import type { Delivery } from '../receiver.mts';

export const WEBHOOKS = '/settings/webhooks';
const CONFIRMS = 5;

export interface Listed {
	confirmed: string[];
	pending: string[];
}

const readList = (body: Json): Listed => {
	const urls = (entries: unknown) => ((entries ?? []) as Json[]).map(({ url }) => String(url));
	return { confirmed: urls(body?.confirmed), pending: urls(body?.pending) };
};

export const listWebhooks = async (api: Pick<Client, 'call'>): Promise<Listed> =>
	readList(expectOk(await api.call('GET', WEBHOOKS), 'listing webhooks').body);

const firstList: Experiment<Answer> = { run: (lab) => lab.call('GET', WEBHOOKS) };

/** The address to add, once it is sure that nobody's webhook is replaced unasked. */
export const address: Experiment<string> = {
	after: [firstList],
	run: async (lab) => {
		const { webhookUrl, flags } = lab.options;
		if (webhookUrl === undefined) throw new NotTried('needs --webhook-url');
		const answer = await lab.result(firstList);
		const { confirmed } = readList(expectOk(answer, 'listing webhooks').body);
		const other = confirmed.find((url) => url !== webhookUrl);
		if (other !== undefined && !flags.has('replace-webhook'))
			throw new NotTried('the account has another webhook URL: see --replace-webhook');
		lab.previousWebhook = other;
		lab.hasTouchedWebhooks = true;
		return webhookUrl;
	},
};

/** Deliveries to a URL below the webhook URL. */
export const callbackTo =
	(path: string) =>
	(delivery: Delivery): boolean =>
		delivery.event === 'subscription' && delivery.path === path;

export const secretOf = (delivery: Delivery): string => delivery.data.secret as string;

interface Added {
	url: string;
	answer: Answer;
	/** Undefined if none came. */
	callback: Delivery | undefined;
	timing: 'before' | 'during' | 'after' | 'never';
	/** Whether the URL was listed while the add call was still open; undefined if that could not be seen. */
	isPendingAtOnce: boolean | undefined;
}

const firstAdd: Experiment<Added> = {
	after: [address],
	run: async (lab) => {
		const url = await lab.result(address);
		const { receiver, patience } = lab.options;
		const added = lab.call('POST', WEBHOOKS, { body: { url } });
		let isAnswered = false;
		const answered = added.then(
			() => void (isAnswered = true),
			() => undefined,
		);
		let timing: Added['timing'] = 'never';
		let isPendingAtOnce: boolean | undefined;
		receiver?.handle(callbackTo(''), async () => {
			if (timing !== 'never') return 200;
			timing = isAnswered ? 'before' : 'after';
			if (isAnswered) return 200;
			isPendingAtOnce = (await listWebhooks(lab.api)).pending.includes(url);
			// An add call that waits for the callback gets its answer only after this.
			await Promise.race([answered, lab.api.sleep(patience.hold).catch(() => undefined)]);
			if (isAnswered) timing = 'during';
			return 200;
		});
		const answer = expectOk(await added, 'adding the webhook URL');
		// Only once it was answered is everything known that there is to see.
		const answeredCallback = (delivery: Delivery) =>
			callbackTo('')(delivery) && delivery.endedAt !== undefined;
		const [callback] = await lab.deliveries(answeredCallback, patience.callback);
		return { url, answer, callback, timing, isPendingAtOnce };
	},
};

const needCallback = ({ callback }: Added): Delivery => {
	if (callback === undefined) throw new NotTried('Veryfi sent nothing to the webhook URL');
	return callback;
};

/** The same URL once more, before it is confirmed. */
const secondAdd: Experiment<{ secrets: string[] }> = {
	after: [firstAdd],
	run: async (lab) => {
		const first = await lab.result(firstAdd);
		needCallback(first);
		expectOk(
			await lab.call('POST', WEBHOOKS, { body: { url: first.url } }),
			'adding the same webhook URL again',
		);
		const callbacks = await lab.deliveries(callbackTo(''), lab.options.patience.callback, 2);
		return { secrets: callbacks.map(secretOf) };
	},
};

interface Confirmed {
	answer: Answer;
	refusals: Answer[];
	listed: Listed;
}

const confirm: Experiment<Confirmed> = {
	after: [firstAdd, secondAdd],
	run: async (lab) => {
		const { url } = await lab.result(firstAdd);
		const { secrets } = await lab.result(secondAdd);
		const body = { url, secret: secrets.at(-1) };
		const refusals: Answer[] = [];
		for (;;) {
			const answer = await lab.call('POST', `${WEBHOOKS}/confirm`, { body });
			if (isOk(answer)) return { answer, refusals, listed: await listWebhooks(lab.api) };
			refusals.push(answer);
			if (refusals.length === CONFIRMS) expectOk(answer, 'confirming the webhook URL');
			await lab.api.sleep(lab.options.patience.pause);
		}
	},
};

/** What sends events needs a webhook that is in use. */
export const webhook: Experiment<string> = {
	after: [confirm],
	run: async (lab) => {
		const { url } = await lab.result(firstAdd);
		const { listed } = await lab.result(confirm);
		if (!listed.confirmed.includes(url))
			throw new NotTried('the webhook URL is not listed as confirmed');
		return url;
	},
};

export const HANDSHAKE = [
	probe({
		name: 'manage-webhooks',
		assumption: 'The key may manage webhooks',
		assumed: 'true',
		emulatorSwitch: 'admin',
		files: [FILES.settings, FILES.failures],
		experiment: firstList,
		read: (answer) => ({
			setting: String(isOk(answer)),
			isRefused: !isOk(answer),
			seen: `${told(answer)}, ${shapeOf(answer.body, 0)}`,
		}),
	}),
	probe({
		name: 'add-status',
		assumption: 'Adding a webhook URL is answered 200',
		assumed: '200',
		emulatorSwitch: 'addStatus',
		files: [FILES.settings],
		experiment: firstAdd,
		read: ({ answer }) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
	probe({
		name: 'add-body',
		assumption: 'The answer to adding a webhook URL has a status',
		assumed: 'status',
		emulatorSwitch: 'addBody',
		files: [FILES.settings],
		experiment: firstAdd,
		read: ({ answer: { text, body } }) => ({
			setting: text === '' ? 'empty' : body?.url ? 'webhook' : 'status',
			seen: text === '' ? 'empty' : shapeOf(body),
		}),
	}),
	probe({
		name: 'handshake-timing',
		assumption: 'The add call is answered before the callback is sent',
		assumed: 'before',
		emulatorSwitch: 'handshakeTiming',
		files: [FILES.register, FILES.handshake],
		experiment: firstAdd,
		read: ({ timing, callback, answer }) => ({
			setting: timing,
			seen: callback
				? `the add call was answered ${{ before: 'before the callback came', during: 'while the callback was open', after: 'after the callback was answered', never: '' }[timing]}`
				: `${told(answer)}, and no callback came`,
		}),
	}),
	probe({
		name: 'pending-from',
		assumption: 'A webhook URL is pending from the add call on',
		assumed: 'request',
		emulatorSwitch: 'pendingFrom',
		files: [FILES.handshake],
		experiment: firstAdd,
		read: ({ isPendingAtOnce, ...added }) => {
			needCallback(added as Added);
			if (isPendingAtOnce === undefined)
				throw new NotTried('the callback came after the answer, so nobody can tell');
			return {
				setting: isPendingAtOnce ? 'request' : 'answer',
				seen: `${isPendingAtOnce ? 'listed' : 'not listed'} while the add call was open`,
			};
		},
	}),
	probe({
		name: 'subscription-signed',
		assumption: 'The callback is not signed',
		assumed: 'false',
		emulatorSwitch: 'subscriptionSigned',
		files: [FILES.handshake],
		experiment: firstAdd,
		read: (added) => {
			const { signature } = needCallback(added);
			return {
				setting: String(signature !== 'absent'),
				seen: `signature ${signature}, data ${shapeOf(added.callback?.data)}`,
			};
		},
	}),
	probe({
		name: 'subscription-secret',
		assumption: 'Adding the same URL again brings a new secret',
		assumed: 'new',
		emulatorSwitch: 'subscriptionSecret',
		files: [FILES.handshake],
		experiment: secondAdd,
		read: ({ secrets }) => {
			if (secrets.length < 2) throw new NotTried('no second callback came');
			const isSame = secrets[0] === secrets[1];
			return {
				setting: isSame ? 'same' : 'new',
				seen: isSame ? 'the same secret' : 'another secret',
			};
		},
	}),
	probe({
		name: 'confirm-refusals',
		assumption: 'The first confirm call is accepted',
		assumed: '0',
		emulatorSwitch: 'confirmRefusals',
		files: [FILES.handshake],
		experiment: confirm,
		read: ({ refusals }) => ({
			setting: String(refusals.length),
			seen: refusals.length === 0 ? 'accepted at once' : `refused first: ${told(refusals[0])}`,
		}),
	}),
	probe({
		name: 'confirm-status',
		assumption: 'Confirming is answered 204',
		assumed: '204',
		emulatorSwitch: 'confirmStatus',
		files: [FILES.handshake],
		experiment: confirm,
		read: ({ answer }) => ({ setting: String(answer.status), seen: told(answer) }),
	}),
];
