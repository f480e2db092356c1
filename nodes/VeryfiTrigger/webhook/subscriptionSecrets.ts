import { clock } from '../../shared/clock';
import type { Sender } from './senders';

/** A secret that may be the one that Veryfi wants to hear back; never logged, never stored. */
export interface SubscriptionSecret {
	secret: string;
	/** Whether the event that brought it was signed with the client secret. */
	isSigned: boolean;
	/** How often Veryfi was given it and refused. */
	tries: number;
	expiresAt: number;
	sender: Sender;
}

/** Milliseconds that a secret is kept; registration itself gives up sooner. */
const LIFETIME = 60_000;

/** Stands for whoever knows the client secret. No address reads like this. */
const SIGNED: Sender = { network: '(signed)', site: '(signed)' };

/** Bounds what strangers can have this process remember. */
const MOST = 64;
const MOST_OF_A_SITE = 12;

/**
 * The secrets of the subscription events that a trigger received of late. Anybody who knows the URL
 * can send such events, and nothing in an unsigned one tells Veryfi's from a forged one. So signed ones
 * come first, and the unsigned alternate by network, and within a network by site: who sends thousands,
 * from however many addresses of a network, stands no better than who sends one.
 */
export class SubscriptionSecrets {
	/** The newest first. */
	private all: SubscriptionSecret[] = [];

	/** @param sender who sent it, as far as that is known */
	add(sender: Sender, secret: string, isSigned: boolean, now = clock.now()): void {
		const source = isSigned ? SIGNED : sender;
		const isAgain = (other: SubscriptionSecret) =>
			other.secret === secret && other.sender.site === source.site;
		const tries = this.all.find(isAgain)?.tries ?? 0;
		const added = { secret, isSigned, tries, expiresAt: now + LIFETIME, sender: source };
		this.all = [added, ...this.all.filter((other) => !isAgain(other) && isAlive(other, now))];
		this.dropSurplus();
	}

	/** The secrets to try next, the most promising first. */
	next(count: number, now = clock.now()): SubscriptionSecret[] {
		return inOrder(this.all.filter((held) => isAlive(held, now))).slice(0, count);
	}

	clear(): void {
		this.all = [];
	}

	/** Of what is too much, the site or the network with most loses its oldest; signed ones stay. */
	private dropSurplus(): void {
		const [newest] = this.all;
		const ofSite = this.all.filter(({ sender }) => sender.site === newest.sender.site);
		if (ofSite.length > MOST_OF_A_SITE) this.drop(ofSite);
		const unsigned = this.all.filter(({ isSigned }) => !isSigned);
		if (unsigned.length <= MOST) return;
		const networks = [...groupBy(unsigned, ({ sender }) => sender.network).values()];
		const largest = networks.reduce((a, b) => (b.length >= a.length ? b : a));
		const sites = [...groupBy(largest, ({ sender }) => sender.site).values()];
		this.drop(sites.reduce((a, b) => (b.length >= a.length ? b : a)));
	}

	private drop(group: SubscriptionSecret[]): void {
		const oldest = group.at(-1);
		this.all = this.all.filter((held) => held !== oldest);
	}
}

const isAlive = ({ expiresAt }: SubscriptionSecret, now: number): boolean => expiresAt > now;

function groupBy<T>(values: T[], keyOf: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

/**
 * Signed ones first; then one of each network, the least tried before the others; then the second of each
 * network, and so on. Within a network sites alternate in the same way.
 */
function inOrder(secrets: SubscriptionSecret[]): SubscriptionSecret[] {
	const byTries = secrets.sort((a, b) => a.tries - b.tries);
	const bySite = interleave(byTries, ({ sender }) => sender.site);
	const byNetwork = interleave(bySite, ({ sender }) => sender.network);
	return byNetwork.sort((a, b) => Number(b.isSigned) - Number(a.isSigned));
}

/** The first of each group in their order, then the second of each, and so on. */
function interleave(
	secrets: SubscriptionSecret[],
	keyOf: (secret: SubscriptionSecret) => string,
): SubscriptionSecret[] {
	const ranks = new Map<SubscriptionSecret, number>();
	for (const group of groupBy(secrets, keyOf).values()) {
		group.forEach((secret, rank) => ranks.set(secret, rank));
	}
	const rankOf = (secret: SubscriptionSecret) => ranks.get(secret) ?? 0;
	return [...secrets].sort((a, b) => rankOf(a) - rankOf(b) || a.tries - b.tries);
}
