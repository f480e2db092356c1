import { randomBytes } from 'node:crypto';
import { fail } from './apiError.mts';
import { dateTime } from './clock.mts';
import type { Context } from './context.mts';
import type { PendingWebhook } from './accountWebhooks.mts';

/**
 * Adding a webhook: the URL becomes pending and gets a `subscription` event whose secret confirms
 * it. Which of answer and callback comes first is documented nowhere, so it is a switch.
 */
export class Handshake {
	private readonly entry: PendingWebhook;

	constructor(
		private readonly context: Context,
		url: string,
	) {
		const { webhooks, switches, clock } = context;
		const secret = webhooks.secretFor(url, switches.subscriptionSecret === 'same', () =>
			randomBytes(16).toString('hex'),
		);
		this.entry = { url, date: dateTime(), secret, refusals: 0, since: clock.now() };
	}

	/**
	 * What happens before the add call is answered.
	 *
	 * @throws ApiError 400 when the callback failed and the account takes that as a refusal
	 */
	async beforeAnswer(): Promise<void> {
		const { switches, background, webhooks } = this.context;
		if (switches.pendingFrom === 'request') this.makePending();
		if (switches.handshakeTiming === 'during') {
			background.run(() => this.callBack());
			await background.sleep(switches.handshakeDelay);
		}
		if (switches.handshakeTiming === 'after') {
			const reached = await this.callBack();
			await background.sleep(switches.handshakeDelay);
			if (!reached && switches.failedHandshake === 'refused') {
				webhooks.dropPending(this.entry.url);
				throw fail(400, 'The webhook url could not be verified.');
			}
		}
	}

	/** @param answered  resolves once the add call has been answered */
	afterAnswer(answered: Promise<unknown>): void {
		const { switches, background } = this.context;
		background.run(async () => {
			await answered;
			if (switches.pendingFrom === 'answer') this.makePending();
			if (switches.handshakeTiming !== 'before') return;
			await background.sleep(switches.handshakeDelay);
			if (!background.stopped) await this.callBack();
		});
	}

	private makePending(): void {
		this.context.webhooks.setPending(this.entry, this.context.switches.pendingUrls === 'one');
	}

	private async callBack(): Promise<boolean> {
		const { url, secret, date } = this.entry;
		const { switches, courier } = this.context;
		const attempts = await courier.deliver(
			'subscription',
			{ secret, created: date },
			{
				url,
				attempts: switches.subscriptionAttempts,
				...(switches.subscriptionSigned ? {} : { signature: null }),
			},
		);
		const last = attempts.at(-1);
		return last !== undefined && last.status > 0 && last.status < 400;
	}
}
