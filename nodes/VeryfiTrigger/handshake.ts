import { clock } from '../shared/clock';
import { isNotPermitted } from '../shared/webhooks/failures';
import type { SlotState, WebhookSlot } from '../shared/webhooks/slot';
import { isUrlOfRequest } from '../shared/webhooks/urls';
import { createBudget } from './budget';
import { Candidates } from './candidates';

/** How a handshake ended; the wording is for n8n's log. */
export type HandshakeEnd =
	| 'confirmed'
	| 'already confirmed'
	| 'kept back, because another URL is confirmed'
	| 'not permitted by the credentials'
	| 'not confirmed, because Veryfi could not be asked'
	| 'not listed as pending'
	| 'refused';

/** Ends after which the same secrets may still be of use. */
const UNDECIDED: HandshakeEnd[] = [
	'not confirmed, because Veryfi could not be asked',
	'not listed as pending',
	'refused',
];

/** What a handshake has to know of the trigger that it is for. */
export interface Handshake {
	/** Tells the trigger from others, and its test listening from production. */
	key: string;
	/** The path that the subscription event was sent to, as n8n received it. */
	path: string;
	/** Whether the pending URL may take the slot from the URL that is confirmed. */
	mayReplace(pending: string, confirmed: string): boolean;
}

/**
 * Milliseconds before each look at the list. Veryfi may refuse the confirmation, and not even list
 * the URL, until its answer to the add call is out.
 */
export const HANDSHAKE_PAUSES = [0, 500, 1_000, 2_000, 4_000, 6_000];

/** Secrets that Veryfi is given between two looks at its list; each costs a call. */
const TRIES_PER_LOOK = 3;

/** Looks at the list that subscription events can buy in a minute, whoever sends them. */
const looks = createBudget(6, 60_000);

/** What a trigger has received of late. Handshakes of one trigger share their looks at the list. */
interface Room {
	candidates: Candidates;
	isBusy: boolean;
}

const rooms = new Map<string, Room>();

/** The secrets that a trigger's subscription events have brought. */
export function candidatesOf(key: string): Candidates {
	const room = rooms.get(key) ?? { candidates: new Candidates(), isBusy: false };
	rooms.set(key, room);
	return room.candidates;
}

/**
 * Confirms the URL that Veryfi itself lists as pending and that the subscription events were sent to. That
 * URL is the surest: n8n cannot tell a trigger its test URL, and a proxy may have changed the path.
 * It also makes a forged subscription worthless, since nothing is pending then.
 *
 * One at a time per trigger: events that come meanwhile leave their secrets to the one that runs. A
 * flood of them buys no more looks than one event, and Veryfi's own among them has its turn at the next.
 *
 * Never throws: there is nobody left to tell, the registration reads the outcome from Veryfi's list.
 *
 * @returns undefined when another handshake of the trigger goes on
 */
export async function shakeHands(
	slot: WebhookSlot,
	handshake: Handshake,
): Promise<HandshakeEnd | undefined> {
	const candidates = candidatesOf(handshake.key);
	const room = rooms.get(handshake.key) as Room;
	if (room.isBusy) return undefined;
	room.isBusy = true;
	try {
		const end = await confirm(slot, handshake, candidates);
		if (!UNDECIDED.includes(end)) candidates.clear();
		return end;
	} finally {
		room.isBusy = false;
	}
}

async function confirm(
	slot: WebhookSlot,
	handshake: Handshake,
	candidates: Candidates,
): Promise<HandshakeEnd> {
	let end: HandshakeEnd = 'not confirmed, because Veryfi could not be asked';
	for (const pause of HANDSHAKE_PAUSES) {
		await clock.sleep(Math.max(pause, looks.delay(handshake.key)));
		looks.take(handshake.key);
		try {
			const state = await slot.list();
			const pending = urlsOf(state.pending, handshake);
			if (pending.length === 0) {
				if (urlsOf(state.confirmed, handshake).length > 0) return 'already confirmed';
				end = 'not listed as pending';
				continue;
			}
			const allowed = pending.filter((url) =>
				state.confirmed.every((other) => other.url === url || handshake.mayReplace(url, other.url)),
			);
			if (allowed.length === 0) return 'kept back, because another URL is confirmed';
			end = await confirmOne(slot, allowed, candidates);
			if (end !== 'refused') return end;
		} catch (error) {
			if (isNotPermitted(error)) return 'not permitted by the credentials';
		}
	}
	return end;
}

/** Copies of a workflow in two n8ns share their path; a secret fits the URL that it was sent to. */
async function confirmOne(
	slot: WebhookSlot,
	urls: string[],
	candidates: Candidates,
): Promise<HandshakeEnd> {
	for (const candidate of candidates.next(TRIES_PER_LOOK)) {
		candidate.tries++;
		for (const url of urls) {
			try {
				await slot.confirm(url, candidate.secret);
				return 'confirmed';
			} catch (error) {
				if (isNotPermitted(error)) return 'not permitted by the credentials';
			}
		}
	}
	return 'refused';
}

const urlsOf = (list: SlotState['pending'], { path }: Handshake): string[] =>
	list.map(({ url }) => url).filter((url) => isUrlOfRequest(url, path));
