/** A webhook as `GET /settings/webhooks` lists it. */
export interface ListedWebhook {
	url: string;
	date: string;
}

export interface PendingWebhook extends ListedWebhook {
	/** Sent by the subscription callback, expected by confirm. */
	secret: string;
	/** Confirms refused so far. */
	refusals: number;
	/** When it became pending, in milliseconds since 1970. */
	since: number;
}

/**
 * The account's webhooks. Only one can be active at a time, however it was created, so confirming
 * one replaces the other; the arrays are the API's.
 */
export class AccountWebhooks {
	confirmed: ListedWebhook[] = [];
	pending: PendingWebhook[] = [];
	private readonly secrets = new Map<string, string>();

	/** The secret for a subscription callback; the last one again where the account works that way. */
	secretFor(url: string, reuse: boolean, fresh: () => string): string {
		const secret = (reuse ? this.secrets.get(url) : undefined) ?? fresh();
		this.secrets.set(url, secret);
		return secret;
	}

	setPending(entry: PendingWebhook, onlyOne: boolean): void {
		this.pending = [...(onlyOne ? [] : this.pending.filter(({ url }) => url !== entry.url)), entry];
	}

	dropPending(url: string): void {
		this.pending = this.pending.filter((entry) => entry.url !== url);
	}

	/** @param lifetime  milliseconds a URL may stay pending; 0 for ever */
	forgetStale(lifetime: number, now: number): void {
		if (lifetime > 0) this.pending = this.pending.filter(({ since }) => since + lifetime > now);
	}

	confirm(url: string, date: string): void {
		this.dropPending(url);
		this.confirmed = [{ url, date }];
	}

	clear(): void {
		this.confirmed = [];
		this.pending = [];
	}
}
