import { clock } from '../shared/clock';

/** A secret that may be the one that Veryfi wants to hear back; never logged, never stored. */
export interface Candidate {
	secret: string;
	/** Whether the event that brought it was signed with the client secret. */
	isSigned: boolean;
	/** How often Veryfi was given it and refused. */
	tries: number;
	expiresAt: number;
}

/** Milliseconds that a secret is kept; registration itself gives up sooner. */
const LIFETIME = 60_000;

/** Stands for whoever knows the client secret. No address reads like this. */
const SIGNED = '(signed)';

/** Bounds what strangers can have this process remember. */
const MAX_SOURCES = 16;
const MAX_PER_SOURCE = 4;

/**
 * The secrets of the subscription events that a trigger received of late. Anybody who knows the URL
 * can send such events, and nothing in an unsigned one tells Veryfi's from a forged one. So signed ones
 * come first, and among the unsigned every sender gets a turn before any gets a second: who sends
 * thousands stands no better than who sends one.
 */
export class Candidates {
	private readonly bySource = new Map<string, Candidate[]>();

	/** @param sender who sent it, as far as that is known */
	add(sender: string, secret: string, isSigned: boolean, now = clock.now()): void {
		const source = isSigned ? SIGNED : sender;
		const known = this.bySource.get(source) ?? [];
		const again = known.find((candidate) => candidate.secret === secret);
		const candidate = { secret, isSigned, tries: again?.tries ?? 0, expiresAt: now + LIFETIME };
		const others = known.filter((other) => other !== again);
		this.bySource.set(source, [candidate, ...others].slice(0, MAX_PER_SOURCE));
		if (this.bySource.size > MAX_SOURCES) this.dropOldestSource();
	}

	/** The secrets to try next, the most promising first. */
	next(count: number, now = clock.now()): Candidate[] {
		const ranked = [...this.bySource.values()].flatMap((candidates) =>
			candidates
				.filter(({ expiresAt }) => expiresAt > now)
				.sort((a, b) => a.tries - b.tries)
				.map((candidate, rank) => ({ candidate, rank: candidate.isSigned ? -1 : rank })),
		);
		return ranked
			.sort((a, b) => a.rank - b.rank || a.candidate.tries - b.candidate.tries)
			.slice(0, count)
			.map(({ candidate }) => candidate);
	}

	clear(): void {
		this.bySource.clear();
	}

	private dropOldestSource(): void {
		const oldest = [...this.bySource.keys()].find((source) => source !== SIGNED);
		if (oldest !== undefined) this.bySource.delete(oldest);
	}
}

/**
 * Who sent a request: its address, of IPv6 the network part, because one sender has all of the rest.
 *
 * @param ip as Express gives it; behind a proxy that of the proxy, unless n8n knows of it (N8N_PROXY_HOPS)
 */
export const sourceOf = (ip: string | undefined): string =>
	(ip ?? '').split(':').slice(0, 4).join(':');
